"""Carries out what a member wrote: the commands of the first lines, and the words below them to the guest.

All of it or nothing: one line that cannot be done undoes the rest, and then nothing goes to the guest. In the caller's
transaction, on a locked ticket with nothing pending in a ledger. What the lines mean is workflow/staff_commands.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar
from zoneinfo import ZoneInfo

from workflow import machine, roles
from workflow.database import database
from workflow.duty import Member
from workflow.errors import Forbidden, Invalid, Refused
from workflow.models import Attachment, Hotel, Message, Ticket
from workflow.roles import Action
from workflow.services import (
    canned,
    command_names,
    edits,
    replies,
    snooze,
    tags,
    taking,
    tickets,
    transfer,
    uploads,
    watching,
)
from workflow.services.command_words import answered, moment, problem_words
from workflow.services.edits import Edit
from workflow.staff_commands import Command, Name, Parsed, parse, priority_of, state_of
from workflow.texts import refusal, say
from workflow.until import parse_until
from workflow.values import Actor, ActorKind, ChannelKind, State

NOBODY = frozenset({"nobody", "none", "no one", "-"})
MYSELF = frozenset({"me", "myself"})
_T = TypeVar("_T")
GOALS = {Name.WAIT: State.WAITING_GUEST, Name.RESOLVE: State.RESOLVED, Name.CLOSE: State.CLOSED}


@dataclass(frozen=True, slots=True)
class Report:
    """What came of it, as sentences for the member. With `not_done` nothing was done at all."""

    done: tuple[str, ...] = ()
    not_done: tuple[str, ...] = ()
    wants_help: bool = False
    message: Message | None = None  # what goes to the guest, or the note


@dataclass(frozen=True, slots=True)
class Work:
    """What each command needs."""

    ticket: Ticket
    member: Member
    language: str
    zone: ZoneInfo
    now: datetime

    @property
    def actor(self) -> Actor:
        return Actor(ActorKind.STAFF, self.member.staff_id, self.member.name)

    def require(self, action: Action) -> None:
        """Raises Forbidden: by his role, or because the ticket is none of his."""
        roles.require(self.member.role, action)
        if not roles.concerns(
            self.member.role,
            staff_id=self.member.staff_id,
            department_id=self.member.department_id,
            assignee_id=self.ticket.assignee_id,
            ticket_department_id=self.ticket.department_id,
        ):
            raise Forbidden(say(self.language, "This ticket is with somebody else now."))


def run(
    ticket: Ticket,
    text: str,
    member: Member,
    *,
    now: datetime,
    attachments: Sequence[Attachment] = (),
    inbox_id: int | None = None,
) -> Report:
    """What a member typed about a ticket, done. The ticket object shows the ticket as it is afterwards."""
    return run_parsed(ticket, parse(text), member, now=now, attachments=attachments, inbox_id=inbox_id)


def run_parsed(
    ticket: Ticket,
    parsed: Parsed,
    member: Member,
    *,
    now: datetime,
    attachments: Sequence[Attachment] = (),
    inbox_id: int | None = None,
) -> Report:
    """The same for what was read already."""
    hotel = Hotel.get_by_id(ticket.hotel_id)
    work = Work(ticket, member, hotel.language, ZoneInfo(hotel.time_zone), now)
    if parsed.problems:
        return Report(not_done=tuple(problem_words(one, language=work.language) for one in parsed.problems))
    if any(command.name is Name.HELP for command in parsed.commands):
        return Report(wants_help=True)
    if attachments and parsed.commands and not (parsed.words or parsed.is_note or _canned(parsed)):
        return Report(
            not_done=(
                say(
                    work.language,
                    "A file came with commands and without words: write a word to the guest, or #note to keep it here.",
                ),
            )
        )
    try:
        with database.atomic():
            return _all(work, parsed, attachments, inbox_id)
    except _LineRefused as error:
        ticket.__data__.update(Ticket.get_by_id(ticket.id).__data__)
        return Report(not_done=(str(error),))


class _LineRefused(Exception):
    """A line cannot be done: everything before it is undone."""


def _all(work: Work, parsed: Parsed, files: Sequence[Attachment], inbox_id: int | None) -> Report:
    """The words first: what they do to the ticket by themselves gives way to what the lines ask for."""
    message, said = _refusable("", _say_words, work, parsed, files, inbox_id)
    done = [
        _refusable(command.line, COMMANDS[command.name], work, command)
        for command in parsed.commands
        if command.name in COMMANDS
    ]
    return Report(done=(*said, *done), message=message)


def _refusable(line: str, act: Callable[..., _T], work: Work, *arguments: object) -> _T:
    try:
        return act(work, *arguments)
    except Refused as error:
        said = refusal(work.language, error)
        raise _LineRefused(f"{line}: {said}" if line else said) from error


def _say_words(
    work: Work, parsed: Parsed, files: Sequence[Attachment], inbox_id: int | None
) -> tuple[Message | None, tuple[str, ...]]:
    """The note, or the answer, or neither; and what is said of it."""
    if parsed.is_note:
        return _note(work, parsed, files)
    reply = _canned(parsed)
    if not (parsed.words or files or reply):
        return None, ()
    roles.require(work.member.role, Action.REPLY)
    words = parsed.words
    if reply is not None:
        found = command_names.canned_reply(work.ticket.hotel_id, reply.argument, language=work.language)
        words = canned.text_for(work.ticket, found, member=work.member.name, words=parsed.words)
    message = replies.send(
        work.ticket, words, actor=work.actor, now=work.now, attachments=files, inbox_id=inbox_id
    )
    return message, answered(work.ticket, message, files, language=work.language)


def _canned(parsed: Parsed) -> Command | None:
    return next((command for command in parsed.commands if command.name is Name.CANNED), None)


def _note(work: Work, parsed: Parsed, files: Sequence[Attachment]) -> tuple[Message, tuple[str, ...]]:
    roles.require(work.member.role, Action.NOTE)
    words = parsed.note or ", ".join(file.filename for file in files)
    message = tickets.note(work.ticket, words, actor=work.actor, now=work.now, channel=ChannelKind.EMAIL)
    uploads.hang(message, files)
    return message, (say(work.language, "Your note is kept for the house. The guest gets nothing of it."),)


def _assign(work: Work, command: Command) -> str:
    wanted, ticket = command.argument.casefold(), work.ticket
    if wanted in MYSELF:
        work.require(Action.TAKE)
        taking.take(ticket, actor=work.actor, now=work.now)
        return say(work.language, "The ticket is yours now.")
    if wanted in NOBODY:
        work.require(Action.TAKE if ticket.assignee_id == work.member.staff_id else Action.ASSIGN)
        tickets.assign(ticket, None, actor=work.actor, now=work.now)
        return say(work.language, "The ticket is with nobody now.")
    person = command_names.member(ticket.hotel_id, command.argument, language=work.language)
    work.require(Action.TAKE if person.staff_id == work.member.staff_id else Action.ASSIGN)
    tickets.assign(ticket, person.staff_id, actor=work.actor, now=work.now)
    return say(work.language, "The ticket is with %(name)s now.", {"name": person.name})


def _transfer(work: Work, command: Command) -> str:
    person, department_id, name, reason = command_names.person_or_department(
        work.ticket.hotel_id, command.argument, language=work.language
    )
    if person is None:
        work.require(Action.TRANSFER)
    else:
        work.require(Action.TAKE if person.staff_id == work.member.staff_id else Action.ASSIGN)
    if not reason.strip():
        raise Invalid(say(work.language, "Say why behind the name: whoever gets the ticket reads it first."))
    actor, now, channel = work.actor, work.now, ChannelKind.EMAIL
    if person is not None:
        transfer.to_person(work.ticket, person.staff_id, reason, actor=actor, now=now, channel=channel)
    elif department_id is not None:
        transfer.to_department(work.ticket, department_id, reason, actor=actor, now=now, channel=channel)
    return say(work.language, "The ticket is passed on to %(name)s.", {"name": name})


def _state(work: Work, command: Command) -> str:
    goal = GOALS.get(command.name) or state_of(command.argument)
    assert goal is not None  # staff_commands has read it
    work.require(Action.MOVE)
    if work.ticket.state != goal:
        tickets.move(work.ticket, goal, actor=work.actor, now=work.now)
    return say(
        work.language, "The state is %(state)s now.", {"state": say(work.language, machine.words(goal))}
    )


def _priority(work: Work, command: Command) -> str:
    wanted = priority_of(command.argument)
    assert wanted is not None
    work.require(Action.EDIT)
    edits.edit(work.ticket, Edit(priority=wanted), actor=work.actor, now=work.now)
    return say(work.language, "The priority is %(priority)s now.", {"priority": say(work.language, wanted)})


def _tag(work: Work, command: Command) -> str:
    work.require(Action.EDIT)
    on: list[str] = []
    off: list[str] = []
    for piece in filter(str.strip, command.argument.split(",")):
        is_minus = piece.strip().startswith("-")
        name = piece.strip().lstrip("-+").strip()
        (off if is_minus else on).append(
            command_names.tag(work.ticket.hotel_id, name, language=work.language)
        )
    tags.remove_tags(work.ticket, off, actor=work.actor, now=work.now)
    tags.add_tags(work.ticket, on, actor=work.actor, now=work.now)
    carried = ", ".join(tags.of_ticket(work.ticket))
    return say(work.language, "Tags on the ticket: %(tags)s.", {"tags": carried or "–"})


def _snooze(work: Work, command: Command) -> str:
    until = parse_until(command.argument, now=work.now, zone=work.zone)
    if until is None:
        raise Invalid(
            say(work.language, "Say until when, like 2 hours, tomorrow 9:00, monday or 2026-12-24 08:00.")
        )
    work.require(Action.MOVE)
    snooze.until(work.ticket, until, actor=work.actor, now=work.now)
    return say(
        work.language, "The ticket is out of sight until %(when)s.", {"when": moment(until, zone=work.zone)}
    )


def _watch(work: Work, _command: Command) -> str:
    work.require(Action.WATCH)
    watching.watch(work.ticket, work.member.staff_id, actor=work.actor, now=work.now)
    return say(work.language, "You watch this ticket now.")


COMMANDS: dict[Name, Callable[[Work, Command], str]] = {
    Name.ASSIGN: _assign,
    Name.TRANSFER: _transfer,
    Name.STATE: _state,
    Name.WAIT: _state,
    Name.RESOLVE: _state,
    Name.CLOSE: _state,
    Name.PRIORITY: _priority,
    Name.TAG: _tag,
    Name.SNOOZE: _snooze,
    Name.WATCH: _watch,
}
"""#note and #canned say what becomes of the words, #help stands alone."""
