"""A folder on this machine as a shelf. A file is on disk (fsync) before its name is."""

from __future__ import annotations

import errno
import os
import tempfile
from datetime import datetime
from pathlib import Path
from urllib.parse import unquote, urlsplit

from workflow.errors import FilesUnavailable, NotFound
from workflow.files.shelf import Grant


class Folder:
    def __init__(self, url: str) -> None:
        self._root = Path(unquote(urlsplit(url).path))

    def write(self, key: str, content: bytes) -> None:
        path = self._root / key
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            _write(path, content)
        except OSError as error:
            raise FilesUnavailable(
                "The file store cannot be written.", full=error.errno == errno.ENOSPC
            ) from error

    def read(self, key: str) -> bytes:
        try:
            return (self._root / key).read_bytes()
        except FileNotFoundError:
            raise NotFound("This file is no longer in the store.") from None
        except OSError as error:
            raise FilesUnavailable("The file store cannot be read.") from error

    def size(self, key: str) -> int | None:
        try:
            return (self._root / key).stat().st_size
        except FileNotFoundError:
            return None
        except OSError as error:
            raise FilesUnavailable("The file store cannot be read.") from error

    def delete(self, key: str) -> None:
        try:
            (self._root / key).unlink(missing_ok=True)
        except OSError as error:
            raise FilesUnavailable("The file store cannot be written.") from error

    def grant_read(self, key: str, *, filename: str, now: datetime, seconds: int) -> Grant | None:
        return None

    def grant_write(self, key: str, *, sha256: str, size: int, now: datetime, seconds: int) -> Grant | None:
        return None


def _write(path: Path, content: bytes) -> None:
    descriptor, name = tempfile.mkstemp(dir=path.parent)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.replace(name, path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
