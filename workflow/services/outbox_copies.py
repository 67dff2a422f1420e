"""Mails that were kept in the outbox folder because no relay is set: those to an erased guest go too (R-PRIV-1)."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

FOLDER = "outbox"


def remove_copies(home: Path, hotel_id: int, addresses: Sequence[str]) -> int:
    """Every kept mail of the hotel that names one of the addresses. Returns how many."""
    needles = [address.lower().encode() for address in addresses]
    folder = home / FOLDER / str(hotel_id)
    if not needles or not folder.is_dir():
        return 0
    hits = [path for path in folder.glob("*.eml") if _names(path, needles)]
    for path in hits:
        path.unlink(missing_ok=True)
    return len(hits)


def _names(path: Path, needles: Sequence[bytes]) -> bool:
    try:
        content = path.read_bytes().lower()
    except FileNotFoundError:
        return False
    return any(needle in content for needle in needles)
