"""Canned replies of a hotel: keeping them, and filling one in for a ticket. In the caller's transaction."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from workflow.canned import Variable, check, fill
from workflow.database import rows
from workflow.errors import Invalid, NameTaken, NotFound
from workflow.models import CannedReply, Ticket
from workflow.named import TAKEN
from workflow.services import hotel_events
from workflow.services.hotel_events import Thing
from workflow.values import Actor

MAX_NAME, MAX_BODY, MAX_IN_HOTEL = 60, 20_000, 1_000
_NAMES = """
SELECT h.name, (SELECT name FROM guests WHERE id = %s), (SELECT number FROM rooms WHERE id = %s) FROM hotels h WHERE h.id = %s
"""


def of_hotels(hotel_ids: Sequence[int]) -> list[CannedReply]:
    """By name."""
    found = CannedReply.select().where(CannedReply.hotel_id.in_(list(hotel_ids)))
    return sorted(found, key=lambda reply: (reply.name.casefold(), reply.id))


def find(hotel_ids: Sequence[int], id: int) -> CannedReply:
    """Raises NotFound."""
    reply: CannedReply | None = CannedReply.get_or_none(
        CannedReply.id == min(id, 2**63 - 1), CannedReply.hotel_id.in_(list(hotel_ids))
    )
    if reply is None:
        raise NotFound("There is no such canned reply.")
    return reply


def create(hotel_id: int, *, name: str, body: str, actor: Actor, now: datetime) -> CannedReply:
    """Raises Invalid, NameTaken."""
    if CannedReply.select().where(CannedReply.hotel_id == hotel_id).count() >= MAX_IN_HOTEL:
        raise Invalid("A hotel has at most %(most)s canned replies.", "name", values={"most": MAX_IN_HOTEL})
    name, body = _checked_name(hotel_id, name), _checked_body(body)
    reply: CannedReply = CannedReply.create(
        hotel_id=hotel_id, name=name, body=body, created_at=now, updated_at=now
    )
    hotel_events.added(hotel_id, Thing.CANNED, name, actor=actor, now=now)
    return reply


def change(
    reply: CannedReply, *, name: str | None = None, body: str | None = None, actor: Actor, now: datetime
) -> None:
    """Raises Invalid, NameTaken."""
    after = {
        "name": reply.name if name is None else _checked_name(reply.hotel_id, name, but=reply.id),
        "body": reply.body if body is None else _checked_body(body),
    }
    CannedReply.update(**after, updated_at=now).where(
        CannedReply.id == reply.id, CannedReply.hotel_id == reply.hotel_id
    ).execute()
    before = {"name": reply.name, "body": reply.body}
    hotel_events.changed(reply.hotel_id, Thing.CANNED, reply.name, before, after, actor=actor, now=now)


def delete(reply: CannedReply, *, actor: Actor, now: datetime) -> None:
    CannedReply.delete().where(CannedReply.id == reply.id, CannedReply.hotel_id == reply.hotel_id).execute()
    hotel_events.removed(reply.hotel_id, Thing.CANNED, reply.name, actor=actor, now=now)


def text_for(ticket: Ticket, reply: CannedReply, *, member: str, words: str = "") -> str:
    """The reply as this ticket's guest gets it, with the member's own words below. Raises Invalid."""
    filled = fill(reply.body, _values(ticket, member=member))
    return f"{filled}\n\n{words}" if words else filled


def texts_for(ticket: Ticket, *, member: str, most: int) -> list[tuple[CannedReply, str]]:
    """The hotel's first replies by name, as this ticket's guest would get them; one with a gap is left out."""
    values, found = _values(ticket, member=member), []
    for reply in of_hotels([ticket.hotel_id])[:most]:
        try:
            found.append((reply, fill(reply.body, values)))
        except Invalid:
            continue
    return found


def _values(ticket: Ticket, *, member: str) -> dict[Variable, str]:
    hotel, guest, room = rows(_NAMES, (ticket.guest_id, ticket.room_id, ticket.hotel_id))[0]
    return {
        Variable.GUEST: guest or ticket.requester_name,
        Variable.ROOM: room or "",
        Variable.PID: ticket.pid,
        Variable.MEMBER: member,
        Variable.HOTEL: hotel,
    }


def _checked_name(hotel_id: int, name: str, *, but: int = 0) -> str:
    name = " ".join(name.replace("\x00", "").split())
    if not name:
        raise Invalid("A canned reply needs a name.", "name")
    if len(name) > MAX_NAME:
        raise Invalid(
            "The name of a canned reply has at most %(most)s characters.", "name", values={"most": MAX_NAME}
        )
    taken = rows(
        "SELECT name FROM canned_replies WHERE hotel_id = %s AND lower(name) = lower(%s) AND id <> %s",
        (hotel_id, name, but),
    )
    if taken:
        raise NameTaken(TAKEN, "name", values={"what": "canned reply", "name": taken[0][0]})
    return name


def _checked_body(body: str) -> str:
    body = body.replace("\x00", "").strip()
    if not body:
        raise Invalid("A canned reply needs words.", "body")
    if len(body) > MAX_BODY:
        raise Invalid(
            "A canned reply has at most %(most)s characters.", "body", values={"most": f"{MAX_BODY:,}"}
        )
    check(body)
    return body
