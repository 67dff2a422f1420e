"""Tags: a hotel's own words for its tickets, each with a colour, and putting them on tickets (R-TKT-6).

In the caller's transaction. A name is one name however it is written: VIP and vip are the same tag.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from workflow import apply
from workflow.database import rows
from workflow.errors import Invalid, NameTaken, NotFound
from workflow.models import Tag, Ticket, TicketTag
from workflow.named import TAKEN
from workflow.services import hotel_events, replacing, tickets
from workflow.services.hotel_events import Thing
from workflow.services.replacing import Going
from workflow.values import Actor, Decision, EventDraft

MAX_NAME = 40
MAX_ON_TICKET = 20
MAX_IN_HOTEL = 500
DEFAULT_COLOUR = "#5b6b6b"
_COLOUR = re.compile(r"#[0-9a-f]{6}")


@dataclass(frozen=True, slots=True)
class TagRow:
    """A tag with the number of tickets that carry it."""

    id: int
    hotel_id: int
    name: str
    colour: str
    tickets: int


_ROWS = """
SELECT tags.id, tags.hotel_id, tags.name, tags.colour,
  (SELECT count(*) FROM ticket_tags WHERE ticket_tags.tag_id = tags.id)
FROM tags WHERE tags.hotel_id = ANY(%s) {narrowed} ORDER BY lower(tags.name), tags.id
"""


def of_hotels(hotel_ids: Iterable[int]) -> tuple[TagRow, ...]:
    """All tags, by name."""
    return tuple(TagRow(*row) for row in rows(_ROWS.format(narrowed=""), (list(hotel_ids),)))


def find(hotel_ids: Iterable[int], id: int) -> TagRow:
    """Raises NotFound."""
    found = rows(_ROWS.format(narrowed="AND tags.id = %s"), (list(hotel_ids), min(id, 2**63 - 1)))
    if not found:
        raise NotFound("There is no such tag.")
    return TagRow(*found[0])


def create(hotel_id: int, name: str, colour: str = DEFAULT_COLOUR, *, actor: Actor, now: datetime) -> int:
    """A new tag; returns its id. Raises Invalid, NameTaken."""
    name, colour = _checked_name(name), _checked_colour(colour)
    if rows("SELECT count(*) >= %s FROM tags WHERE hotel_id = %s", (MAX_IN_HOTEL, hotel_id))[0][0]:
        raise Invalid("A hotel has at most %(most)s tags.", "name", values={"most": MAX_IN_HOTEL})
    made = rows(
        "INSERT INTO tags (hotel_id, name, colour) VALUES (%s, %s, %s) ON CONFLICT DO NOTHING RETURNING id",
        (hotel_id, name, colour),
    )
    if not made:
        raise NameTaken(TAKEN, "name", values={"what": "tag", "name": name})
    hotel_events.added(hotel_id, Thing.TAG, name, actor=actor, now=now)
    return int(made[0][0])


def change(
    tag: TagRow, *, name: str | None = None, colour: str | None = None, actor: Actor, now: datetime
) -> None:
    """Another name, another colour; its tickets keep it. Raises Invalid, NameTaken."""
    wanted = _checked_name(name) if name is not None else tag.name
    wanted_colour = _checked_colour(colour) if colour is not None else tag.colour
    taken = rows(
        "SELECT name FROM tags WHERE hotel_id = %s AND lower(name) = lower(%s) AND id <> %s",
        (tag.hotel_id, wanted, tag.id),
    )
    if taken:
        raise NameTaken(TAKEN, "name", values={"what": "tag", "name": taken[0][0]})
    Tag.update(name=wanted, colour=wanted_colour).where(
        Tag.id == tag.id, Tag.hotel_id == tag.hotel_id
    ).execute()
    before = {"name": tag.name, "colour": tag.colour}
    after = {"name": wanted, "colour": wanted_colour}
    hotel_events.changed(tag.hotel_id, Thing.TAG, tag.name, before, after, actor=actor, now=now)


def delete(tag: TagRow, *, actor: Actor, now: datetime) -> bool:
    """Gone from every ticket, whose timeline says so, and then itself. False while the clock still goes through them."""
    going = Going(tag.hotel_id, Thing.TAG, tag.id)
    replacing.refuse_when_going(going)
    if not replacing.begin(going, actor=actor, now=now):
        return False
    finish(tag.hotel_id, tag.id, None, actor, now)
    return True


def finish(hotel_id: int, id: int, _place_id: int | None, actor: Actor, now: datetime) -> None:
    """No ticket carries it any more."""
    tag = find([hotel_id], id)
    TicketTag.delete().where(TicketTag.tag_id == id).execute()
    Tag.delete().where(Tag.id == id, Tag.hotel_id == hotel_id).execute()
    hotel_events.removed(hotel_id, Thing.TAG, tag.name, actor=actor, now=now)


def of_ticket(ticket: Ticket) -> list[str]:
    """The names of the tags that the ticket carries, by name."""
    found = rows(
        "SELECT tags.name FROM ticket_tags JOIN tags ON tags.id = ticket_tags.tag_id"
        " WHERE ticket_tags.ticket_id = %s AND ticket_tags.hotel_id = %s ORDER BY tags.name",
        (ticket.id, ticket.hotel_id),
    )
    return [name for (name,) in found]


def set_tags(
    ticket: Ticket, names: Iterable[str], *, actor: Actor, now: datetime, version: int | None = None
) -> int:
    """The ticket carries these tags and no other. Returns the version, the old one when nothing changes.

    Raises Invalid for a tag that the hotel does not have, VersionStale.
    """
    tickets.check_version(ticket, version)
    wanted = _of_names(ticket.hotel_id, names)
    before = of_ticket(ticket)
    after = sorted(wanted)
    if len(after) > MAX_ON_TICKET:
        raise Invalid("A ticket carries at most %(most)s tags.", "tags", values={"most": MAX_ON_TICKET})
    if set(before) == set(after):
        return int(ticket.version)
    TicketTag.delete().where(
        TicketTag.ticket_id == ticket.id, TicketTag.tag_id.not_in(list(wanted.values()))
    ).execute()
    for tag_id in wanted.values():
        TicketTag.insert(
            hotel_id=ticket.hotel_id, ticket_id=ticket.id, tag_id=tag_id
        ).on_conflict_ignore().execute()
    return apply.write(ticket, Decision(events=(_event(before, after),)), actor=actor, now=now)


def add_tags(ticket: Ticket, names: Iterable[str], *, actor: Actor, now: datetime) -> int:
    """These as well. Raises Invalid."""
    return set_tags(ticket, [*of_ticket(ticket), *names], actor=actor, now=now)


def remove_tags(ticket: Ticket, names: Iterable[str], *, actor: Actor, now: datetime) -> int:
    """Without these; one that the ticket does not carry is not missed."""
    gone = {name.strip().lower() for name in names}
    left = [name for name in of_ticket(ticket) if name.lower() not in gone]
    return set_tags(ticket, left, actor=actor, now=now)


def _of_names(hotel_id: int, names: Iterable[str]) -> dict[str, int]:
    """ids by name as the hotel writes it."""
    asked = {name.strip().lower(): name.strip() for name in names}
    found = {
        name.lower(): (name, id)
        for name, id in rows(
            "SELECT name, id FROM tags WHERE hotel_id = %s AND lower(name) IN (SELECT lower(asked) FROM unnest(%s::text[]) AS asked)",
            (hotel_id, list(asked)),
        )
    }
    for lower, written in asked.items():
        if lower not in found:
            raise Invalid(
                "There is no tag %(written)s in this hotel.",
                "tags",
                values={"written": f"{written[:MAX_NAME]!r}"},
            )
    return dict(found.values())


def _event(before: list[str], after: list[str]) -> EventDraft:
    return EventDraft("edited", "tags", ", ".join(before) or None, ", ".join(after) or None)


def _checked_name(name: str) -> str:
    name = " ".join(name.replace("\x00", "").split())
    if not name:
        raise Invalid("A tag needs a name.", "name")
    if len(name) > MAX_NAME or "," in name:
        raise Invalid(
            "A tag's name has at most %(most)s characters, and no comma.", "name", values={"most": MAX_NAME}
        )
    return name


def _checked_colour(colour: str) -> str:
    colour = colour.strip().lower()
    if not _COLOUR.fullmatch(colour):
        raise Invalid("A colour is written like #5b6b6b.", "colour")
    return colour
