"""The hotel's rules of assignment, in their order: list, add, change, remove. In the caller's transaction.

What they do to a ticket is workflow/assignment and services/assignment.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from workflow.assignment import AssignmentRule, pattern_of
from workflow.database import rows
from workflow.errors import Invalid, NotFound
from workflow.models import AssignmentRuleRow, Hotel
from workflow.services import duty, hotel_events
from workflow.services.hotel_events import Thing
from workflow.values import Actor, Priority

MAX_RULES = 100
MAX_WORDS, MAX_WORD, MAX_NAME, MAX_ROOM = 50, 80, 100, 20


@dataclass(frozen=True, slots=True)
class PlacedRule:
    """A rule and its place, from 1 on."""

    hotel_id: int
    position: int
    rule: AssignmentRule


def of_hotels(hotel_ids: Sequence[int]) -> tuple[PlacedRule, ...]:
    """In the order in which they are tried."""
    found = (
        AssignmentRuleRow.select()
        .where(AssignmentRuleRow.hotel_id.in_(list(hotel_ids)))
        .order_by(AssignmentRuleRow.hotel_id, AssignmentRuleRow.position, AssignmentRuleRow.id)
    )
    return tuple(PlacedRule(row.hotel_id, row.position, _value(row)) for row in found)


def find(hotel_ids: Sequence[int], id: int) -> PlacedRule:
    """Raises NotFound, the same for one of another hotel."""
    placed = next((one for one in of_hotels(hotel_ids) if one.rule.id == id), None)
    if placed is None:
        raise NotFound("There is no such rule.")
    return placed


def add(
    hotel: Hotel, wanted: AssignmentRule, *, position: int | None, actor: Actor, now: datetime
) -> PlacedRule:
    """At the position, or as the last one. Raises Invalid, naming the field."""
    _lock(hotel.id)
    if len(of_hotels((hotel.id,))) >= MAX_RULES:
        raise Invalid("A hotel has at most %(most)s rules.", "position", values={"most": MAX_RULES})
    made = AssignmentRuleRow.create(
        hotel_id=hotel.id, position=MAX_RULES + 1, created_at=now, **_checked(hotel.id, wanted)
    )
    _order(hotel.id, made.id, position)
    placed = find((hotel.id,), made.id)
    hotel_events.added(hotel.id, Thing.RULE, _name(placed), actor=actor, now=now)
    return placed


def change(
    hotel: Hotel, id: int, wanted: AssignmentRule, *, position: int | None, actor: Actor, now: datetime
) -> PlacedRule:
    """Raises NotFound, Invalid."""
    _lock(hotel.id)
    before = find((hotel.id,), id)
    AssignmentRuleRow.update(**_checked(hotel.id, wanted)).where(AssignmentRuleRow.id == id).execute()
    if position is not None:
        _order(hotel.id, id, position)
    after = find((hotel.id,), id)
    old, new = _facts(before), _facts(after)
    hotel_events.changed(hotel.id, Thing.RULE, _name(before), old, new, actor=actor, now=now)
    return after


def remove(hotel: Hotel, id: int, *, actor: Actor, now: datetime) -> None:
    """Raises NotFound."""
    _lock(hotel.id)
    gone = find((hotel.id,), id)
    AssignmentRuleRow.delete().where(AssignmentRuleRow.id == id).execute()
    _order(hotel.id, None, None)
    hotel_events.removed(hotel.id, Thing.RULE, _name(gone), actor=actor, now=now)


def _name(placed: PlacedRule) -> str:
    """A rule need not have a name; its number stays."""
    return placed.rule.name or f"no. {placed.rule.id}"


def _facts(placed: PlacedRule) -> dict[str, object]:
    """For the timeline, with the names that stand behind the ids."""
    hotel_id, rule = placed.hotel_id, placed.rule
    return {
        "name": rule.name,
        "position": placed.position,
        "words": rule.words,
        "rooms": f"{rule.rooms_from}-{rule.rooms_to}".strip("-"),
        "language": rule.language,
        "category": _named("categories", rule.category_id),
        "department": _named("departments", rule.department_id),
        "to member": None if rule.to_staff_id is None else duty.names_of(hotel_id, [rule.to_staff_id])[0],
        "to department": rule.to_department,
        "to category": rule.to_category,
        "to priority": rule.to_priority,
    }


def _named(table: str, id: int | None) -> str | None:
    return None if id is None else str(rows(f"SELECT name FROM {table} WHERE id = %s", (id,))[0][0])


def _lock(hotel_id: int) -> None:
    """Two who change the order go one after the other."""
    rows("SELECT id FROM hotels WHERE id = %s FOR NO KEY UPDATE", (hotel_id,))


def _order(hotel_id: int, moved: int | None, position: int | None) -> None:
    """Numbers them 1, 2, 3 … with the moved one at its position."""
    ids = [placed.rule.id for placed in of_hotels((hotel_id,)) if placed.rule.id != moved]
    if moved is not None:
        place = len(ids) if position is None else min(max(position, 1) - 1, len(ids))
        ids.insert(place, moved)
    for number, id in enumerate(ids, start=1):
        AssignmentRuleRow.update(position=number).where(AssignmentRuleRow.id == id).execute()


def _checked(hotel_id: int, wanted: AssignmentRule) -> dict[str, object]:
    """The columns. Raises Invalid for what is not the hotel's, or a rule that does nothing."""
    words = tuple(dict.fromkeys(" ".join(word.split()) for word in wanted.words if word.strip()))
    if len(words) > MAX_WORDS or any(len(word) > MAX_WORD for word in words):
        raise Invalid(
            "At most %(most)s words, each of at most %(longest)s characters.",
            "words",
            values={"most": MAX_WORDS, "longest": MAX_WORD},
        )
    if any(pattern_of(word).search("") or not word.strip("* ") for word in words):
        raise Invalid("A star stands behind a word, not alone.", "words")
    for name, text, most in (
        ("name", wanted.name, MAX_NAME),
        ("roomsFrom", wanted.rooms_from, MAX_ROOM),
        ("roomsTo", wanted.rooms_to, MAX_ROOM),
    ):
        if len(text) > most:
            raise Invalid("At most %(most)s characters.", name, values={"most": most})
    follows = (wanted.to_staff_id, wanted.to_department_id, wanted.to_category_id, wanted.to_priority)
    if not any(follows):
        raise Invalid(
            "Say what the rule does: a member, a department, a category or a priority.", "toStaffId"
        )
    if wanted.to_staff_id is not None:
        duty.check_people(hotel_id, (wanted.to_staff_id,), "toStaffId")
    for field, table, id in (
        ("categoryId", "categories", wanted.category_id),
        ("toCategoryId", "categories", wanted.to_category_id),
        ("departmentId", "departments", wanted.department_id),
        ("toDepartmentId", "departments", wanted.to_department_id),
    ):
        _check_exists(hotel_id, field, table, id)
    return {
        "name": wanted.name.strip(),
        "category_id": wanted.category_id,
        "words": list(words),
        "rooms_from": wanted.rooms_from.strip(),
        "rooms_to": wanted.rooms_to.strip(),
        "language": wanted.language.strip().lower(),
        "department_id": wanted.department_id,
        "to_staff_id": wanted.to_staff_id,
        "to_department_id": wanted.to_department_id,
        "to_category_id": wanted.to_category_id,
        "to_priority": wanted.to_priority,
    }


def _check_exists(hotel_id: int, field: str, table: str, id: int | None) -> None:
    if id is None:
        return
    query = f"SELECT id FROM {table} WHERE id = %s AND (hotel_id = %s OR hotel_id IS NULL)"
    if not rows(query, (id, hotel_id)):
        raise Invalid("There is no such category or department in this hotel.", field)


def _value(row: AssignmentRuleRow) -> AssignmentRule:
    return AssignmentRule(
        id=row.id,
        name=row.name,
        category_id=row.category_id,
        words=tuple(row.words),
        rooms_from=row.rooms_from,
        rooms_to=row.rooms_to,
        language=row.language,
        department_id=row.department_id,
        to_staff_id=row.to_staff_id,
        to_department_id=row.to_department_id,
        to_category_id=row.to_category_id,
        to_priority=Priority(row.to_priority) if row.to_priority else None,
    )
