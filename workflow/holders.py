"""Which process has a claim, written so that another one on the same machine can see whether it still runs.

A machine is known by its boot and its space of process numbers: two containers on one host are two machines. Where the
system does not tell, a claim names nobody, and only its lease ends it.
"""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path


def ours() -> str:
    """This process."""
    machine = _machine()
    return f"{machine}/{os.getpid()}" if machine else ""


def is_gone(holder: str) -> bool:
    """Whether that process has ended for certain. One that is paused has not; of other machines nothing is known."""
    machine, _, pid = holder.rpartition("/")
    if not machine or machine != _machine():
        return False
    try:
        os.kill(int(pid), 0)
    except ProcessLookupError:
        return True
    except PermissionError:
        return False
    return _is_zombie(pid)


@cache
def _machine() -> str:
    try:
        boot = Path("/proc/sys/kernel/random/boot_id").read_text().strip()
        return f"{boot}/{Path('/proc/self/ns/pid').stat().st_ino}"
    except OSError:
        return ""


def _is_zombie(pid: str) -> bool:
    """Ended, and its parent has not asked yet."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except (OSError, IndexError):
        return False
