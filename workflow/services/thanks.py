"""A guest who only thanks: his message is kept and marked, the ticket stays as it was, and people may undo that (R-WF-2).

What counts as thanks is workflow/politeness. In the caller's transaction.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from workflow import apply, machine
from workflow.errors import MoveRefused, NotFound
from workflow.models import Message, Ticket
from workflow.politeness import is_politeness
from workflow.reading import Mail
from workflow.services import tickets
from workflow.subjects import bare_subject
from workflow.values import Actor, EventDraft, Notice, State, Trigger

LEFT = EventDraft("guest thanked")


def are_all(ticket: Ticket, words: str, *, names: Iterable[str], has_files: bool) -> bool:
    """Whether these words of the guest leave the ticket as it is. names: of the guest, the hotel and its people."""
    if State(ticket.state) not in machine.LEFT_BY_THANKS or has_files:
        return False
    return is_politeness(words, names=names)


def are_all_of(mail: Mail, ticket: Ticket, *, names: Iterable[str]) -> bool:
    """The same for a mail, whose subject may say something of its own."""
    shown = [file for file in mail.attachments if not file.inline]
    if not are_all(ticket, mail.visible_text, names=names, has_files=bool(shown)):
        return False
    subject = bare_subject(mail.subject, ticket.pid).casefold()
    return subject in ("", bare_subject(ticket.subject, ticket.pid).casefold()) or is_politeness(subject)


def treat_as_written(ticket: Ticket, message_id: int, *, actor: Actor, now: datetime) -> int:
    """They were more than thanks: the ticket comes back to people as for any other words. Returns the new version.

    Raises NotFound, MoveRefused when that was done before.
    """
    message = Message.get_or_none(
        Message.id == min(message_id, 2**63 - 1),
        Message.ticket_id == ticket.id,
        Message.hotel_id == ticket.hotel_id,
    )
    if message is None:
        raise NotFound("There is no such message in this ticket.")
    tickets.refuse_merged(ticket)
    changed = (
        Message.update(is_politeness=False).where(Message.id == message.id, Message.is_politeness).execute()
    )
    if not changed:
        raise MoveRefused(
            "This message counts as written already.", machine.allowed_moves(State(ticket.state))
        )
    decision = machine.decide(
        apply.snapshot(ticket), Trigger.GUEST_WROTE, now=now, rules=tickets.hotel_rules(ticket)
    )
    told = tickets.tell(ticket, Notice.GUEST_WROTE, message.id, now=now, but_not=actor.id)
    decision = decision.with_events(EventDraft("taken as written")).with_effects(*told)
    return apply.write(ticket, decision, actor=actor, now=now)
