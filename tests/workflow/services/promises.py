"""Hotel Aurora makes promises: its people, its policies, and what came of them, minute by minute after NOW."""

from datetime import UTC, datetime, timedelta

from tests import builders
from tests.builders import Colleague
from workflow.database import before_hotel, hotel, rows
from workflow.models import Department, Hotel, Membership, SlaPolicy, Ticket
from workflow.services import edits, sla_policies, tickets, timers
from workflow.services.edits import Edit
from workflow.services.sla_policies import PolicyDraft
from workflow.values import SYSTEM, Role, State

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)  # a Monday

LADDER = (
    {"after": 0, "to": "assignee"},
    {"after": 30, "to": "department_lead"},
    {"after": 60, "to": "manager"},
)


def after(minutes: float) -> datetime:
    return NOW + timedelta(minutes=minutes)


class House:
    """Hotel Aurora: Ana at the reception, Jon of housekeeping, his lead Lea, Mara the manager."""

    def __init__(self) -> None:
        self.hotel: Hotel = builders.make_hotel(time_zone="UTC")
        self.department: Department = builders.make_department(self.hotel)
        self.channel = builders.make_channel(self.hotel)
        self.ana = self._member("Ana", Role.RECEPTION)
        self.jon = self._member("Jon", Role.STAFF, self.department)
        self.lea = self._member("Lea", Role.STAFF, self.department)
        self.mara = self._member("Mara", Role.MANAGER)
        with hotel(self.hotel.id):
            sla_policies.set_lead(self.hotel.id, self.department.id, self.lea.staff_id, actor=SYSTEM, now=NOW)

    def _member(self, name: str, role: Role, department: Department | None = None) -> Colleague:
        """Without the cost of a password."""
        email = f"{name.lower()}@aurora.example"
        with before_hotel():
            (staff_id,) = rows("SELECT bellhop_account_save(%s, %s, %s, %s)", (email, name, "", NOW))[0]
        with hotel(self.hotel.id):
            Membership.insert(
                hotel_id=self.hotel.id,
                staff_id=staff_id,
                role=role,
                department_id=department.id if department else None,
            ).execute()
        return Colleague(staff_id, email, name, role, self.hotel.id)

    def promise(self, name: str = "Standard", **draft: object) -> SlaPolicy:
        wanted = PolicyDraft(name=name, **draft)  # type: ignore[arg-type]
        with hotel(self.hotel.id):
            made = sla_policies.create(self.hotel.id, wanted, actor=SYSTEM, now=NOW)
        self.sweep(0)
        return made

    def ticket(self, **options: object) -> Ticket:
        return builders.make_ticket(self.hotel, channel=self.channel, now=NOW, **options)  # type: ignore[arg-type]

    def due(self, ticket: Ticket) -> float | None:
        """Minutes after NOW."""
        at = self.read(ticket).due_at
        return None if at is None else (at - NOW) / timedelta(minutes=1)

    def armed(self, ticket: Ticket) -> list[float]:
        with hotel(self.hotel.id):
            found = rows(
                "SELECT look_at FROM deadlines WHERE ticket_id = %s AND kind = 'sla' AND state = 'armed'",
                (ticket.id,),
            )
        return [(at - NOW) / timedelta(minutes=1) for (at,) in found]

    def read(self, ticket: Ticket) -> Ticket:
        with hotel(self.hotel.id):
            return Ticket.get_by_id(ticket.id)

    def sweep(self, minutes: float) -> int:
        """Fires what is due, until nothing is; how many deadlines fired."""
        fired = 0
        while True:
            with hotel(self.hotel.id):
                due = [
                    id
                    for (id,) in rows(
                        "SELECT id FROM deadlines WHERE state = 'armed' AND due_at <= %s ORDER BY due_at, id",
                        (after(minutes),),
                    )
                ]
            if not due:
                return fired
            for id in due:
                with hotel(self.hotel.id):
                    fired += timers.fire(id, now=after(minutes))

    def timeline(self, ticket: Ticket) -> list[tuple[str, str, str]]:
        """What the clocks wrote: kind, field, whom they told."""
        with hotel(self.hotel.id):
            return rows(
                "SELECT kind, field, new FROM events WHERE ticket_id = %s AND kind LIKE 'sla%%' ORDER BY id",
                (ticket.id,),
            )

    def mails(self, ticket: Ticket) -> list[tuple[str, str]]:
        """Notices of clocks: which, to whom."""
        with hotel(self.hotel.id):
            return rows(
                "SELECT e.payload ->> 'notice', s.name FROM effects e JOIN staff s ON s.id = e.member_id"
                " WHERE e.ticket_id = %s AND e.payload ->> 'notice' LIKE 'sla%%' ORDER BY e.id",
                (ticket.id,),
            )

    def move(self, ticket: Ticket, goal: State, minutes: float) -> None:
        with hotel(self.hotel.id):
            tickets.move(tickets.lock(ticket.id), goal, actor=self.ana.actor, now=after(minutes))

    def edit(self, ticket: Ticket, wanted: Edit, minutes: float) -> None:
        with hotel(self.hotel.id):
            edits.edit(tickets.lock(ticket.id), wanted, actor=self.ana.actor, now=after(minutes))
