"""What a killed PostgreSQL leaves behind: lock files that name a process id, which by now may be anybody's.

The lock of BELLHOP_HOME (bellhop/home.py) is held here, so no other `bellhop up` owns a server of this data folder: one that
still runs is an orphan and is stopped.
"""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from bellhop.errors import CannotRun

ORPHAN_SECONDS = 30.0


def clear_lock_files(data: Path, sockets: Path) -> None:
    """Stop an orphaned postmaster of this data folder; remove a lock file only if its process id now is another program's.

    A file that names a dead process is left to PostgreSQL: it then also looks for the dead one's children before it starts.
    """
    for lock in (data / "postmaster.pid", sockets / ".s.PGSQL.5432.lock"):
        if not lock.exists():
            continue
        pid = _named_process(lock)
        if pid is not None and _is_postmaster_of(pid, data):
            _stop(pid, data)
        elif pid is None or _exists(pid):
            lock.unlink(missing_ok=True)


def _named_process(lock: Path) -> int | None:
    try:
        return int(lock.read_text("ascii").split("\n", 1)[0])
    except (FileNotFoundError, ValueError):
        return None


def _is_postmaster_of(pid: int, data: Path) -> bool:
    """Whether the process exists and was started as `postgres -D DATA`."""
    words = _command_line(pid)
    return "postgres" in words and os.fspath(data) in words


def _command_line(pid: int) -> str:
    if sys.platform == "linux":
        try:
            return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode("utf-8", "replace")
        except OSError:
            return ""
    listed = subprocess.run(
        ["ps", "-ww", "-p", str(pid), "-o", "command="], capture_output=True, text=True, check=False
    )
    return listed.stdout


def _stop(pid: int, data: Path) -> None:
    os.kill(pid, signal.SIGINT)
    deadline = time.monotonic() + ORPHAN_SECONDS
    while _is_postmaster_of(pid, data):
        if time.monotonic() > deadline:
            raise CannotRun(
                f"A PostgreSQL of an earlier run (process {pid}) does not stop. End it and start again."
            )
        time.sleep(0.05)


def _exists(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
