"""The one clock of the desk. Doors and actors ask it; services and pure code are handed `now`.

In tests BELLHOP_CLOCK_FILE names a file holding an offset in seconds, read at every call, so that several
processes can be moved through time together.
"""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

_offset_file: Path | None = None


def use_offset_file(path: Path | None) -> None:
    global _offset_file
    _offset_file = path


def now() -> datetime:
    """The present moment, aware, UTC."""
    return datetime.now(UTC) + timedelta(seconds=_offset())


def monotonic() -> float:
    """Seconds from an arbitrary point: for measuring how long something took."""
    return time.monotonic()


def _offset() -> float:
    if _offset_file is None:
        return 0.0
    try:
        return float(_offset_file.read_text() or 0)
    except FileNotFoundError:
        return 0.0
