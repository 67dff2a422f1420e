"""A guest with several stays is asked by number which one he means, never guessed (R-WA-4).

What he was asked stands with him (`whatsapp_contacts.asked`) for a day, or until a person writes to him; a number in it
is the answer, anything else is an ordinary message. In the caller's transaction.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from babel.dates import format_date

from workflow.database import rows
from workflow.models import WhatsappContact
from workflow.texts import choose, say

ASKED_FOR = timedelta(days=1)
MAX_CHOICES = 9

_STAYS = """
SELECT s.id, s.room_id, coalesce(r.number, ''), s.arrival, s.departure
FROM stays s LEFT JOIN rooms r ON r.id = s.room_id
WHERE s.guest_id = %s AND s.status IN ('booked', 'in_house') AND s.departure >= %s ORDER BY s.arrival, s.id
"""
_LAST = """
SELECT s.id, s.room_id, coalesce(r.number, ''), s.arrival, s.departure
FROM stays s LEFT JOIN rooms r ON r.id = s.room_id
WHERE s.guest_id = %s AND s.status NOT IN ('cancelled', 'no_show') ORDER BY s.departure DESC, s.id DESC LIMIT 1
"""


@dataclass(frozen=True, slots=True)
class Choice:
    """A stay that may be meant."""

    stay_id: int
    room_id: int | None
    room: str
    arrival: date
    departure: date


def choices(guest_id: int | None, *, on: date) -> tuple[Choice, ...]:
    """The guest's stays of that day; without one, those to come; without any, his last one."""
    if guest_id is None:
        return ()
    found = [Choice(*row) for row in rows(_STAYS, (guest_id, on)) or rows(_LAST, (guest_id,))]
    return tuple([one for one in found if one.arrival <= on] or found)[:MAX_CHOICES]


def words(language: str, offered: Sequence[Choice]) -> str:
    """The question with its numbers."""
    question = say(
        language, "You have more than one stay with us. Which one is this about? Reply with its number."
    )
    lines = (f"{number}: {_line(language, one)}" for number, one in enumerate(offered, 1))
    return "\n".join((question, *lines))


def note(contact: WhatsappContact, ticket_id: int, offered: Sequence[Choice], *, now: datetime) -> None:
    """He is asked about this ticket from now on."""
    contact.asked = {
        "ticket": ticket_id,
        "at": now.isoformat(),
        "stays": [[one.stay_id, one.room_id, one.room] for one in offered],
    }
    contact.save(only=[WhatsappContact.asked])


@dataclass(frozen=True, slots=True)
class Chosen:
    """The guest's answer."""

    ticket_id: int
    stay_id: int
    room_id: int | None
    room: str


def answer(contact: WhatsappContact, text: str, *, now: datetime) -> Chosen | None:
    """What he chose, when his words are nothing but one of the numbers; the question is then settled."""
    asked: Mapping[str, object] | None = contact.asked
    number = text.strip(" .)")
    if not asked or not (number.isascii() and number.isdigit() and len(number) == 1):
        return None
    stays = asked["stays"]
    assert isinstance(stays, list)
    asked_at = datetime.fromisoformat(str(asked["at"]))
    if now - asked_at > ASKED_FOR or not 1 <= int(number) <= len(stays) or _has_heard(contact, asked_at):
        return None
    stay_id, room_id, room = stays[int(number) - 1]
    contact.asked = None
    contact.save(only=[WhatsappContact.asked])
    return Chosen(int(str(asked["ticket"])), stay_id, room_id, room)


def _has_heard(contact: WhatsappContact, since: datetime) -> bool:
    """Whether a person wrote to him since then: a number may answer that. messages_of_contact serves it."""
    return bool(
        rows(
            "SELECT id FROM messages WHERE contact_id = %s AND direction = 'out' AND NOT is_automatic"
            " AND created_at > %s LIMIT 1",
            (contact.id, since),
        )
    )


def _line(language: str, one: Choice) -> str:
    days = {
        "room": one.room,
        "arrival": format_date(one.arrival, "medium", locale=choose(language)),
        "departure": format_date(one.departure, "medium", locale=choose(language)),
    }
    if one.room:
        return say(language, "room %(room)s, %(arrival)s to %(departure)s", days)
    return say(language, "%(arrival)s to %(departure)s", days)
