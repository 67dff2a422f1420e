"""BELLHOP_HOME: the folder with everything one desk keeps on this machine, and the lock that lets one `bellhop up` use it."""

import contextlib
import fcntl
import json
import os
import secrets
from collections.abc import Iterator
from pathlib import Path

from bellhop.errors import CannotRun

PASSWORD_BYTES = 9


class Home:
    """The data folder; made on first use, readable by its owner only."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder.resolve()
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            raise CannotRun(
                f"The data folder {self.folder} cannot be made ({error.strerror}). "
                "Set BELLHOP_HOME to a folder you may write to."
            ) from error

    @property
    def logs(self) -> Path:
        logs = self.folder / "log"
        logs.mkdir(exist_ok=True)
        return logs

    @contextlib.contextmanager
    def locked(self) -> Iterator[None]:
        """Hold the folder for this process; refuse when another `bellhop up` has it. A killed holder leaves no lock."""
        descriptor = self._open_lock()
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            holder = os.pread(descriptor, 20, 0).decode("ascii", "replace").strip() or "unknown"
            os.close(descriptor)
            raise CannotRun(
                f"Another `bellhop up` (process {holder}) is using {self.folder}. Stop it first, "
                "or set BELLHOP_HOME to another folder."
            ) from error
        try:
            os.ftruncate(descriptor, 0)
            os.pwrite(descriptor, f"{os.getpid()}\n".encode("ascii"), 0)
            yield
        finally:
            os.close(descriptor)

    def _open_lock(self) -> int:
        try:
            return os.open(self.folder / "lock", os.O_RDWR | os.O_CREAT, 0o600)
        except PermissionError as error:
            raise CannotRun(
                f"The data folder {self.folder} belongs to another user. "
                "Run as that user, or set BELLHOP_HOME to a folder of your own."
            ) from error

    def demo_password(self, email: str) -> str:
        """The password of a demo log-in: drawn at random once, kept here so that a later start can print it again."""
        path = self.folder / "demo-passwords.json"
        passwords = json.loads(path.read_text("utf-8")) if path.exists() else {}
        if email not in passwords:
            passwords[email] = secrets.token_urlsafe(PASSWORD_BYTES)
            _write_private(path, json.dumps(passwords, indent=2) + "\n")
        return str(passwords[email])


def _write_private(path: Path, text: str) -> None:
    """Write whole or not at all, for the owner's eyes."""
    draft = path.with_name(path.name + ".new")
    draft.unlink(missing_ok=True)
    with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
