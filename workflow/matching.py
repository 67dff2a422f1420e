"""Where an incoming message belongs: named rules, tried in order, each recorded with the message (R-MAIL-8).

Pure: the facts about candidate tickets are looked up before. A strong rule places; a weak one (a reference or a
number from somebody who does not take part) only claims, and the message stands as its own ticket until then.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from workflow.values import HotelRules, Rule, State


@dataclass(frozen=True, slots=True)
class Candidate:
    """A ticket that something in the mail points to."""

    ticket_id: int
    state: State
    closed_at: datetime | None
    resolved_at: datetime | None
    author_takes_part: bool


@dataclass(frozen=True, slots=True)
class Facts:
    """What the mail points to, strongest evidence first; each already looked up in this hotel."""

    addressed: Candidate | None = None  # by a valid signed reply address
    referenced: tuple[Candidate, ...] = ()  # by In-Reply-To and References, nearest first
    marked: Candidate | None = None  # by a signed marker in the text
    named: tuple[Candidate, ...] = ()  # by a PID in the subject


@dataclass(frozen=True, slots=True)
class Placement:
    """ticket_id None: a new ticket; linked_id then names the one it has to do with."""

    rule: Rule
    ticket_id: int | None = None
    linked_id: int | None = None


def place(facts: Facts, *, now: datetime, rules: HotelRules) -> Placement:
    """The first rule that has an answer."""
    for rule, find in LADDER:
        candidate = find(facts)
        if candidate is not None:
            return settle(rule, candidate, now=now, rules=rules)
    claimed = next(iter(facts.referenced + facts.named), None)
    if claimed is not None:
        return Placement(Rule.CLAIM, linked_id=claimed.ticket_id)
    return Placement(Rule.NEW)


def by_reply_address(facts: Facts) -> Candidate | None:
    return facts.addressed


def by_references(facts: Facts) -> Candidate | None:
    return next((candidate for candidate in facts.referenced if candidate.author_takes_part), None)


def by_body_marker(facts: Facts) -> Candidate | None:
    return facts.marked


def by_pid_in_subject(facts: Facts) -> Candidate | None:
    return next((candidate for candidate in facts.named if candidate.author_takes_part), None)


LADDER: tuple[tuple[Rule, Callable[[Facts], Candidate | None]], ...] = (
    (Rule.REPLY_ADDRESS, by_reply_address),
    (Rule.REFERENCES, by_references),
    (Rule.BODY_MARKER, by_body_marker),
    (Rule.PID_IN_SUBJECT, by_pid_in_subject),
)


def settle(rule: Rule, candidate: Candidate, *, now: datetime, rules: HotelRules) -> Placement:
    """Into the ticket; into a new one, linked, when it ended longer ago than the hotel opens tickets again."""
    ended = candidate.closed_at or candidate.resolved_at
    over = candidate.state in (State.RESOLVED, State.CLOSED)
    if over and ended is not None and now - ended > rules.reopen_window:
        return Placement(Rule.AFTER_CLOSE, linked_id=candidate.ticket_id)
    return Placement(rule, ticket_id=candidate.ticket_id)
