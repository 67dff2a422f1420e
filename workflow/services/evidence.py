"""What a mail points to, looked up within its hotel: the facts that workflow/matching decides on."""

from __future__ import annotations

from collections.abc import Sequence

from workflow.database import rows
from workflow.matching import Candidate, Facts
from workflow.models import Ticket
from workflow.pid import find_pids
from workflow.reading import Mail
from workflow.reply_address import ReplyTo, Token, ticket_of_message_id
from workflow.services import guests
from workflow.services.mail_context import Context
from workflow.values import State


def facts(mail: Mail, reply: ReplyTo | Token, known: guests.Known | None, context: Context) -> Facts:
    ids = tuple(dict.fromkeys((*mail.in_reply_to, *reversed(mail.references))))
    addressed = _tickets([reply.ticket_id], mail, known) if isinstance(reply, ReplyTo) else ()
    return Facts(
        addressed=addressed[0] if addressed else None,
        referenced=_tickets(_referenced(ids, context), mail, known),
        named=_named(mail, known, context),
    )


def _referenced(ids: Sequence[str], context: Context) -> list[int]:
    """Tickets of our own Message-IDs (they say it themselves) and of those we stored."""
    if not ids:
        return []
    stored = dict(
        rows(
            "SELECT rfc_message_id, ticket_id FROM messages WHERE hotel_id = %s AND rfc_message_id IS NOT NULL"
            " AND md5(rfc_message_id) = ANY(SELECT md5(id) FROM unnest(%s) AS id)",
            (context.hotel.id, list(ids)),
        )
    )
    found = (stored.get(id) or ticket_of_message_id(id, keys=context.desk.keys) for id in ids)
    return list(dict.fromkeys(id for id in found if id is not None))


def _named(mail: Mail, known: guests.Known | None, context: Context) -> tuple[Candidate, ...]:
    pids = [str(pid) for pid in find_pids(mail.subject)]
    if not pids:
        return ()
    found = rows("SELECT id FROM tickets WHERE hotel_id = %s AND pid = ANY(%s)", (context.hotel.id, pids))
    return _tickets([id for (id,) in found], mail, known)


def _tickets(ids: Sequence[int], mail: Mail, known: guests.Known | None) -> tuple[Candidate, ...]:
    """The tickets of this hotel among the ids; a foreign one is not seen at all."""
    if not ids:
        return ()
    found = {ticket.id: ticket for ticket in Ticket.select().where(Ticket.id.in_(list(ids)))}
    return tuple(
        Candidate(
            ticket_id=id,
            state=State(found[id].state),
            closed_at=found[id].closed_at,
            resolved_at=found[id].resolved_at,
            author_takes_part=takes_part(found[id], mail.from_address, known),
        )
        for id in ids
        if id in found
    )


def takes_part(ticket: Ticket, address: str, known: guests.Known | None) -> bool:
    """The requester himself, or another address of the same guest. An empty From takes part in nothing."""
    if not address:
        return False
    return address == ticket.requester_address or (known is not None and known.guest_id == ticket.guest_id)
