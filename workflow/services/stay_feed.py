"""What somebody else knows of a stay, the PMS or a list, becomes ours. In the caller's transaction.

Whose stay it is: of a confirmation we have, its guest's; else of the guest who has the address, if the name may be
his; else a new guest's. Two people are never made one here, least of all by name. Older word changes nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from workflow.database import rows
from workflow.errors import Invalid
from workflow.guest_names import is_fuller, may_be_same
from workflow.models import Guest, Stay
from workflow.reasons import because
from workflow.services import erased, guest_records, stays
from workflow.services.guest_records import Address
from workflow.values import StayStatus

MAX_ADDRESSES = 10


class Outcome(StrEnum):
    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    OLDER = "older"  # we know something newer: nothing was changed
    ERASED = "erased"  # with its guest: it does not come back


@dataclass(frozen=True, slots=True)
class StayWord:
    """As it was said. status and room None: nothing was said of it; room "": he has none."""

    confirmation: str
    name: str
    arrival: date
    departure: date
    status: StayStatus | None = None
    room: str | None = None
    emails: Sequence[str] = ()
    phones: Sequence[str] = ()
    language: str = ""


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of it. warnings: what was left out, in plain sentences that name nobody."""

    outcome: Outcome
    stay_id: int | None
    guest_id: int | None
    warnings: tuple[str, ...] = ()


def take(hotel_id: int, word: StayWord, *, as_of: datetime, now: datetime, may_make_rooms: bool) -> Taken:
    """Raises Invalid, naming the field, and has then changed nothing."""
    confirmation = stays.checked_confirmation(word.confirmation)
    stays.check_dates(word.arrival, word.departure)
    name = guest_records.checked_name(word.name)
    language = guest_records.checked_language(word.language)
    addresses, warnings = _addresses(word)
    if not name and not addresses:
        raise Invalid("A guest has a name, or an address.", "guest.name")
    if erased.is_erased_stay(hotel_id, confirmation):
        return Taken(Outcome.ERASED, None, None)
    room_id = _room(hotel_id, word.room, may_make=may_make_rooms)
    stay = _lock(hotel_id, confirmation)
    if stay is not None and stay.as_of is not None and as_of < stay.as_of:
        return Taken(Outcome.OLDER, stay.id, stay.guest_id)
    guest = _guest(hotel_id, stay, name, addresses, now=now)
    about_him = _tell(guest, name, language)
    for address in addresses:
        if not guest_records.take(guest, address):
            warnings.append(_TAKEN[address.kind])
    if stay is None:
        stay = _new(hotel_id, confirmation, guest, word, as_of=as_of)
        outcome = Outcome.CREATED
    else:
        outcome = Outcome.UPDATED if about_him else Outcome.UNCHANGED
    if _change(stay, guest, word, room_id, as_of=as_of) and outcome is not Outcome.CREATED:
        outcome = Outcome.UPDATED
    return Taken(outcome, stay.id, guest.id, tuple(warnings))


_TAKEN = {
    guest_records.EMAIL: because("An address belongs to another guest and was left with him."),
    guest_records.PHONE: because("A number belongs to another guest and was left with him."),
}


def _addresses(word: StayWord) -> tuple[list[Address], list[str]]:
    """Those that can be used; a wrong one is no reason to lose a stay."""
    found: dict[Address, None] = {}
    warnings = []
    for kind, values in ((guest_records.EMAIL, word.emails), (guest_records.PHONE, word.phones)):
        for value in values[:MAX_ADDRESSES]:
            if not value.strip():
                continue
            try:
                found[guest_records.checked_address(kind, value)] = None
            except Invalid as error:
                warnings.append(f"Left out: {error}")
    return list(found), warnings


def _room(hotel_id: int, number: str | None, *, may_make: bool) -> int | None:
    number = (number or "").replace("\x00", "").strip()
    if may_make and number:
        if len(number) > stays.MAX_ROOM:
            raise Invalid(
                "A room number has at most %(most)s characters.", "room", values={"most": stays.MAX_ROOM}
            )
        rows(
            "INSERT INTO rooms (hotel_id, number) VALUES (%s, %s) ON CONFLICT DO NOTHING RETURNING id",
            (hotel_id, number),
        )
    return stays.room(hotel_id, number=number)


def _lock(hotel_id: int, confirmation: str) -> Stay | None:
    rows(
        "SELECT id FROM stays WHERE hotel_id = %s AND confirmation = %s FOR NO KEY UPDATE",
        (hotel_id, confirmation),
    )
    return Stay.get_or_none(Stay.hotel_id == hotel_id, Stay.confirmation == confirmation)


def _guest(
    hotel_id: int, stay: Stay | None, name: str, addresses: Sequence[Address], *, now: datetime
) -> Guest:
    """Mail before phone. A name alone is enough to leave a stay with its guest, never to give it to another."""
    owners = [id for id in (guest_records.owner_of(hotel_id, one) for one in addresses) if id is not None]
    had: Guest | None = Guest.get_by_id(stay.guest_id) if stay is not None else None
    if had is not None and (had.id in owners or may_be_same(had.name, name)):
        return had
    for id in owners:
        owner: Guest = Guest.get_by_id(id)
        if may_be_same(owner.name, name):
            return owner
    if had is not None and not _has_more(had, stay):
        return had
    made: Guest = Guest.create(hotel_id=hotel_id, created_at=now)
    return made


def _has_more(guest: Guest, stay: Stay | None) -> bool:
    """Whether anything but this stay hangs on the record, so that another name would be another person."""
    return bool(
        rows(
            "SELECT 1 FROM guest_addresses WHERE guest_id = %s UNION ALL"
            " SELECT 1 FROM stays WHERE guest_id = %s AND id <> %s UNION ALL"
            " SELECT 1 FROM tickets WHERE guest_id = %s LIMIT 1",
            (guest.id, guest.id, stay.id if stay else 0, guest.id),
        )
    )


def _tell(guest: Guest, name: str, language: str) -> bool:
    """Whether his record says something new: of two ways to write his name it keeps the fuller one."""
    before = (guest.name, guest.language)
    if name and (is_fuller(name, guest.name) or not may_be_same(guest.name, name)):
        guest.name = name
    guest.language = language or guest.language
    if (guest.name, guest.language) == before:
        return False
    guest.save(only=[Guest.name, Guest.language])
    return True


def _new(hotel_id: int, confirmation: str, guest: Guest, word: StayWord, *, as_of: datetime) -> Stay:
    made = rows(
        "INSERT INTO stays (hotel_id, confirmation, guest_id, arrival, departure, as_of)"
        " VALUES (%s, %s, %s, %s, %s, %s) ON CONFLICT (hotel_id, confirmation) DO UPDATE SET as_of = stays.as_of"
        " RETURNING id",
        (hotel_id, confirmation, guest.id, word.arrival, word.departure, as_of),
    )
    found: Stay = Stay.get_by_id(made[0][0])
    return found


def _change(stay: Stay, guest: Guest, word: StayWord, room_id: int | None, *, as_of: datetime) -> bool:
    """Whether anything is another now. Who is in the house keeps his room when none is named."""
    status = word.status or StayStatus(stay.status)
    if room_id is None and (word.room is None or status is StayStatus.IN_HOUSE):
        room_id = stay.room_id
    columns: dict[str, object] = {
        "guest_id": guest.id,
        "room_id": room_id,
        "arrival": word.arrival,
        "departure": word.departure,
        **stays.status_columns(stay, status, now=as_of),
    }
    is_other = any(getattr(stay, column) != value for column, value in columns.items())
    Stay.update(**columns, as_of=as_of).where(Stay.id == stay.id).execute()
    return is_other
