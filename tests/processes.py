"""Looking at processes from outside: is one alive, wait until something is so."""

import contextlib
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

POLL_SECONDS = 0.02


def alive(pid: int) -> bool:
    """Whether the process runs; one that ended but was not collected by its parent does not."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return not _is_zombie(pid)


def _is_zombie(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text("utf-8").rsplit(")", 1)[1].split()[0] == "Z"
    except FileNotFoundError:
        return False


def command_lines() -> dict[int, str]:
    """What every process on this machine was started as."""
    if sys.platform != "linux":
        listed = subprocess.run(
            ["ps", "-ww", "-A", "-o", "pid=,command="], capture_output=True, text=True, check=True
        )
        pairs = (line.split(None, 1) for line in listed.stdout.splitlines())
        return {int(pid): command for pid, command in pairs}
    found = {}
    for folder in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(FileNotFoundError, ProcessLookupError):
            words = (folder / "cmdline").read_bytes().split(b"\0")
            found[int(folder.name)] = b" ".join(words).decode("utf-8", "replace")
    return found


def wait_until(condition: Callable[[], object], *, what: str, seconds: float = 90.0) -> None:
    """Poll until the condition holds; fail naming `what` was awaited. Much longer than it takes on any machine."""
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            raise AssertionError(f"waited {seconds:g} s in vain: {what}")
        time.sleep(POLL_SECONDS)
