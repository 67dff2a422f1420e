"""To whom a new ticket goes: the hotel's ordered rules, then by turns or to who has least. Pure.

What the turns and loads are stands with workflow/services/assignment, which reads them once for a batch.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from workflow.duty import PEOPLE, Member, concerns
from workflow.values import Priority


class Mode(StrEnum):
    """What happens to a ticket that no rule gave to anybody."""

    MANUAL = "manual"  # it waits until somebody takes it
    ROUND_ROBIN = "round_robin"
    LEAST_LOADED = "least_loaded"


@dataclass(frozen=True, slots=True)
class Facts:
    """What rules look at."""

    words: str = ""  # subject and text
    room: str = ""
    language: str = ""
    category_id: int | None = None
    department_id: int | None = None


@dataclass(frozen=True, slots=True)
class AssignmentRule:
    """All conditions that are named must hold; one without any always holds. What it does not name stays as it is."""

    id: int = 0
    name: str = ""
    # conditions
    category_id: int | None = None
    words: tuple[str, ...] = ()  # one of them
    rooms_from: str = ""
    rooms_to: str = ""
    language: str = ""
    department_id: int | None = None
    # what follows
    to_staff_id: int | None = None
    to_department_id: int | None = None
    to_category_id: int | None = None
    to_priority: Priority | None = None
    to_department: str = ""  # their names, for the timeline
    to_category: str = ""


def first_rule(rules: Sequence[AssignmentRule], facts: Facts) -> AssignmentRule | None:
    """The first that holds, in the hotel's order."""
    return next((rule for rule in rules if holds(rule, facts)), None)


def holds(rule: AssignmentRule, facts: Facts) -> bool:
    if rule.category_id is not None and rule.category_id != facts.category_id:
        return False
    if rule.department_id is not None and rule.department_id != facts.department_id:
        return False
    if rule.language and rule.language != facts.language.partition("-")[0].lower():
        return False
    if (rule.rooms_from or rule.rooms_to) and not in_rooms(facts.room, rule.rooms_from, rule.rooms_to):
        return False
    return not rule.words or says_one_of(facts.words, rule.words)


def says_one_of(text: str, words: Sequence[str]) -> bool:
    """Whole words, in any case and width; a star at the end of a word stands for any ending."""
    folded = f" {folded_text(text)} "
    return any(pattern_of(word).search(folded) for word in words)


@lru_cache(maxsize=1024)
def pattern_of(word: str) -> re.Pattern[str]:
    """Chinese, Japanese and Thai write no blanks: there a word may stand anywhere."""
    folded = folded_text(word)
    stem = folded.rstrip("*").rstrip()
    between = r"\s+".join(re.escape(part) for part in stem.split())
    before = "" if is_unspaced(stem[:1]) else r"(?<!\w)"
    after = "" if folded.endswith("*") or is_unspaced(stem[-1:]) else r"(?!\w)"
    return re.compile(before + between + after)


def folded_text(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()


def is_unspaced(character: str) -> bool:
    return "\u0e00" <= character <= "\u0eff" or "\u3040" <= character <= "\u9fff"


def in_rooms(room: str, first: str, last: str) -> bool:
    """Whether a room lies in a range, both ends included, in natural order: 9 < 12 < 12A < 101. 12 includes 12A."""
    if not room.strip():
        return False
    key = _natural(room)
    lowest, highest = _natural(first), _natural(last)
    return (not lowest or key >= lowest) and (not highest or key[: len(highest)] <= highest)


def _natural(room: str) -> tuple[tuple[int, int, str], ...]:
    parts = re.findall(r"[0-9]{1,9}|[^\W\d_]+", folded_text(room))
    return tuple((0, int(part), "") if part.isdigit() else (1, 0, part) for part in parts)


def candidates(members: Sequence[Member], department_id: int | None) -> tuple[Member, ...]:
    """Who may be given a ticket: on duty, concerned; of a department's ticket its own people first.

    Who cannot be told by mail is left out while there is somebody else.
    """
    present = [
        member
        for member in members
        if member.on_duty and member.role in PEOPLE and concerns(member, department_id)
    ]
    own = [member for member in present if department_id and member.department_id == department_id]
    chosen = own or present
    return tuple([member for member in chosen if not member.mail_error] or chosen)


def choose(
    mode: Mode, among: Sequence[Member], *, turns: Mapping[int, int], loads: Mapping[int, int]
) -> Member | None:
    """The next one; None when the hotel assigns by hand, or there is nobody.

    By turns: whose last turn is longest ago. Least loaded: who has the fewest live tickets, then by turns.
    """
    if mode is Mode.MANUAL or not among:
        return None
    by_turn = sorted(among, key=lambda member: (turns.get(member.staff_id, 0), member.staff_id))
    if mode is Mode.LEAST_LOADED:
        return min(by_turn, key=lambda member: loads.get(member.staff_id, 0))
    return by_turn[0]
