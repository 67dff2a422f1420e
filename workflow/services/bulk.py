"""The same change to many tickets, each done whole or not at all, with a word on each (R-TKT-9).

In the caller's transaction, a savepoint a ticket: when the process ends midway none is changed, and asking again does
them all. What one person may do to one ticket is asked before, by who calls.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from workflow.database import database, rows
from workflow.errors import Invalid, Refused
from workflow.models import Ticket
from workflow.services import edits, tags, tickets
from workflow.services.edits import Edit
from workflow.values import Actor, Priority, State

MOST = 200
_MAX_PID = 60

Find = Callable[[str], Ticket]
"""The ticket of a number, for this person. Raises NotFound."""


@dataclass(frozen=True, slots=True)
class Change:
    """What is set on each; None leaves it as it is. assignee_id 0: nobody's."""

    state: State | None = None
    assignee_id: int | None = None
    priority: Priority | None = None
    add_tags: tuple[str, ...] = ()
    remove_tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Result:
    """problem None: done."""

    pid: str
    problem: Refused | None = None


def change(
    pids: Iterable[str], wanted: Change, *, find: Find, actor: Actor, now: datetime
) -> tuple[Result, ...]:
    """In the order they were named, each once. Raises Invalid for too many, or nothing to change."""
    named = tuple(dict.fromkeys(pid.strip().upper()[:_MAX_PID] for pid in pids))
    if not 0 < len(named) <= MOST:
        raise Invalid("Name one to %(most)s tickets.", "pids", values={"most": MOST})
    if wanted == Change():
        raise Invalid("Say what to change: state, assignee, priority or tags.", "set")
    found: dict[str, Ticket | Refused] = {pid: _found(pid, find) for pid in named}
    _lock([ticket.id for ticket in found.values() if isinstance(ticket, Ticket)])
    return tuple(_changed(pid, found[pid], wanted, find, actor=actor, now=now) for pid in named)


def _found(pid: str, find: Find) -> Ticket | Refused:
    try:
        return find(pid)
    except Refused as error:
        return error


def _lock(ids: Sequence[int]) -> None:
    """In one order for all, so that two who change the same tickets wait for each other."""
    rows("SELECT id FROM tickets WHERE id = ANY(%s) ORDER BY id FOR UPDATE", (list(ids),))


def _changed(
    pid: str, found: Ticket | Refused, wanted: Change, find: Find, *, actor: Actor, now: datetime
) -> Result:
    if isinstance(found, Refused):
        return Result(pid, found)
    try:
        with database.atomic():
            _change(find(pid).id, wanted, actor=actor, now=now)
    except Refused as error:
        return Result(pid, error)
    return Result(pid)


def _change(id: int, wanted: Change, *, actor: Actor, now: datetime) -> None:
    """Each step looks at the ticket as the one before left it."""
    if wanted.priority is not None:
        edits.edit(tickets.lock(id), Edit(priority=wanted.priority), actor=actor, now=now)
    if wanted.add_tags or wanted.remove_tags:
        _tag(tickets.lock(id), wanted, actor=actor, now=now)
    if wanted.assignee_id is not None:
        tickets.assign(tickets.lock(id), wanted.assignee_id or None, actor=actor, now=now)
    if wanted.state is not None and (ticket := tickets.lock(id)).state != wanted.state:
        tickets.move(ticket, wanted.state, actor=actor, now=now)


def _tag(ticket: Ticket, wanted: Change, *, actor: Actor, now: datetime) -> None:
    """One change of the tags, not two; what is added and removed is removed."""
    gone = {name.strip().lower() for name in wanted.remove_tags}
    after = [name for name in (*tags.of_ticket(ticket), *wanted.add_tags) if name.strip().lower() not in gone]
    tags.set_tags(ticket, after, actor=actor, now=now)
