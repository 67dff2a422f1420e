"""The rooms of a hotel: list, add one or many, renumber, remove. In the caller's transaction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from workflow.database import rows
from workflow.errors import Invalid, NotFound
from workflow.models import Room
from workflow.named import checked_name
from workflow.room_numbers import MAX_NUMBER
from workflow.services import hotel_events, in_use
from workflow.services.hotel_events import Thing
from workflow.values import Actor

MAX_IN_HOTEL = 5000


@dataclass(frozen=True, slots=True)
class ManyAdded:
    """Those that are new, and the numbers that stood there already."""

    made: tuple[Room, ...]
    known: tuple[str, ...]


def of_hotels(hotel_ids: Sequence[int]) -> list[Room]:
    """As people count: 7, 12, 101."""
    found = rows("SELECT id, hotel_id, number FROM rooms WHERE hotel_id = ANY(%s)", (list(hotel_ids),))
    made = [Room(id=id, hotel_id=hotel_id, number=number) for id, hotel_id, number in found]
    return sorted(made, key=lambda room: (*_as_counted(room.number), room.id))


def find(hotel_ids: Sequence[int], id: int) -> Room:
    """Raises NotFound."""
    found: Room | None = Room.get_or_none(Room.id == id, Room.hotel_id.in_(list(hotel_ids)))
    if found is None:
        raise NotFound("There is no such room.")
    return found


def add(hotel_id: int, number: str, *, actor: Actor, now: datetime) -> Room:
    """Raises Invalid, NameTaken."""
    others = of_hotels([hotel_id])
    _check_count(len(others) + 1)
    number = _checked(number, others)
    made: Room = Room.create(hotel_id=hotel_id, number=number)
    hotel_events.added(hotel_id, Thing.ROOM, number, actor=actor, now=now)
    return made


def add_many(hotel_id: int, numbers: Sequence[str], *, actor: Actor, now: datetime) -> ManyAdded:
    """Those that are not there yet. All or nothing. Raises Invalid."""
    others = of_hotels([hotel_id])
    taken = {room.number.casefold() for room in others}
    wanted = {number.casefold(): _checked(number, ()) for number in numbers}
    fresh = [number for folded, number in wanted.items() if folded not in taken]
    _check_count(len(others) + len(fresh))
    made = tuple(Room.create(hotel_id=hotel_id, number=number) for number in fresh)
    if fresh:
        hotel_events.added(hotel_id, Thing.ROOM, ", ".join(fresh)[:500], actor=actor, now=now)
    return ManyAdded(made, tuple(number for folded, number in wanted.items() if folded in taken))


def renumber(room: Room, number: str, *, actor: Actor, now: datetime) -> None:
    """Its stays and tickets keep it. Raises Invalid, NameTaken."""
    number = _checked(number, [one for one in of_hotels([room.hotel_id]) if one.id != room.id])
    Room.update(number=number).where(Room.id == room.id).execute()
    before, after = {"number": room.number}, {"number": number}
    hotel_events.changed(room.hotel_id, Thing.ROOM, room.number, before, after, actor=actor, now=now)


def remove(room: Room, *, actor: Actor, now: datetime) -> None:
    """Raises InUse while a stay or a ticket names it."""
    in_use.refuse_when_used(
        room.hotel_id,
        room.id,
        in_use.OF_ROOM,
        name=room.number,
        refusal="Room %(name)s is named by %(uses)s. It stays, so that they can be read; another number can be given to it.",
    )
    with in_use.unless_named_meanwhile():
        Room.delete().where(Room.id == room.id).execute()
    hotel_events.removed(room.hotel_id, Thing.ROOM, room.number, actor=actor, now=now)


def _check_count(count: int) -> None:
    if count > MAX_IN_HOTEL:
        raise Invalid("A hotel has at most %(most)s rooms.", "number", values={"most": f"{MAX_IN_HOTEL:,}"})


def _checked(number: str, others: Sequence[Room]) -> str:
    taken = [room.number for room in others]
    return checked_name(number, taken, what="room", longest=MAX_NUMBER, field="number")


def _as_counted(number: str) -> tuple[int, int, str]:
    """Plain numbers by their worth, the rest behind them by their letters."""
    is_plain = number.isascii() and number.isdigit()
    return (0, int(number), "") if is_plain else (1, 0, number.casefold())
