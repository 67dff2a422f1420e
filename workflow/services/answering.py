"""A member's mail that is surely his: its commands are done, its words sent, unless somebody else was quicker.

Every mail is answered by one receipt: what was done, or what was not done and how to do it (R-STAFF-3 to R-STAFF-5).
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from workflow import roles
from workflow.duty import Member
from workflow.errors import Refused
from workflow.letter import LetterKind
from workflow.models import Attachment as FileRow
from workflow.models import Ticket
from workflow.reading import Attachment
from workflow.reasons import because
from workflow.roles import Action
from workflow.services import collisions, commands, held_mail, messages, receipts, repeats, replies
from workflow.services.command_words import answered
from workflow.services.commands import Report
from workflow.services.held_mail import Waiting, Why
from workflow.services.mail_context import Arrival, Outcome, Surroundings
from workflow.staff_commands import Name, Parsed, parse
from workflow.texts import refusal, say
from workflow.values import Actor, ActorKind, InboxState


@dataclass(frozen=True, slots=True)
class Typed:
    """What the member wrote above the quote, the files that are his, and the ticket that his mail names."""

    words: str
    files: tuple[Attachment, ...]
    ticket_id: int  # another one than he gets to when it was merged


def carry_out(
    arrival: Arrival, ticket: Ticket, member: Member, typed: Typed, around: Surroundings
) -> Outcome:
    """Does it, or holds it; tells the member in both cases."""
    parsed = parse(typed.words)
    if not parsed.problems and _goes_to_guest(parsed, typed):
        if repeats.is_echo(arrival, ticket, member.staff_id, parsed.words, around):
            return Outcome(
                InboxState.IGNORED, because("The same words again, as an answer to our receipt."), ticket.id
            )
        waits = _waits(arrival, ticket, member, typed, around)
        if waits is not None:
            return waits
    files = messages.files_of(replace(arrival.mail, attachments=typed.files), now=around.now)
    report = _done(arrival, ticket, member, parsed, files, around)
    told = receipts.about(ticket.hotel_id, member.staff_id, ticket, arrival.mail, inbox_id=arrival.row.id)
    if report.not_done or report.wants_help:
        kind = LetterKind.HELP if report.wants_help else LetterKind.NOT_DONE
        receipts.tell(kind, told, report.not_done, now=around.now, words=typed.words, ledger=around.ledger)
        reason = (
            because("Asked for help.")
            if report.wants_help
            else because("Not done: %(words)s", words=" ".join(report.not_done))
        )
        return Outcome(InboxState.IGNORED, reason, ticket.id)
    shown_id = report.message.id if report.message else None
    if receipts.wants_receipts(ticket.hotel_id, member.staff_id):
        receipts.confirm_done(
            told, ticket, report.done, now=around.now, shown_id=shown_id, ledger=around.ledger
        )
    return Outcome(InboxState.PROCESSED, ticket_id=ticket.id, message_id=shown_id)


def _goes_to_guest(parsed: Parsed, typed: Typed) -> bool:
    named = {command.name for command in parsed.commands}
    if named & {Name.NOTE, Name.HELP}:
        return False
    return bool(parsed.words or Name.CANNED in named or (typed.files and not parsed.commands))


def _done(
    arrival: Arrival,
    ticket: Ticket,
    member: Member,
    parsed: Parsed,
    files: list[FileRow],
    around: Surroundings,
) -> Report:
    """Words alone go with the rest of the batch; commands are services of their own, and need what is pending written."""
    if parsed.commands or parsed.problems:
        around.ledger.flush()
        return commands.run_parsed(
            ticket, parsed, member, now=around.now, attachments=files, inbox_id=arrival.row.id
        )
    language = around.context(arrival).hotel.language
    try:
        roles.require(member.role, Action.REPLY)
        message = replies.send(
            ticket,
            parsed.words,
            actor=Actor(ActorKind.STAFF, member.staff_id, member.name),
            now=around.now,
            attachments=files,
            inbox_id=arrival.row.id,
            ledger=around.ledger,
        )
    except Refused as error:
        return Report(not_done=(refusal(language, error),))
    return Report(done=answered(ticket, message, files, language=language), message=message)


def _waits(
    arrival: Arrival, ticket: Ticket, member: Member, typed: Typed, around: Surroundings
) -> Outcome | None:
    """Held behind an earlier answer of his that waits, or because somebody was quicker; None when it may go."""
    around.ledger.flush_if_about(ticket.id)
    language = around.context(arrival).hotel.language
    is_new = arrival.row.id not in around.held
    if is_new and held_mail.first_waiting(ticket.id, member.staff_id) is not None:
        line = say(
            language, "An earlier answer of yours to this ticket waits for your SEND; this one follows it."
        )
        return _held(arrival, ticket, member, typed, around, why=Why.QUEUED, line=line)
    if _is_for_another_guest(arrival, ticket, typed, around):
        guest = {"pid": ticket.pid, "guest": ticket.requester_name or ticket.requester_address}
        line = say(
            language,
            "This ticket was merged into %(pid)s since: your answer would go to %(guest)s now.",
            guest,
        )
        return _held(arrival, ticket, member, typed, around, why=Why.COLLISION, line=line)
    context = around.context(arrival)
    reply = collisions.Reply(
        ticket.hotel_id,
        ticket.id,
        member.staff_id,
        arrival.mail,
        received_at=arrival.row.received_at,
        heard_id=arrival.row.heard_id or 0,
    )
    found = collisions.find(
        reply, keys=context.desk.keys, within=context.rules.second_answer_within, now=around.now
    )
    if found is None:
        return None
    line = found.sentence(language, now=around.now)
    return _held(
        arrival, ticket, member, typed, around, why=Why.COLLISION, line=line, shown_id=found.message_id
    )


def _is_for_another_guest(arrival: Arrival, ticket: Ticket, typed: Typed, around: Surroundings) -> bool:
    """Whether the ticket he answered was another guest's, and he has not been told where it leads by now."""
    held = around.held.get(arrival.row.id)
    named = around.tickets.get(typed.ticket_id)
    if named is None or (held is not None and held.ticket_id == ticket.id):
        return False
    return bool(named.requester_address != ticket.requester_address)


def _held(
    arrival: Arrival,
    ticket: Ticket,
    member: Member,
    typed: Typed,
    around: Surroundings,
    *,
    why: Why,
    line: str,
    shown_id: int | None = None,
) -> Outcome:
    names = held_mail.names(typed.files)
    waiting = Waiting(arrival.row.id, ticket, member.staff_id, why, typed.words, names)
    held_mail.hold(waiting, now=around.now, is_asked=True)
    told = receipts.about(ticket.hotel_id, member.staff_id, ticket, arrival.mail, inbox_id=arrival.row.id)
    receipts.tell(
        LetterKind.COLLISION,
        told,
        [line],
        now=around.now,
        words=typed.words,
        shown_id=shown_id,
        ledger=around.ledger,
    )
    return Outcome(InboxState.HELD, line, ticket.id)
