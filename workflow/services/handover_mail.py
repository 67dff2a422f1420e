"""A member answers a hand-over mail: "1 take", "2 assign ben" are carried out, each for the ticket of its line.

The same three factors as for any mail of a member (services/factors). Each line stands for itself: one that cannot be
done is reported and undoes no other. Nothing of such a mail ever goes to a guest.
"""

from __future__ import annotations

from workflow import member_words
from workflow.automatic_mail import Nature
from workflow.duty import Member
from workflow.handover_lines import Order, Orders, read_orders
from workflow.models import Ticket
from workflow.reasons import because
from workflow.reply_address import ReplyTo
from workflow.services import commands, factors, handover, tickets
from workflow.services.factors import Doubt
from workflow.services.mail_context import Arrival, Outcome, Surroundings
from workflow.staff_commands import Name, parse
from workflow.texts import say
from workflow.values import InboxState

TAKE = frozenset({"take", "mine", "me", "nehmen", "übernehme", "übernehmen"})
NOT_CARRIED_OUT = because("The lines about the hand-over were not carried out.")
SILENT = frozenset(Name) - {Name.CANNED, Name.HELP, Name.NOTE}
"""Commands that say nothing to anybody: the words of a list's answer belong to no ticket."""


def answer(arrival: Arrival, reply: ReplyTo, around: Surroundings) -> Outcome:
    """A mail to the address of a list, made for one member."""
    if factors.is_of_machine(arrival) or arrival.seen.nature is not Nature.PERSON:
        reason = arrival.mail.auto_reason or arrival.seen.reason
        return Outcome(
            InboxState.IGNORED, because("An automatic answer of a member: %(reason)s", reason=reason)
        )
    context = around.context(arrival)
    missing = factors.doubt(arrival, reply, context)
    if missing is not None:
        _say_not_carried_out(missing, reply, arrival, around)
        return Outcome(InboxState.HELD, f"{missing.reason} {NOT_CARRIED_OUT}")
    member = context.member(arrival.mail.from_address)
    assert member is not None  # or it would be missing
    listed = handover.listed(arrival.row.hotel_id, reply.ticket_id)
    if not listed:
        return Outcome(InboxState.IGNORED, because("An answer to a hand-over that is gone."))
    typed = member_words.typed_words(arrival.mail)
    read = read_orders(typed, {number: pid for number, (_, pid) in listed.items()})
    around.ledger.flush()
    language = context.hotel.language
    told = [_carry_out(order, listed[order.number][0], member, arrival, around) for order in read.orders]
    done = [line for is_done, line in told if is_done]
    failed = [line for is_done, line in told if not is_done] + _unread(read, language)
    handover.tell(
        reply.ticket_id,
        member,
        hotel_id=arrival.row.hotel_id,
        done=done,
        not_done=failed,
        in_reply_to=arrival.mail.message_id,
        now=around.now,
    )
    if not done:
        return Outcome(InboxState.IGNORED, because("Not done: %(words)s", words=" ".join(failed)))
    return Outcome(InboxState.PROCESSED, because("An answer to a hand-over: %(words)s", words=" ".join(done)))


def _say_not_carried_out(missing: Doubt, reply: ReplyTo, arrival: Arrival, around: Surroundings) -> None:
    """To the member whose word it may be, and to nobody else; not about automatic and list mail."""
    hotel_id = arrival.row.hotel_id
    if missing.asked is None or not factors.may_be_asked_about(arrival):
        return
    if handover.listed(hotel_id, reply.ticket_id):
        language = around.context(arrival).hotel.language
        sender = {"address": arrival.mail.from_address or arrival.row.envelope_from}
        line = say(
            language,
            "An answer to this list came from %(address)s, and it could not be verified that it is yours.",
            sender,
        )
        handover.tell(
            reply.ticket_id,
            missing.asked,
            hotel_id=hotel_id,
            done=(),
            not_done=(line,),
            in_reply_to="",
            now=around.now,
        )


def _unread(read: Orders, language: str) -> list[str]:
    """What was no order, in words."""
    said = [say(language, "%(number)s: no such line.", {"number": str(number)}) for number in read.unknown]
    if read.unread:
        count = {"count": str(len(read.unread))}
        said.append(say(language, "Lines that do not begin with a number of the list: %(count)s.", count))
    if not (read.orders or said):
        said.append(say(language, "No line with a number was found above the quoted text."))
    return said


def _carry_out(
    order: Order, ticket_id: int, member: Member, arrival: Arrival, around: Surroundings
) -> tuple[bool, str]:
    """Whether it is done, and the line that says so."""
    command = "#assign me" if order.command.casefold() in TAKE else f"#{order.command}"
    parsed = parse(command)
    about = f"{order.number} {order.pid}:"
    named = {one.name for one in parsed.commands}
    if not parsed.problems and not named <= SILENT:
        refusal = say(around.context(arrival).hotel.language, "This is not possible in an answer to a list.")
        return False, f"{about} {refusal}"
    ticket = _ticket(ticket_id, around)
    report = commands.run_parsed(ticket, parsed, member, now=around.now, inbox_id=arrival.row.id)
    return not report.not_done, f"{about} {' '.join(report.not_done or report.done)}"


def _ticket(id: int, around: Surroundings) -> Ticket:
    """The ticket as this batch works on it, locked; the one it was merged into is not the one that was listed."""
    if id not in around.tickets:
        around.tickets[id] = tickets.lock(id)
    return around.tickets[id]
