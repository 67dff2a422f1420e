"""What names a department, a category, a calendar: so that it does not go while something does, or gets another one.

In the caller's transaction.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

import peewee

from workflow.database import rows
from workflow.errors import InUse


@dataclass(frozen=True, slots=True)
class Use:
    """A column that may name it, and how its rows are called."""

    table: str
    column: str
    one: str
    many: str


TICKETS = "tickets"
OF_DEPARTMENT = (
    Use("memberships", "department_id", "member", "members"),
    Use("sla_policies", "department_id", "SLA policy", "SLA policies"),
    Use("assignment_rules", "department_id", "assignment rule", "assignment rules"),
    Use("assignment_rules", "to_department_id", "assignment rule", "assignment rules"),
    Use(TICKETS, "department_id", "ticket", "tickets"),
)
OF_CATEGORY = (
    Use("sla_policies", "category_id", "SLA policy", "SLA policies"),
    Use("assignment_rules", "category_id", "assignment rule", "assignment rules"),
    Use("assignment_rules", "to_category_id", "assignment rule", "assignment rules"),
    Use(TICKETS, "category_id", "ticket", "tickets"),
)
OF_CALENDAR = (Use("sla_policies", "calendar_id", "SLA policy", "SLA policies"),)
OF_ROOM = (
    Use("stays", "room_id", "stay", "stays"),
    Use(TICKETS, "room_id", "ticket", "tickets"),
)


def refuse_when_used(hotel_id: int, id: int, uses: Sequence[Use], *, name: str, refusal: str) -> None:
    """Raises InUse, saying by how many of what. refusal: a sentence with places for %(name)s and %(uses)s."""
    counted: dict[tuple[str, str], int] = {}
    for use in uses:
        (number,) = rows(
            f"SELECT count(*) FROM {use.table} WHERE hotel_id = %s AND {use.column} = %s", (hotel_id, id)
        )[0]
        counted[use.one, use.many] = counted.get((use.one, use.many), 0) + number
    said = [f"{number} {one if number == 1 else many}" for (one, many), number in counted.items() if number]
    if said:
        listed = " and ".join(filter(None, (", ".join(said[:-1]), said[-1])))
        raise InUse(refusal, values={"name": name, "uses": listed})


def replace(hotel_id: int, old: int, new: int, uses: Sequence[Use]) -> None:
    """What names the old one names the new one, but for tickets: they are workflow/services/replacing's."""
    for use in uses:
        if use.table != TICKETS:
            rows(
                f"UPDATE {use.table} SET {use.column} = %s WHERE hotel_id = %s AND {use.column} = %s",
                (new, hotel_id, old),
            )


@contextmanager
def unless_named_meanwhile() -> Iterator[None]:
    """Around a delete: what begins to name it at this very moment is refused by the database."""
    try:
        yield
    except peewee.IntegrityError:
        raise InUse("Something else of the hotel names it, so it cannot go.") from None
