"""A member answers a notification from a mail client: commands are done, words go to the guest, and he is told of it.

Only when all three factors hold (workflow/services/factors); with one missing nothing goes out, the mail is held and
the real member is asked. What else may hold an answer is workflow/services/answering.
"""

from __future__ import annotations

from collections.abc import Sequence
from textwrap import shorten

from workflow import mail_reasons, member_files, member_words
from workflow.automatic_mail import Nature
from workflow.duty import Member
from workflow.letter import LetterKind
from workflow.models import HeldMail, Ticket
from workflow.own_lines import holds_our_lines
from workflow.reading import Attachment
from workflow.reasons import because
from workflow.reply_address import ReplyTo
from workflow.services import answering, factors, held_mail, receipts
from workflow.services.answering import Typed
from workflow.services.factors import Doubt
from workflow.services.held_mail import Waiting, Why
from workflow.services.mail_context import Arrival, Outcome, Surroundings
from workflow.services.queue_letters import NO_TICKET
from workflow.texts import say
from workflow.values import Actor, ActorKind, InboxState

SEND = "send"
GONE = because("The ticket of this reply address is gone.")
MAX_REST = 120


def answer(arrival: Arrival, reply: ReplyTo, around: Surroundings) -> Outcome:
    """A mail to a member's signed address, or with his signed marker."""
    if factors.is_of_machine(arrival):
        return _of_machine(arrival, reply.ticket_id or None)
    ticket = _ticket(arrival, reply.ticket_id, around)
    context = around.context(arrival)
    missing = factors.doubt(arrival, reply, context)
    member = context.member(arrival.mail.from_address)
    if ticket is None:
        if missing is None and member is not None:
            _tell_of_no_ticket(arrival, reply.ticket_id, member, around)
        return Outcome(InboxState.HELD, mail_reasons.OF_SEVERAL if reply.ticket_id == NO_TICKET else GONE)
    if missing is not None:
        return _unproven(arrival, ticket, reply.ticket_id, missing, around)
    assert member is not None  # or it would be missing
    return _proven(arrival, ticket, reply.ticket_id, member, around)


def confirmed(arrival: Arrival, held: HeldMail, around: Surroundings) -> Outcome:
    """The member, or a colleague who may, said that it was he: what it lacked is made good by that."""
    member = next((one for one in around.context(arrival).members if one.staff_id == held.staff_id), None)
    ticket = _ticket(arrival, held.ticket_id, around)
    if member is not None and ticket is None:
        _tell_of_no_ticket(arrival, held.ticket_id, member, around)
    if member is None or ticket is None:
        return Outcome(
            InboxState.HELD, because("Its author or its ticket is gone."), held.ticket_id if ticket else None
        )
    return _proven(arrival, ticket, held.ticket_id, member, around)


def astray(arrival: Arrival, ticket_id: int | None, why: str, around: Surroundings) -> Outcome:
    """A member answers a mail of ours, but not to an address made for him: with his word it still goes out."""
    if arrival.seen.nature in (Nature.MACHINE, Nature.DESK_MACHINE):
        return Outcome(
            InboxState.IGNORED,
            because("An automatic mail of a member: %(reason)s", reason=arrival.seen.reason),
        )
    ticket = _ticket(arrival, ticket_id, around) if ticket_id is not None else None
    writer = around.context(arrival).member(arrival.mail.from_address)
    if ticket is not None and ticket_id is not None:
        return _unproven(arrival, ticket, ticket_id, Doubt(why, writer), around)
    if writer is not None and _is_sure(arrival, writer):
        _tell(LetterKind.NOT_DONE, arrival, None, writer, [why], around, words=_words(arrival))
    return Outcome(InboxState.HELD, why)


def passed_on(arrival: Arrival, ticket_id: int, why: str, around: Surroundings) -> Outcome:
    """A member forwards a notification: such words are for colleagues. He is told that nothing was sent."""
    if arrival.seen.nature is not Nature.PERSON:
        return Outcome(
            InboxState.IGNORED,
            because("An automatic mail of a member: %(reason)s", reason=arrival.seen.reason),
        )
    ticket = _ticket(arrival, ticket_id, around)
    writer = around.context(arrival).member(arrival.mail.from_address)
    if ticket is not None and writer is not None and factors.unverified(arrival, writer) is None:
        _tell(LetterKind.NOT_DONE, arrival, ticket, writer, [why], around)
    return Outcome(InboxState.HELD, why, ticket.id if ticket else None)


def about_held(arrival: Arrival, reply: ReplyTo, around: Surroundings) -> Outcome:
    """An answer to the mail about a held one: SEND releases it, when all three factors hold for this mail too."""
    if arrival.seen.nature is not Nature.PERSON:
        return _of_machine(arrival, reply.ticket_id)
    ticket = _ticket(arrival, reply.ticket_id, around)
    held: HeldMail | None = HeldMail.get_or_none(HeldMail.inbox_id == reply.recipient_id)
    writer = around.context(arrival).member(arrival.mail.from_address)
    if held is None or held.hotel_id != arrival.row.hotel_id:
        return Outcome(InboxState.IGNORED, because("An answer to a held mail that is gone."))
    if writer is None or writer.staff_id != held.staff_id or not _is_sure(arrival, writer):
        _ask_about(held, ticket, arrival, around)
        return Outcome(InboxState.HELD, mail_reasons.NOT_VERIFIED, ticket.id if ticket else None)
    if ticket is None:
        _tell_of_no_ticket(arrival, reply.ticket_id, writer, around)
        return Outcome(InboxState.IGNORED, GONE)
    words = _words(arrival)
    if not _says_send(words):
        line = say(
            _language(arrival, around),
            "Only the word SEND in the first line sends the answer that is held. To write another one, reply to the guest's mail.",
        )
        _tell(LetterKind.NOT_DONE, arrival, ticket, writer, [line], around, words=words)
        return Outcome(InboxState.IGNORED, because("Not the word SEND: nothing was sent."), ticket.id)
    return _released(arrival, ticket, writer, held, around)


def _proven(arrival: Arrival, ticket: Ticket, named_id: int, member: Member, around: Surroundings) -> Outcome:
    """All three factors hold."""
    typed = Typed(_words(arrival), _files(arrival, around), named_id)
    unclear = _unclear(arrival, typed, around)
    if unclear:
        if arrival.seen.nature is Nature.PERSON:
            _tell(LetterKind.NOT_DONE, arrival, ticket, member, [unclear], around, words=typed.words)
        return Outcome(InboxState.HELD, unclear, ticket.id)
    if _says_send(typed.words):
        return _released(arrival, ticket, member, held_mail.first_waiting(ticket.id, member.staff_id), around)
    outcome = answering.carry_out(arrival, ticket, member, typed, around)
    if arrival.row.id in around.held and outcome.state is not InboxState.HELD:
        held_mail.release_next(ticket.id, member.staff_id, heard_id=arrival.row.heard_id, now=around.now)
    return outcome


def _released(
    arrival: Arrival, ticket: Ticket, member: Member, held: HeldMail | None, around: Surroundings
) -> Outcome:
    if held is None or held.state != "held":
        line = say(
            _language(arrival, around),
            "No answer of yours is held for this ticket: nothing was sent by this mail.",
        )
        _tell(LetterKind.NOT_DONE, arrival, ticket, member, [line], around)
        return Outcome(InboxState.IGNORED, because("SEND, and nothing was held."), ticket.id)
    actor = Actor(ActorKind.STAFF, member.staff_id, member.name)
    held_mail.release(held, ticket, by=actor, now=around.now, ledger=around.ledger)
    _tell_of_the_rest(arrival, ticket, member, around)
    return Outcome(InboxState.PROCESSED, because("SEND: the answer that was held goes out."), ticket.id)


def _tell_of_the_rest(arrival: Arrival, ticket: Ticket, member: Member, around: Surroundings) -> None:
    """What else came with SEND goes nowhere, and its author learns so; a name below it is not worth a word."""
    _, *below = _words(arrival).split("\n")
    rest = " ".join(" ".join(below).split())
    is_name = rest.casefold() in (member.name.casefold(), member.name.casefold().partition(" ")[0])
    left = [f"“{shorten(rest, MAX_REST, placeholder=' …')}”"] if rest and not is_name else []
    left += held_mail.names(_files(arrival, around))
    if left:
        line = say(
            _language(arrival, around),
            "%(rest)s came with SEND and was not sent: write a new answer for it.",
            {"rest": ", ".join(left)},
        )
        told = receipts.about(ticket.hotel_id, member.staff_id, ticket, arrival.mail, inbox_id=arrival.row.id)
        receipts.confirm_done(told, ticket, [line], now=around.now, shown_id=None, ledger=around.ledger)


def _ask_about(held: HeldMail, ticket: Ticket | None, arrival: Arrival, around: Surroundings) -> None:
    """SEND came from somebody who is not surely its author: he is asked by the link, which he alone gets.

    Not about what he was asked about by a link already.
    """
    people = {member.staff_id for member in around.context(arrival).members}
    if ticket is None or held.state != "held" or held.why == Why.UNPROVEN or held.staff_id not in people:
        return
    if factors.may_be_asked_about(arrival) and _says_send(_words(arrival)):
        told = receipts.About(held.hotel_id, held.staff_id, ticket, held.inbox_id)
        lines = [_came_from(arrival, around), mail_reasons.NOT_VERIFIED]
        receipts.tell(
            LetterKind.WAS_THIS_YOU, told, lines, now=around.now, words=held.words, ledger=around.ledger
        )


def _unproven(
    arrival: Arrival, ticket: Ticket, named_id: int, missing: Doubt, around: Surroundings
) -> Outcome:
    """Held, and who it is said to be from is asked in his own mailbox: he, and nobody else."""
    outcome = Outcome(InboxState.HELD, missing.reason, ticket.id)
    typed = Typed(_words(arrival), _files(arrival, around), named_id)
    if missing.asked is None or not factors.may_be_asked_about(arrival) or _unclear(arrival, typed, around):
        return outcome
    told = receipts.About(ticket.hotel_id, missing.asked.staff_id, ticket, arrival.row.id)
    is_asked = receipts.tell(
        LetterKind.WAS_THIS_YOU,
        told,
        [_came_from(arrival, around), missing.in_words(_language(arrival, around))],
        now=around.now,
        words=typed.words,
        ledger=around.ledger,
    )
    names = held_mail.names(typed.files)
    waiting = Waiting(arrival.row.id, ticket, missing.asked.staff_id, Why.UNPROVEN, typed.words, names)
    held_mail.hold(waiting, now=around.now, is_asked=is_asked)
    return outcome


def _unclear(arrival: Arrival, typed: Typed, around: Surroundings) -> str:
    """Why the mail is no clear answer of the member's own, "" when it is one. In doubt nothing goes to the guest."""
    mail = arrival.mail
    if arrival.seen.nature is not Nature.PERSON:
        return f"{because('It looks like an automatic answer of %(sender)s.', sender=mail.from_name or mail.from_address)} {arrival.seen.reason}"
    if member_words.has_machine_subject(mail.subject):
        return mail_reasons.OF_CALENDAR
    if member_words.stands_below_our_line(mail) or _holds_our_lines(typed.words, arrival, around):
        return mail_reasons.OUR_OWN_TEXT
    if not typed.words and not member_files.answers_alone(typed.files):
        return mail_reasons.NO_WORDS
    return ""


def _of_machine(arrival: Arrival, ticket_id: int | None) -> Outcome:
    reason = arrival.mail.auto_reason or arrival.seen.reason
    return Outcome(
        InboxState.IGNORED, because("An automatic answer of a member: %(reason)s", reason=reason), ticket_id
    )


def _tell_of_no_ticket(arrival: Arrival, ticket_id: int, member: Member, around: Surroundings) -> None:
    """The member learns that nothing was sent: the ticket was deleted, or his mail answers one about several."""
    if arrival.seen.nature is not Nature.PERSON:
        return
    ticket, line = None, mail_reasons.OF_SEVERAL
    if ticket_id != NO_TICKET:
        ticket, line = around.tickets.get(ticket_id), mail_reasons.DELETED
    if ticket is None or ticket.hotel_id == arrival.row.hotel_id:
        _tell(LetterKind.NOT_DONE, arrival, ticket, member, [line], around, words=_words(arrival))


def _is_sure(arrival: Arrival, writer: Member) -> bool:
    return arrival.seen.nature is Nature.PERSON and factors.unverified(arrival, writer) is None


def _words(arrival: Arrival) -> str:
    return member_words.typed_words(arrival.mail)


def _ticket(arrival: Arrival, id: int, around: Surroundings) -> Ticket | None:
    ticket = around.ticket(id)
    return ticket if ticket is not None and ticket.hotel_id == arrival.row.hotel_id else None


def _says_send(words: str) -> bool:
    first = next((line for line in words.split("\n") if line.strip()), "")
    return first.strip(" \t\u00a0#*_'\".!").casefold() == SEND


def _came_from(arrival: Arrival, around: Surroundings) -> str:
    sender = arrival.mail.from_address or arrival.row.envelope_from
    return say(_language(arrival, around), "It says that it is from %(address)s.", {"address": sender})


def _tell(
    what: LetterKind,
    arrival: Arrival,
    ticket: Ticket | None,
    member: Member,
    lines: Sequence[str],
    around: Surroundings,
    *,
    words: str = "",
) -> None:
    told = receipts.about(
        arrival.row.hotel_id, member.staff_id, ticket, arrival.mail, inbox_id=arrival.row.id
    )
    receipts.tell(what, told, lines, now=around.now, words=words, ledger=around.ledger)


def _language(arrival: Arrival, around: Surroundings) -> str:
    return str(around.context(arrival).hotel.language)


def _files(arrival: Arrival, around: Surroundings) -> tuple[Attachment, ...]:
    desk = around.context(arrival).desk
    return member_files.files_for_guest(
        arrival.mail, public_url=desk.settings.public_url, keys=desk.keys, now=around.now
    )


def _holds_our_lines(words: str, arrival: Arrival, around: Surroundings) -> bool:
    desk = around.context(arrival).desk
    return holds_our_lines(words, public_url=desk.settings.public_url, keys=desk.keys, now=around.now)
