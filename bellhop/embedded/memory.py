"""How much memory the embedded PostgreSQL keeps pages in. PostgreSQL's own 128 MB hold a twentieth of a million tickets."""

from __future__ import annotations

import os
from pathlib import Path

SHARE = 8  # an eighth of what there is
LEAST, MOST = 128, 1024  # MB
_LIMIT_OF_CONTAINER = Path("/sys/fs/cgroup/memory.max")  # Linux, cgroup v2; "max" without one


def shared_buffers(*, limit: Path = _LIMIT_OF_CONTAINER) -> str:
    """As the server's setting. Memory is taken as pages are read, not at the start."""
    megabytes = _memory(limit) // 2**20
    return f"{min(max(megabytes // SHARE, LEAST), MOST)}MB"


def _memory(limit: Path) -> int:
    """In bytes: of the machine, or of the container we are in when that is less."""
    machine = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    try:
        said = limit.read_text("ascii").strip()
    except OSError:
        return machine
    return min(machine, int(said)) if said.isdigit() else machine
