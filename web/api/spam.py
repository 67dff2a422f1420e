"""The spam folder and blocked senders."""

from __future__ import annotations

from apiflask.fields import Integer, List, Nested, String
from marshmallow import validate

from web.access import current_visit, needs
from web.api.blueprint import api
from web.api.schema import Schema
from web.api.schemas import Moment, Switch
from web.api.shapes import Json, moment
from workflow import clock
from workflow.models import BlockedSender
from workflow.queries import tickets as ticket_queries
from workflow.roles import Action
from workflow.services import spam
from workflow.wake import wake_clock


class SpamRow(Schema):
    id = String()
    hotelId = String()
    sender = String()
    subject = String()
    reason = String()
    size = Integer()
    receivedAt = Moment()


class SpamOut(Schema):
    data = List(Nested(SpamRow))


class BlockedOut(Schema):
    id = String()
    hotelId = String()
    pattern = String(metadata={"description": "An address, or @domain."})
    blockedBy = String()
    blockedAt = Moment()


class BlockedRow(BlockedOut):
    """The same, within the list."""


class BlockedListOut(Schema):
    data = List(Nested(BlockedRow))


class BlockIn(Schema):
    pattern = String(required=True, validate=validate.Length(3, 320))


class MoveIn(Schema):
    block = Switch(load_default=False, metadata={"description": "Block the sender as well."})


@api.get("/spam")
@api.output(SpamOut)
@needs(Action.SPAM)
def list_spam() -> Json:
    """The newest 200 mails of the spam folder. Nothing automatic came of them."""
    visit = current_visit()
    with visit.sight.transaction():
        found = spam.folder(visit.sight.hotel_ids)
    return {
        "data": [
            {
                "id": str(mail.id),
                "hotelId": str(mail.hotel_id),
                "sender": mail.sender,
                "subject": mail.subject,
                "reason": mail.reason,
                "size": mail.size,
                "receivedAt": moment(mail.received_at),
            }
            for mail in found
        ]
    }


@api.post("/spam/<id:id>/release")
@api.output({}, status_code=204)
@needs(Action.SPAM)
def release_spam(id: int) -> str:
    """Takes a mail out of the spam folder: it is read as any other, or its ticket comes back."""
    visit = current_visit()
    with visit.sight.transaction():
        mail = spam.find(visit.sight.hotel_ids, id)
        spam.release(mail.hotel_id, id, actor=visit.actor, now=clock.now())
    wake_clock()
    return ""


@api.post("/tickets/<pid>/spam")
@api.input(MoveIn)
@api.output({}, status_code=204)
@needs(Action.SPAM)
def move_ticket_to_spam(pid: str, json_data: Json) -> str:
    """Marks a ticket as spam: its mails go to the folder and it leaves every list, until one of them is released."""
    visit = current_visit()
    with visit.sight.transaction():
        ticket = ticket_queries.find_to_change(visit.sight, pid)
        spam.move_ticket(ticket, actor=visit.actor, now=clock.now())
        if json_data["block"]:
            spam.block(ticket.hotel_id, ticket.requester_address, actor=visit.actor, now=clock.now())
    return ""


@api.get("/blocked-senders")
@api.output(BlockedListOut)
@needs(Action.SPAM)
def list_blocked() -> Json:
    """The addresses and domains whose mail is spam."""
    visit = current_visit()
    with visit.sight.transaction():
        found = spam.blocked(visit.sight.hotel_ids)
    return {"data": [_blocked(row) for row in found]}


@api.post("/blocked-senders")
@api.input(BlockIn)
@api.output(BlockedOut, status_code=201)
@needs(Action.SPAM)
def block_sender(json_data: Json) -> Json:
    """Blocks an address, or a whole domain as @domain: its mail is spam from now on."""
    visit = current_visit()
    with visit.sight.transaction():
        row = spam.block(visit.seat.hotel_id, json_data["pattern"], actor=visit.actor, now=clock.now())
    return _blocked(row)


@api.delete("/blocked-senders/<id:id>")
@api.output({}, status_code=204)
@needs(Action.SPAM)
def unblock_sender(id: int) -> str:
    """Unblocks a sender: his mail is read again; what lies in the spam folder stays there until it is released."""
    visit = current_visit()
    with visit.sight.transaction():
        spam.unblock(visit.seat.hotel_id, id)
    return ""


def _blocked(row: BlockedSender) -> Json:
    return {
        "id": str(row.id),
        "hotelId": str(row.hotel_id),
        "pattern": row.pattern,
        "blockedBy": row.blocked_by,
        "blockedAt": moment(row.blocked_at),
    }
