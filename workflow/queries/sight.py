"""Which tickets somebody may see, as a condition of SQL and as a question about one ticket (R-WEB-2, R-WEB-3).

Every query names its hotels itself; row security stands behind it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from workflow import roles
from workflow.database import hotels
from workflow.models import Ticket
from workflow.queries.sql import Condition
from workflow.roles import Action
from workflow.services.accounts import Seat


@dataclass(frozen=True, slots=True)
class Sight:
    """The seats a request works from; staff_id None: an API token."""

    staff_id: int | None
    seats: tuple[Seat, ...]

    @property
    def hotel_ids(self) -> tuple[int, ...]:
        return tuple(seat.hotel_id for seat in self.seats)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """A transaction that sees these hotels and no other."""
        with hotels(self.hotel_ids):
            yield

    def condition(self) -> Condition:
        """For tickets named `t`: those of a whole hotel, or the few that concern this person there."""
        parts = [self._of_seat(seat) for seat in self.seats]
        sql = " OR ".join(part.sql for part in parts)
        return Condition(f"({sql})", tuple(value for part in parts for value in part.values))

    def sees(self, ticket: Ticket) -> bool:
        seat = next((seat for seat in self.seats if seat.hotel_id == ticket.hotel_id), None)
        return seat is not None and roles.concerns(
            seat.role,
            staff_id=self.staff_id,
            department_id=seat.department_id,
            assignee_id=ticket.assignee_id,
            ticket_department_id=ticket.department_id,
        )

    def _of_seat(self, seat: Seat) -> Condition:
        if roles.may(seat.role, Action.VIEW_ALL):
            return Condition("t.hotel_id = %s", (seat.hotel_id,))
        return Condition(
            "(t.hotel_id = %s AND (t.assignee_id IS NULL OR t.assignee_id = %s OR t.department_id = %s))",
            (seat.hotel_id, self.staff_id, seat.department_id),
        )
