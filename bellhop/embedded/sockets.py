"""The folder of the embedded servers' Unix sockets: short, private, the same for the same data folder.

Not inside the data folder itself: a socket's path may have 103 bytes at most (107 on Linux), and checkouts lie deep.
"""

import contextlib
import hashlib
import os
import stat
import tempfile
from pathlib import Path

from bellhop.embedded.child import Privileges, file_owner
from bellhop.errors import CannotRun

LONGEST_SOCKET_PATH = 103
LONGEST_SOCKET_NAME = len("/.s.PGSQL.5432.lock")


def socket_folder(home: Path, *, owner: tuple[int, int], purpose: str) -> Path:
    """Make (or find) the socket folder of one server of this data folder, mode 0700 and belonging to `owner`."""
    name = f"bellhop-{purpose}-{hashlib.sha256(os.fsencode(home.resolve())).hexdigest()[:10]}"
    folder = _short_enough(Path(tempfile.gettempdir()).resolve() / name, Path("/tmp") / name)
    folder.mkdir(mode=0o700, exist_ok=True)
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid not in _possible_owners(owner):
        raise CannotRun(
            f"{folder} exists and belongs to somebody else. Remove it, or set TMPDIR to a folder of your own."
        )
    if found.st_uid != owner[0]:
        os.chown(folder, *owner)
    folder.chmod(0o700)
    return folder


def remove_if_empty(folder: Path) -> None:
    """Leave no litter in the temporary directory, but keep what somebody still uses."""
    with contextlib.suppress(OSError):
        folder.rmdir()


def _possible_owners(owner: tuple[int, int]) -> set[int]:
    """Ours, and as root also `nobody`'s, as whom an earlier run may have started the server."""
    ours = {os.geteuid(), owner[0]}
    return ours | {file_owner(Privileges.NOBODY)[0]} if os.geteuid() == 0 else ours


def _short_enough(*candidates: Path) -> Path:
    for candidate in candidates:
        if len(os.fsencode(candidate)) + LONGEST_SOCKET_NAME <= LONGEST_SOCKET_PATH:
            return candidate
    return candidates[-1]
