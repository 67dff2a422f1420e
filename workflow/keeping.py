"""How long a hotel keeps tickets: deleted ones until they are gone for good, closed ones in its lists. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

SETTING = "keeping"
LONGEST = 3650


@dataclass(frozen=True, slots=True)
class Keeping:
    """In days; 0: for ever. archived: after its close a ticket leaves the lists, and is still found by a search."""

    deleted: int = 30
    closed: int = 0
    archived: int = 180

    def purged_before(self, days: int, *, now: datetime) -> datetime | None:
        """What ended before this moment is over; None: never."""
        return now - timedelta(days=days) if days else None

    def archived_before(self, *, now: datetime) -> datetime | None:
        return now - timedelta(days=self.archived) if self.archived else None


def keeping_of(settings: Mapping[str, object]) -> Keeping:
    """The hotel's choice; the defaults where it said nothing."""
    said, default = settings.get(SETTING), Keeping()
    if not isinstance(said, Mapping):
        return default
    return Keeping(
        deleted=_days(said.get("deleted"), default.deleted),
        closed=_days(said.get("closed"), default.closed),
        archived=_days(said.get("archived"), default.archived),
    )


def _days(value: object, default: int) -> int:
    return value if isinstance(value, int) and 0 <= value <= LONGEST else default
