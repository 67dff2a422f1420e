"""How often codes may be redeemed in a minute, by one address and for one guest; a hotel may set its own (R-QR-2).

Counting is web/limits'. A hotel whose guests all come from one address, its own network's, needs more of them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime

from workflow.database import rows
from workflow.errors import Invalid
from workflow.models import Hotel
from workflow.services import hotel_events
from workflow.services.hotel_events import Thing
from workflow.values import Actor

KEY = "qr_limits"
MOST = 10_000


@dataclass(frozen=True, slots=True)
class QrLimits:
    """Redeems a minute."""

    per_address: int = 10
    per_guest: int = 5


def of_settings(settings: Mapping[str, object]) -> QrLimits:
    """The defaults where the hotel said nothing, or what makes no sense."""
    said, default = settings.get(KEY), QrLimits()
    if not isinstance(said, Mapping):
        return default
    return QrLimits(
        _number(said.get("per_address"), default.per_address),
        _number(said.get("per_guest"), default.per_guest),
    )


def of_hotel(hotel_id: int) -> QrLimits:
    """In the open transaction."""
    found = rows("SELECT settings FROM hotels WHERE id = %s", (hotel_id,))
    return of_settings(found[0][0]) if found else QrLimits()


def set_limits(hotel_id: int, wanted: QrLimits, *, actor: Actor, now: datetime) -> None:
    """From the next redeem on. Raises Invalid."""
    for field, number in (("perAddress", wanted.per_address), ("perGuest", wanted.per_guest)):
        if not 1 <= number <= MOST:
            raise Invalid("A limit is a number from 1 to %(most)s.", field, values={"most": f"{MOST:,}"})
    hotel = Hotel.select().where(Hotel.id == hotel_id).for_update().get()
    before = of_settings(hotel.settings)
    Hotel.update(settings={**hotel.settings, KEY: asdict(wanted)}).where(Hotel.id == hotel_id).execute()
    hotel_events.changed(
        hotel_id, Thing.HOTEL, "QR limits", asdict(before), asdict(wanted), actor=actor, now=now
    )


def _number(value: object, default: int) -> int:
    return value if isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= MOST else default
