"""The file store: bytes of attachments on disk, named by their SHA-256 within a folder a hotel.

Putting the same bytes twice is the same as once, so a repeated job leaves no second copy.
"""

from __future__ import annotations

import errno
import hashlib
import os
import tempfile
from pathlib import Path
from urllib.parse import unquote, urlsplit

from workflow.errors import FilesUnavailable, NotFound, SettingsError


class FileStore:
    """A folder. `put` returns only after the bytes are on disk."""

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme != "file":
            raise SettingsError("STORAGE_URL must begin with file:// (a folder on this machine).")
        self._root = Path(unquote(parts.path))

    def put(self, hotel_id: int, content: bytes) -> str:
        """Keeps the bytes and returns their SHA-256 (hex). Raises FilesUnavailable."""
        sha256 = hashlib.sha256(content).hexdigest()
        path = self._path(hotel_id, sha256)
        try:
            if not path.exists():
                path.parent.mkdir(parents=True, exist_ok=True)
                _write(path, content)
        except OSError as error:
            raise FilesUnavailable(
                "The file store cannot be written.", full=error.errno == errno.ENOSPC
            ) from error
        return sha256

    def get(self, hotel_id: int, sha256: str) -> bytes:
        """The bytes. Raises NotFound, FilesUnavailable."""
        try:
            return self._path(hotel_id, sha256).read_bytes()
        except FileNotFoundError:
            raise NotFound("This file is no longer in the store.") from None
        except OSError as error:
            raise FilesUnavailable("The file store cannot be read.") from error

    def _path(self, hotel_id: int, sha256: str) -> Path:
        return self._root / str(hotel_id) / sha256[:2] / sha256


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
