"""Commands a member may write as the first lines of his mail (R-STAFF-3): one table makes parser, help and docs. Pure.

In doubt a line is a command gone wrong, never words for the guest: what only looks like one (workflow/near_commands)
is a problem, and with a problem nothing at all is done. Carrying commands out is workflow/services/commands.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum, StrEnum

from workflow.near_commands import guess, is_bare_command, is_misplaced, looks_like_command
from workflow.values import Priority, State


class Name(StrEnum):
    NOTE = "note"
    ASSIGN = "assign"
    TRANSFER = "transfer"
    STATE = "state"
    WAIT = "wait"
    RESOLVE = "resolve"
    CLOSE = "close"
    PRIORITY = "priority"
    TAG = "tag"
    CANNED = "canned"
    SNOOZE = "snooze"
    WATCH = "watch"
    HELP = "help"


class Argument(Enum):
    """What may stand behind the name on its line."""

    NONE = "none"
    OPTIONAL = "optional"
    REQUIRED = "required"


@dataclass(frozen=True, slots=True)
class CommandKind:
    """A row of the table. `meaning` is a sentence of the catalogs, `examples` are lines one may write."""

    name: Name
    argument: Argument
    usage: str
    meaning: str
    examples: tuple[str, ...]


TABLE: tuple[CommandKind, ...] = (
    CommandKind(
        Name.NOTE,
        Argument.OPTIONAL,
        "#note",
        "Everything below is a note for the house; the guest gets nothing of it.",
        ("#note", "#note Mia is a regular, be nice."),
    ),
    CommandKind(
        Name.ASSIGN,
        Argument.REQUIRED,
        "#assign NAME",
        "Gives the ticket to a colleague; me takes it yourself, nobody gives it back.",
        ("#assign Jon", "#assign me", "#assign nobody"),
    ),
    CommandKind(
        Name.TRANSFER,
        Argument.REQUIRED,
        "#transfer NAME REASON",
        "Hands the ticket to a colleague or a department, with the reason.",
        ("#transfer Housekeeping the shower is cold", "#transfer Jon knows the guest"),
    ),
    CommandKind(
        Name.STATE,
        Argument.REQUIRED,
        "#state STATE",
        "Sets the state: open, in progress, answered, waiting guest, waiting internal, on hold, resolved or closed.",
        ("#state on hold", "#state waiting guest"),
    ),
    CommandKind(Name.WAIT, Argument.NONE, "#wait", "The ticket waits for the guest.", ("#wait",)),
    CommandKind(Name.RESOLVE, Argument.NONE, "#resolve", "The ticket is resolved.", ("#resolve",)),
    CommandKind(Name.CLOSE, Argument.NONE, "#close", "The ticket is closed.", ("#close",)),
    CommandKind(
        Name.PRIORITY,
        Argument.REQUIRED,
        "#priority PRIORITY",
        "Sets the priority: low, medium, high or urgent.",
        ("#priority high",),
    ),
    CommandKind(
        Name.TAG,
        Argument.REQUIRED,
        "#tag TAG, TAG",
        "Puts tags of the hotel on the ticket; a minus before a tag takes it off.",
        ("#tag vip", "#tag late check-out, -vip"),
    ),
    CommandKind(
        Name.CANNED,
        Argument.REQUIRED,
        "#canned NAME",
        "Sends a canned reply of the hotel; your words follow below it.",
        ("#canned late check-out",),
    ),
    CommandKind(
        Name.SNOOZE,
        Argument.REQUIRED,
        "#snooze WHEN",
        "Puts the ticket out of sight until then, or until the guest writes.",
        ("#snooze 2 hours", "#snooze tomorrow 9:00", "#snooze monday", "#snooze 2026-12-24 08:00"),
    ),
    CommandKind(
        Name.WATCH, Argument.NONE, "#watch", "You get the mails about this ticket from now on.", ("#watch",)
    ),
    CommandKind(
        Name.HELP,
        Argument.NONE,
        "#help",
        "Sends you this list. It stands alone; nothing else is done.",
        ("#help",),
    ),
)
KINDS: dict[Name, CommandKind] = {kind.name: kind for kind in TABLE}

_LINE = re.compile(r"\s*#([A-Za-z]{1,20})(?:[ \t\u00a0]+(\S.*?))?\s*")
_LITTLE_WORDS = frozenset({"for", "the"})
_BETWEEN_WORDS = re.compile(r"[\s_-]+")


class Why(Enum):
    """What is wrong with a line."""

    UNKNOWN = "unknown"  # no such command, or not written like one
    BARE = "bare"  # the word without its sign
    MISPLACED = "misplaced"  # below words
    NEEDS_MORE = "needs more"
    TAKES_NOTHING = "takes nothing"
    NO_SUCH_STATE = "no such state"
    NO_SUCH_PRIORITY = "no such priority"
    TWICE = "twice"
    NOT_WITH_NOTE = "not with note"
    ALONE = "alone"


@dataclass(frozen=True, slots=True)
class Problem:
    """A line that is no command, as it was written, and the command that may have been meant."""

    line: str
    why: Why
    meant: CommandKind | None = None


@dataclass(frozen=True, slots=True)
class Command:
    name: Name
    argument: str
    line: str


@dataclass(frozen=True, slots=True)
class Parsed:
    """Commands, and the words below them. With problems there is nothing to carry out."""

    commands: tuple[Command, ...] = ()
    words: str = ""
    problems: tuple[Problem, ...] = ()

    @property
    def is_note(self) -> bool:
        return any(command.name is Name.NOTE for command in self.commands)

    @property
    def note(self) -> str:
        """What stands behind #note and below the commands."""
        inline = [one.argument for one in self.commands if one.name is Name.NOTE and one.argument]
        return "\n\n".join(filter(None, ("\n".join(inline), self.words)))


def parse(text: str) -> Parsed:
    """What a member typed, cut from its quote and signature."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    commands: list[Command] = []
    problems: list[Problem] = []
    at = 0
    while at < len(lines) and (not lines[at].strip() or looks_like_command(lines[at])):
        if lines[at].strip():
            found = _read(lines[at])
            if isinstance(found, Problem):
                problems.append(found)
            else:
                commands.append(found)
        at += 1
    words = "\n".join(lines[at:]).strip("\n")
    problems += _together(commands, words)
    if not any(command.name is Name.NOTE for command in commands):
        problems += _in_words(lines[at:])
    return Parsed((), words, tuple(problems)) if problems else Parsed(tuple(commands), words)


def state_of(argument: str) -> State | None:
    """The state somebody names: "waiting guest", "Waiting-Guest" and "waiting for the guest" are one."""
    words = (word for word in _BETWEEN_WORDS.split(argument.strip().casefold()) if word not in _LITTLE_WORDS)
    folded = "_".join(words)
    return State(folded) if folded in set(State) else None


def priority_of(argument: str) -> Priority | None:
    folded = argument.strip().casefold()
    return Priority(folded) if folded in set(Priority) else None


def _read(line: str) -> Command | Problem:
    shown = line.strip()
    match = _LINE.fullmatch(line)
    if match is None or match[1].lower() not in set(Name):
        return Problem(shown, Why.UNKNOWN, _meant(line))
    kind = KINDS[Name(match[1].lower())]
    argument = match[2] or ""
    if kind.argument is Argument.REQUIRED and not argument:
        return Problem(shown, Why.NEEDS_MORE, kind)
    if kind.argument is Argument.NONE and argument:
        return Problem(shown, Why.TAKES_NOTHING, kind)
    if kind.name is Name.STATE and state_of(argument) is None:
        return Problem(shown, Why.NO_SUCH_STATE, kind)
    if kind.name is Name.PRIORITY and priority_of(argument) is None:
        return Problem(shown, Why.NO_SUCH_PRIORITY, kind)
    return Command(kind.name, argument, shown)


def _together(commands: list[Command], words: str) -> list[Problem]:
    """What does not go together."""
    named = [command.name for command in commands]
    problems = [
        Problem(command.line, Why.TWICE, KINDS[command.name])
        for index, command in enumerate(commands)
        if command.name in named[:index] and command.name not in (Name.NOTE, Name.TAG)
    ]
    for command in commands:
        if command.name is Name.CANNED and Name.NOTE in named:
            problems.append(Problem(command.line, Why.NOT_WITH_NOTE, KINDS[Name.CANNED]))
        if command.name is Name.HELP and (len(commands) > 1 or words):
            problems.append(Problem(command.line, Why.ALONE, KINDS[Name.HELP]))
    return problems


def _in_words(lines: list[str]) -> list[Problem]:
    """Lines among the words that were meant as commands."""
    first = next((line for line in lines if line.strip()), "")
    problems = [Problem(first.strip(), Why.BARE, _meant(first))] if is_bare_command(first) else []
    problems += [Problem(line.strip(), Why.MISPLACED, _meant(line)) for line in lines if is_misplaced(line)]
    return problems


def _meant(line: str) -> CommandKind | None:
    found = guess(line)
    return KINDS[Name(found)] if found else None
