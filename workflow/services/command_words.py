"""What a member is told of his commands and his answer, in his hotel's language. Decides nothing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from workflow import machine
from workflow.models import Attachment, Message, Ticket
from workflow.staff_commands import CommandKind, Problem, Why
from workflow.texts import say
from workflow.values import Priority, State

SHOWN_OF_A_LINE = 120


def answered(
    ticket: Ticket, message: Message, files: Sequence[Attachment], *, language: str
) -> tuple[str, ...]:
    """Where the words went, with which files, and who gets a copy."""
    to, *copied = message.recipients
    guest = f"{ticket.requester_name} <{to}>" if ticket.requester_name else to
    said = [say(language, "Your answer is on its way to %(guest)s.", {"guest": guest})]
    if files:
        names = ", ".join(file.filename for file in files)
        said.append(say(language, "These files go with it: %(names)s.", {"names": names}))
    if copied:
        said.append(say(language, "A copy goes to %(names)s.", {"names": ", ".join(copied)}))
    return tuple(said)


def problem_words(problem: Problem, *, language: str) -> str:
    """What is wrong with a line and how to write it, as one text."""
    line = {"line": problem.line[:SHOWN_OF_A_LINE]}
    said = _wrong(problem, line, language)
    if problem.meant is None:
        return f"{said} " + say(language, "Write #help alone in a mail for the list of commands.")
    if problem.why in (Why.UNKNOWN, Why.BARE):
        said += " " + say(language, "Did you mean %(usage)s?", {"usage": problem.meant.usage})
    return f"{said} {_how(problem.meant, language)}"


def _wrong(problem: Problem, line: dict[str, str], language: str) -> str:
    match problem.why:
        case Why.UNKNOWN:
            return say(language, "“%(line)s” is no command.", line)
        case Why.BARE:
            return say(language, "“%(line)s” looks like a command without its # sign.", line)
        case Why.MISPLACED:
            return say(
                language, "“%(line)s” stands among the words; commands are the first lines of a mail.", line
            )
        case Why.NEEDS_MORE:
            return say(language, "“%(line)s” needs something behind it.", line)
        case Why.TAKES_NOTHING:
            return say(language, "“%(line)s”: nothing may stand behind this command on its line.", line)
        case Why.NO_SUCH_STATE:
            states = ", ".join(machine.words(state) for state in State)
            return say(language, "“%(line)s” names no state; there are %(names)s.", {**line, "names": states})
        case Why.NO_SUCH_PRIORITY:
            names = ", ".join(Priority)
            return say(
                language, "“%(line)s” names no priority; there are %(names)s.", {**line, "names": names}
            )
        case Why.TWICE:
            return say(language, "“%(line)s”: this command stands there twice.", line)
        case Why.NOT_WITH_NOTE:
            return say(
                language, "“%(line)s” sends words to the guest and #note keeps them: choose one.", line
            )
        case Why.ALONE:
            return say(language, "“%(line)s” stands alone in a mail.", line)


def _how(kind: CommandKind, language: str) -> str:
    examples = " / ".join(kind.examples[:2])
    return say(language, "Write it like this: %(examples)s", {"examples": examples})


def moment(at: datetime, *, zone: ZoneInfo) -> str:
    """A moment as the hotel's clock shows it."""
    local = at.astimezone(zone)
    return f"{local:%Y-%m-%d %H:%M}"
