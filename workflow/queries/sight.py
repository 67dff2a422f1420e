"""Which tickets somebody may see, as a condition of SQL and as a question about one ticket (R-WEB-2, R-WEB-3).

Every query names its hotels itself; row security stands behind it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from workflow import roles
from workflow.database import hotels, rows
from workflow.models import Ticket
from workflow.queries.sql import EVERY, Condition
from workflow.roles import Action
from workflow.services.accounts import Seat
from workflow.services.guest_sessions import GuestVisit


@dataclass(frozen=True, slots=True)
class Sight:
    """The seats a request works from; staff_id None: an API token, or a guest, who sees his own."""

    staff_id: int | None
    seats: tuple[Seat, ...]
    guest: GuestVisit | None = None

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
        if self.guest is not None:
            return own_tickets(self.guest)
        parts = [self._of_seat(seat) for seat in self.seats]
        sql = " OR ".join(part.sql for part in parts)
        return Condition(f"({sql})", tuple(value for part in parts for value in part.values))

    def sees(self, ticket: Ticket) -> bool:
        if self.guest is not None:
            own = own_tickets(self.guest)
            return bool(
                rows(f"SELECT 1 FROM tickets t WHERE t.id = %s AND {own.sql}", (ticket.id, *own.values))
            )
        seat = next((seat for seat in self.seats if seat.hotel_id == ticket.hotel_id), None)
        return seat is not None and roles.concerns(
            seat.role,
            staff_id=self.staff_id,
            department_id=seat.department_id,
            assignee_id=ticket.assignee_id,
            ticket_department_id=ticket.department_id,
        )

    def words(self, ticket: Ticket) -> Condition:
        """Which messages of a ticket that is seen."""
        return EVERY if self.guest is None else own_words(self.guest, ticket)

    def _of_seat(self, seat: Seat) -> Condition:
        if roles.may(seat.role, Action.VIEW_ALL):
            return Condition("t.hotel_id = %s", (seat.hotel_id,))
        return Condition(
            "(t.hotel_id = %s AND (t.assignee_id IS NULL OR t.assignee_id = %s OR t.department_id = %s))",
            (seat.hotel_id, self.staff_id, seat.department_id),
        )


def own_tickets(guest: GuestVisit) -> Condition:
    """Of this guest and this stay, or of no stay in particular; by a room's sign only what this session opened.

    tickets_by_guest and the key of session_tickets serve it.
    """
    if guest.only_opened:
        return Condition(
            "(t.hotel_id = %s AND t.deleted_at IS NULL"
            " AND t.id IN (SELECT ticket_id FROM session_tickets WHERE session_id = %s))",
            (guest.hotel_id, guest.session_id),
        )
    return Condition(
        "(t.hotel_id = %s AND t.deleted_at IS NULL AND t.guest_id = %s"
        " AND (t.stay_id IS NULL OR t.stay_id = %s))",
        (guest.hotel_id, guest.guest_id, guest.stay_id),
    )


def own_words(guest: GuestVisit, ticket: Ticket) -> Condition:
    """Of the messages of a ticket of his: what he wrote and what was said to him. Notes, strangers' words and what
    went to another guest whose ticket was merged into this one never reach him.
    """
    return Condition(
        "(direction = 'in' AND author_kind = 'guest' AND (author_id IS NULL OR author_id = %s)"
        " OR direction = 'out' AND (channel = 'qr' OR recipients ->> 0 = %s"
        "   OR recipients ->> 0 IN (SELECT value FROM guest_addresses WHERE guest_id = %s)"
        "   OR contact_id IN (SELECT id FROM whatsapp_contacts WHERE guest_id = %s)))",
        (guest.guest_id, ticket.requester_address, guest.guest_id, guest.guest_id),
    )
