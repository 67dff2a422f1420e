"""What a place for bytes must be able to do; a folder and an S3-compatible bucket are two of them.

A shelf knows keys and bytes only. Its failures are FilesUnavailable: temporary, whatever they are.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Grant:
    """One request that somebody else may send to the place itself until a moment; these headers go with it."""

    url: str
    method: str
    headers: Mapping[str, str]


class Shelf(Protocol):
    def write(self, key: str, content: bytes) -> None:
        """Returns only when the bytes will survive a crash. Raises FilesUnavailable."""

    def read(self, key: str) -> bytes:
        """Raises NotFound, FilesUnavailable."""

    def size(self, key: str) -> int | None:
        """In bytes; None when there is no such key. Raises FilesUnavailable."""

    def delete(self, key: str) -> None:
        """Also when it is not there. Raises FilesUnavailable."""

    def grant_read(self, key: str, *, filename: str, now: datetime, seconds: int) -> Grant | None:
        """A download straight from the place, saved under this name; None when the place gives no such thing."""

    def grant_write(self, key: str, *, sha256: str, size: int, now: datetime, seconds: int) -> Grant | None:
        """An upload of just these bytes straight to the place; None when the place takes none."""
