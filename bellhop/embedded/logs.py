"""The embedded servers' log files: appended to, begun anew past a size, their end shown when a server does not start."""

from pathlib import Path
from typing import IO

LARGEST_LOG = 10_000_000
SHOWN_LINES = 8


def open_log(path: Path) -> IO[bytes]:
    """Open for appending; a log grown too large is kept once as `NAME.1`."""
    path.parent.mkdir(exist_ok=True)
    if path.exists() and path.stat().st_size > LARGEST_LOG:
        path.replace(path.with_name(path.name + ".1"))
    return path.open("ab")


def last_lines(path: Path) -> str:
    """The end of the log, for a message to the operator."""
    return "\n".join(path.read_text("utf-8", "replace").splitlines()[-SHOWN_LINES:])
