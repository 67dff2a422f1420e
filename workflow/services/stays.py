"""Stays: booked, checked in and out, moved to another room, cancelled. In the caller's transaction.

`as_of` is the moment at which what stands in a row was true: a person's change is true now, and older word of the PMS
does not undo it (services/pms_stays).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

import structlog

from workflow.database import rows
from workflow.errors import Invalid, MoveRefused, NotFound
from workflow.models import Room, Stay
from workflow.services import guest_records
from workflow.values import Actor, StayStatus

MAX_CONFIRMATION = 100
MAX_ROOM = 20

MOVES: Mapping[StayStatus, tuple[StayStatus, ...]] = {
    StayStatus.BOOKED: (StayStatus.IN_HOUSE, StayStatus.CANCELLED, StayStatus.NO_SHOW),
    StayStatus.IN_HOUSE: (StayStatus.DEPARTED, StayStatus.BOOKED),
    StayStatus.DEPARTED: (StayStatus.IN_HOUSE,),
    StayStatus.CANCELLED: (StayStatus.BOOKED,),
    StayStatus.NO_SHOW: (StayStatus.BOOKED, StayStatus.IN_HOUSE),
}
"""What a person may do to a stay, mistakes undone included. The PMS says what is, and is believed."""

WORDS = {
    StayStatus.BOOKED: "booked",
    StayStatus.IN_HOUSE: "in house",
    StayStatus.DEPARTED: "departed",
    StayStatus.CANCELLED: "cancelled",
    StayStatus.NO_SHOW: "a no-show",
}

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Edit:
    """What is to change; None leaves a field as it is, room_id 0 takes the room away."""

    arrival: date | None = None
    departure: date | None = None
    room_id: int | None = None
    status: StayStatus | None = None


def find(hotel_ids: Sequence[int], id: int) -> Stay:
    """Raises NotFound."""
    stay = Stay.get_or_none(Stay.id == id, Stay.hotel_id.in_(list(hotel_ids)))
    if stay is None:
        raise NotFound("There is no such stay.")
    return stay


def lock(hotel_ids: Sequence[int], id: int) -> Stay:
    """Until the transaction ends. Raises NotFound."""
    rows("SELECT id FROM stays WHERE id = %s FOR NO KEY UPDATE", (id,))
    return find(hotel_ids, id)


def create(
    hotel_id: int,
    *,
    confirmation: str,
    guest_id: int,
    room_id: int | None,
    arrival: date,
    departure: date,
    actor: Actor,
    now: datetime,
) -> Stay:
    """Booked. Raises Invalid, naming the field."""
    confirmation = checked_confirmation(confirmation)
    try:
        guest_records.lock(hotel_id, guest_id)
    except NotFound:
        raise Invalid("There is no such guest.", "guestId") from None
    check_dates(arrival, departure)
    made = rows(
        "INSERT INTO stays (hotel_id, confirmation, guest_id, room_id, arrival, departure, as_of)"
        " VALUES (%s, %s, %s, %s, %s, %s, %s) ON CONFLICT (hotel_id, confirmation) DO NOTHING RETURNING id",
        (hotel_id, confirmation, guest_id, room_id, arrival, departure, now),
    )
    if not made:
        raise Invalid(
            "There is a stay with the confirmation %(confirmation)s already.",
            "confirmation",
            values={"confirmation": confirmation},
        )
    _log.info("stay_created", hotel=hotel_id, stay=made[0][0], by=actor.kind, by_id=actor.id)
    found: Stay = Stay.get_by_id(made[0][0])
    return found


def change(stay: Stay, wanted: Edit, *, actor: Actor, now: datetime) -> None:
    """For a stay that `lock` gave. Raises Invalid, MoveRefused."""
    arrival, departure = wanted.arrival or stay.arrival, wanted.departure or stay.departure
    check_dates(arrival, departure)
    room_id = stay.room_id if wanted.room_id is None else wanted.room_id or None
    before = StayStatus(stay.status)
    status = wanted.status or before
    if status not in (before, *allowed(stay)):
        raise MoveRefused(
            "This stay is %(before)s: it cannot become %(status)s.",
            allowed(stay),
            values={"before": WORDS[before], "status": WORDS[status]},
        )
    if status is StayStatus.IN_HOUSE and room_id is None:
        raise Invalid("Who is in the house has a room: name it.", "room")
    columns = {"arrival": arrival, "departure": departure, "room_id": room_id, "as_of": now}
    Stay.update(**columns, **status_columns(stay, status, now=now)).where(Stay.id == stay.id).execute()
    _log.info(
        "stay_changed",
        hotel=stay.hotel_id,
        stay=stay.id,
        old=before,
        new=status,
        by=actor.kind,
        by_id=actor.id,
    )


def status_columns(stay: Stay, status: StayStatus, *, now: datetime) -> dict[str, object]:
    """The status with the moment of check-in or check-out; none of them when it is the one it has."""
    if stay.status == status:
        return {}
    moments: dict[str, object] = {}
    if status is StayStatus.IN_HOUSE:
        moments = {"checked_in_at": stay.checked_in_at or now, "checked_out_at": None}
    elif status is StayStatus.DEPARTED:
        moments = {"checked_out_at": now}
    elif status is StayStatus.BOOKED:
        moments = {"checked_in_at": None, "checked_out_at": None}
    return {"status": status, **moments}


def allowed(stay: Stay) -> tuple[StayStatus, ...]:
    """What may be done to it now."""
    return MOVES[StayStatus(stay.status)]


def checked_confirmation(confirmation: str) -> str:
    """Raises Invalid."""
    confirmation = " ".join(confirmation.replace("\x00", "").split())
    if not confirmation:
        raise Invalid("A stay has a confirmation number.", "confirmation")
    if len(confirmation) > MAX_CONFIRMATION:
        raise Invalid(
            "A confirmation number has at most %(most)s characters.",
            "confirmation",
            values={"most": MAX_CONFIRMATION},
        )
    return confirmation


def check_dates(arrival: date, departure: date) -> None:
    """Raises Invalid."""
    if departure < arrival:
        raise Invalid("The departure is before the arrival.", "departure")
    if (departure - arrival).days > 3660:
        raise Invalid("A stay is at most ten years long.", "departure")


def room(hotel_id: int, *, number: str = "", id: int | None = None) -> int | None:
    """The id of the hotel's room with this number or id; None when neither is given. Raises Invalid."""
    number = number.strip()
    if not number and id is None:
        return None
    by = Room.number == number if number else Room.id == id
    found = Room.get_or_none(Room.hotel_id == hotel_id, by)
    if found is None and not number:
        raise Invalid("There is no such room.", "room")
    if found is None:
        raise Invalid("There is no room %(number)s.", "room", values={"number": number[:MAX_ROOM]})
    return int(found.id)
