"""What a hotel sets about keeping tickets (R-TKT-7). In the caller's transaction."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime

from workflow.database import rows
from workflow.errors import Invalid
from workflow.keeping import LONGEST, SETTING, Keeping, keeping_of
from workflow.models import Hotel
from workflow.services import hotel_events, purging
from workflow.services.hotel_events import Thing
from workflow.values import Actor


def set_keeping(hotel_id: int, wanted: Keeping, *, actor: Actor, now: datetime) -> None:
    """From now on, also for what was deleted or closed before. Raises Invalid, naming the field."""
    for name, days in asdict(wanted).items():
        if not 0 <= days <= LONGEST:
            raise Invalid(
                "Say a number of days up to %(most)s, or 0 for ever.", name, values={"most": LONGEST}
            )
    hotel = Hotel.select().where(Hotel.id == hotel_id).for_update().get()
    before = keeping_of(hotel.settings)
    Hotel.update(settings={**hotel.settings, SETTING: asdict(wanted)}).where(Hotel.id == hotel_id).execute()
    hotel_events.changed(hotel_id, Thing.HOTEL, "", _said(before), _said(wanted), actor=actor, now=now)
    purging.look_at(hotel_id, now, now=now)


def archives(hotel_ids: Iterable[int], *, now: datetime) -> tuple[tuple[int, datetime], ...]:
    """By hotel, the moment before which a closed ticket lies in the archive; a hotel without one is left out."""
    found = rows("SELECT id, settings FROM hotels WHERE id = ANY(%s) ORDER BY id", (list(hotel_ids),))
    ends = ((id, keeping_of(settings).archived_before(now=now)) for id, settings in found)
    return tuple((id, end) for id, end in ends if end is not None)


def _said(keeping: Keeping) -> dict[str, object]:
    return {
        f"{name} tickets": f"{days} days" if days else "kept for ever"
        for name, days in asdict(keeping).items()
    }
