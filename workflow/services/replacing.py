"""Another department or category takes the place of one that goes, and a tag is taken off, on any number of tickets.

A few at once, in the caller's transaction; for more the clock goes on, one deadline of the hotel a thing, which carries
how far it is and comes due again until it is through. Each portion is one transaction: what a killed worker had begun
begins again, and each ticket's timeline has one line.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from psycopg2.extras import Json

from workflow import apply
from workflow.database import rows
from workflow.errors import InUse, NotFound
from workflow.ledger import Ledger
from workflow.models import Deadline, Ticket
from workflow.services.hotel_events import Thing
from workflow.values import SYSTEM, Actor, ActorKind, DeadlineKind, Decision, EventDraft

PORTION = 250
GOING = "It is on its way out already: its tickets are being changed."

Finish = Callable[[int, int, int | None, Actor, datetime], None]
"""Ends the thing for good when no ticket names it any more: hotel, thing, its place, who, when."""

# One a thing (deadlines_one_a_subject).
_BEGIN = """
INSERT INTO deadlines (hotel_id, kind, subject, payload, due_at, look_at, created_at) VALUES (%s, %s, %s, %s, %s, %s, %s)
ON CONFLICT (hotel_id, kind, subject) WHERE state = 'armed' AND ticket_id IS NULL DO NOTHING RETURNING id
"""
# A part that is done is no failed try: the next one has all of its own.
_GO_ON = """
UPDATE deadlines SET state = 'armed', finished_at = NULL, payload = %s, look_at = %s, attempts = 0 WHERE id = %s
"""
_RUNNING = """
SELECT subject, payload FROM deadlines WHERE hotel_id = %s AND kind = %s AND state = 'armed' AND ticket_id IS NULL
"""
_COLUMNS = {Thing.DEPARTMENT: "department_id", Thing.CATEGORY: "category_id"}
_NAMES = {Thing.DEPARTMENT: "departments", Thing.CATEGORY: "categories", Thing.TAG: "tags"}
_GONE = {
    Thing.DEPARTMENT: "There is no such department.",
    Thing.CATEGORY: "There is no such category.",
    Thing.TAG: "There is no such tag.",
}
_TAGGED = """
SELECT t.id FROM tickets t JOIN ticket_tags c ON c.ticket_id = t.id
WHERE c.hotel_id = %s AND c.tag_id = %s ORDER BY t.id LIMIT %s FOR UPDATE OF t
"""
_TAGS = """
SELECT c.ticket_id, array_agg(tags.name ORDER BY tags.name) FROM ticket_tags c JOIN tags ON tags.id = c.tag_id
WHERE c.ticket_id = ANY(%s) AND c.hotel_id = %s GROUP BY c.ticket_id
"""


@dataclass(frozen=True, slots=True)
class Going:
    """Something that is on its way out. place_id: what takes its place, None for a tag."""

    hotel_id: int
    thing: Thing
    id: int
    place_id: int | None = None


@dataclass(frozen=True, slots=True)
class Progress:
    """Of the tickets that named it when it began."""

    done: int
    total: int


def begin(going: Going, *, actor: Actor, now: datetime) -> bool:
    """The first tickets. True when that was all, and the caller ends the thing; otherwise the clock does, soon.

    Raises InUse, NotFound when somebody else has begun or ended it at the same moment.
    """
    total = count(going)
    done = _portion(going, actor=actor, now=now)
    if done < PORTION:
        return True
    payload = {
        "place": going.place_id,
        "actor": [actor.kind, actor.id, actor.name],
        "done": done,
        "total": total,
    }
    begun = rows(
        _BEGIN, (going.hotel_id, DeadlineKind.REPLACE, _subject(going), Json(payload), now, now, now)
    )
    if not begun:
        raise InUse(GOING)
    return False


def go_on(deadline: Deadline, *, finish: Finish, now: datetime) -> None:
    """The next tickets, in the open transaction; after the last of them the thing itself."""
    thing, _, id = deadline.subject.rpartition(" ")
    payload = Deadline.get_by_id(deadline.id).payload  # as locked: somebody may have gone on meanwhile
    kind, actor_id, name = payload["actor"]
    actor = Actor(ActorKind(kind), actor_id, name)
    going = Going(deadline.hotel_id, Thing(thing), int(id), payload["place"])
    done = _portion(going, actor=actor, now=now)
    if done == PORTION:
        rows(f"{_GO_ON} RETURNING id", (Json({**payload, "done": payload["done"] + done}), now, deadline.id))
        return
    finish(going.hotel_id, going.id, going.place_id, actor, now)


def refuse_when_going(going: Going) -> None:
    """Raises InUse for what is going already, for what takes the place of something that still goes, and when what is
    to take its place goes itself."""
    place = None if going.place_id is None else f"{going.thing} {going.place_id}"
    for subject, payload in rows(_RUNNING, (going.hotel_id, DeadlineKind.REPLACE)):
        if subject == _subject(going):
            raise InUse(GOING)
        if subject == place:
            raise InUse("What is to take its place is on its way out itself.")
        if payload["place"] == going.id and subject.rpartition(" ")[0] == going.thing:
            raise InUse(
                "It takes the place of another one whose tickets are being changed. Wait until that is done."
            )


def progress(hotel_id: int, thing: Thing, id: int) -> Progress | None:
    """How far it is; None when it is not going."""
    going = _subject(Going(hotel_id, thing, id))
    for subject, payload in rows(_RUNNING, (hotel_id, DeadlineKind.REPLACE)):
        if subject == going:
            return Progress(payload["done"], max(payload["done"], payload["total"]))
    return None


def count(going: Going) -> int:
    if going.thing is Thing.TAG:
        sql = "SELECT count(*) FROM ticket_tags WHERE hotel_id = %s AND tag_id = %s"
    else:
        sql = f"SELECT count(*) FROM tickets WHERE hotel_id = %s AND {_COLUMNS[going.thing]} = %s"
    return int(rows(sql, (going.hotel_id, going.id))[0][0])


def _portion(going: Going, *, actor: Actor, now: datetime) -> int:
    """How many tickets were changed. Deleted ones too, by the desk itself: nobody else changes what is deleted."""
    book = Ledger(block=PORTION)
    found = _tagged(going) if going.thing is Thing.TAG else _named(going)
    decisions = _without_tag(going, found) if going.thing is Thing.TAG else _in_place(going, found)
    for ticket, decision in zip(found, decisions, strict=True):
        by = actor if ticket.deleted_at is None else SYSTEM
        apply.write(ticket, decision, actor=by, now=now, ledger=book)
    book.flush()
    return len(found)


def _named(going: Going) -> list[Ticket]:
    named = getattr(Ticket, _COLUMNS[going.thing]) == going.id
    found = Ticket.select().where(Ticket.hotel_id == going.hotel_id, named)
    return list(found.order_by(Ticket.id).limit(PORTION).for_update())


def _in_place(going: Going, found: Sequence[Ticket]) -> list[Decision]:
    assert going.place_id is not None
    old, new = (_name(going.thing, id) for id in (going.id, going.place_id))
    event = EventDraft("edited", going.thing.value, old, new)
    change = {_COLUMNS[going.thing]: going.place_id}
    return [Decision(changes=change, events=(event,)) for _ in found]


def _tagged(going: Going) -> list[Ticket]:
    ids = [id for (id,) in rows(_TAGGED, (going.hotel_id, going.id, PORTION))]
    return list(Ticket.select().where(Ticket.id.in_(ids)).order_by(Ticket.id))


def _without_tag(going: Going, found: Sequence[Ticket]) -> list[Decision]:
    """Of what is deleted the timeline is left alone, and of what lost the tag while this waited for the ticket."""
    ids, gone = [ticket.id for ticket in found], _name(Thing.TAG, going.id)
    before = dict(rows(_TAGS, (ids, going.hotel_id)))
    taken = rows(
        "DELETE FROM ticket_tags WHERE hotel_id = %s AND tag_id = %s AND ticket_id = ANY(%s) RETURNING ticket_id",
        (going.hotel_id, going.id, ids),
    )
    told = {id for (id,) in taken} - {ticket.id for ticket in found if ticket.deleted_at is not None}
    return [
        Decision(events=(_tags_event(before[ticket.id], gone),)) if ticket.id in told else Decision()
        for ticket in found
    ]


def _tags_event(names: Sequence[str], gone: str) -> EventDraft:
    left = [name for name in names if name != gone]
    return EventDraft("edited", "tags", ", ".join(names), ", ".join(left) or None)


def _name(thing: Thing, id: int) -> str:
    """Raises NotFound: somebody else ended it while this waited for him."""
    found = rows(f"SELECT name FROM {_NAMES[thing]} WHERE id = %s", (id,))
    if not found:
        raise NotFound(_GONE[thing])
    return str(found[0][0])


def _subject(going: Going) -> str:
    return f"{going.thing} {going.id}"
