"""An answer that did not arrive by WhatsApp, sent by mail instead."""

from __future__ import annotations

from flask import Response

from web.access import Visit, needs
from web.panel.blueprint import panel
from web.panel.ticket_forms import work_on
from workflow import clock
from workflow.errors import Invalid, NotFound
from workflow.models import Attachment, Message, Ticket
from workflow.roles import Action
from workflow.services import replies
from workflow.values import ChannelKind, DeliveryState, Direction


@panel.post("/tickets/<pid>/messages/<id:id>/by-mail")
@needs(Action.REPLY)
def send_by_mail(pid: str, id: int) -> Response:
    """Raises NotFound."""

    def work(visit: Visit, ticket: Ticket) -> None:
        message = _failed(ticket, id)
        replies.send(
            ticket,
            message.body,
            actor=visit.actor,
            now=clock.now(),
            attachments=_files(message),
            is_solution=message.is_solution,
            channel=ChannelKind.EMAIL,
        )

    return work_on(pid, work, done="sent")


def _failed(ticket: Ticket, id: int) -> Message:
    message: Message | None = Message.get_or_none(
        Message.id == id, Message.ticket_id == ticket.id, Message.direction == Direction.OUT
    )
    if message is None:
        raise NotFound("There is no such message.")
    if message.delivery_state != DeliveryState.FAILED:
        raise Invalid("This answer has not failed: it is on its way, or was sent.")
    return message


def _files(message: Message) -> list[Attachment]:
    """The same bytes again; the rows are the new message's."""
    return [
        Attachment(
            filename=file.filename,
            content_type=file.content_type,
            size=file.size,
            sha256=file.sha256,
            created_at=clock.now(),
        )
        for file in Attachment.select().where(Attachment.message_id == message.id).order_by(Attachment.id)
    ]
