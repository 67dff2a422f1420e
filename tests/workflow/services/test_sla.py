"""A ticket's clocks in the database: set with every change, fired once, told to the right people (R-WF-4)."""

import threading
from datetime import UTC, datetime, timedelta

import pytest

from tests import builders
from tests.builders import Colleague
from workflow import apply
from workflow.database import before_hotel, hotel, rows
from workflow.errors import Invalid
from workflow.models import Category, Deadline, Department, Hotel, Membership, SlaCalendar, SlaPolicy, Ticket
from workflow.services import (
    edits,
    replies,
    sla_calendars,
    sla_policies,
    sla_recompute,
    tickets,
    timers,
    transfer,
)
from workflow.services.edits import Edit
from workflow.services.sla_calendars import CalendarDraft
from workflow.services.sla_policies import PolicyDraft
from workflow.values import SYSTEM, Decision, Priority, Role, State

pytestmark = pytest.mark.usefixtures("database_url")

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)  # a Monday
ALL_DAY = {"from": "00:00", "to": "24:00"}


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
            sla_policies.set_lead(self.hotel.id, self.department.id, self.lea.staff_id, actor=SYSTEM)

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


@pytest.fixture
def house(database_url: str) -> House:
    return House()


def test_a_hotel_without_policies_has_no_clocks(house: House) -> None:
    ticket = house.ticket()
    assert (house.due(ticket), house.armed(ticket)) == (None, [])


def test_a_new_ticket_is_due_by_its_policy_and_one_deadline_is_armed(house: House) -> None:
    """R-WF-4: the next due moment over all targets, and the warning before it."""
    house.promise(accepted_minutes=15, first_response_minutes=60, resolution_minutes=480, warn_minutes=5)
    ticket = house.ticket()
    assert (house.due(ticket), house.armed(ticket)) == (15, [10])


def test_taking_answering_and_resolving_move_the_clocks_on(house: House) -> None:
    house.promise(
        accepted_minutes=15, first_response_minutes=60, next_response_minutes=120, resolution_minutes=480
    )
    ticket = house.ticket()
    with hotel(house.hotel.id):
        tickets.assign(tickets.lock(ticket.id), house.ana.staff_id, actor=house.ana.actor, now=after(5))
    assert (house.due(ticket), house.armed(ticket)) == (60, [60])
    with hotel(house.hotel.id):
        replies.send(tickets.lock(ticket.id), "On their way.", actor=house.ana.actor, now=after(10))
    assert (house.due(ticket), house.armed(ticket)) == (480, [480])
    with hotel(house.hotel.id):
        tickets.assign(tickets.lock(ticket.id), None, actor=house.ana.actor, now=after(20))
    assert house.due(ticket) == 35, "released: somebody has to take it again"
    house.move(ticket, State.RESOLVED, 30)
    assert (house.due(ticket), house.armed(ticket)) == (None, [])
    house.move(ticket, State.OPEN, 100)
    assert house.due(ticket) == 115, "opened again, and nobody has it"


def test_a_pause_stops_the_clocks_and_the_rest_goes_on_behind_it(house: House) -> None:
    """R-WF-4: paused in waiting_guest and on_hold."""
    house.promise(resolution_minutes=60)
    ticket = house.ticket()
    house.move(ticket, State.WAITING_GUEST, 20)
    assert (house.due(ticket), house.armed(ticket)) == (None, [])
    assert house.sweep(500) == 0
    house.move(ticket, State.IN_PROGRESS, 500)
    assert (house.due(ticket), house.armed(ticket)) == (540, [540])


def test_another_priority_counts_from_the_history_not_from_the_last_due_moment(house: House) -> None:
    """R-WF-4: the pause before the change counts for the new promise too, and back again nothing is lost."""
    house.promise(resolution_minutes=480)
    house.promise("Urgent", priority="urgent", resolution_minutes=60)
    ticket = house.ticket()
    house.move(ticket, State.ON_HOLD, 10)
    house.move(ticket, State.IN_PROGRESS, 40)
    assert house.due(ticket) == 510
    house.edit(ticket, Edit(priority=Priority.URGENT), 50)
    assert (house.due(ticket), house.armed(ticket)) == (90, [90])
    house.edit(ticket, Edit(priority=Priority.LOW), 60)
    assert (house.due(ticket), house.armed(ticket)) == (510, [510])


def test_category_and_department_choose_the_policy(house: House) -> None:
    with hotel(house.hotel.id):
        category = Category.create(hotel_id=house.hotel.id, name="Towels")
    house.promise(resolution_minutes=480)
    house.promise("House", department_id=house.department.id, resolution_minutes=240)
    house.promise("Towels", category_id=category.id, resolution_minutes=30)
    ticket = house.ticket()
    house.edit(ticket, Edit(department_id=house.department.id), 1)
    assert house.due(ticket) == 240
    house.edit(ticket, Edit(category_id=category.id), 2)
    assert house.due(ticket) == 30
    house.edit(ticket, Edit(category_id=0, department_id=0), 3)
    assert house.due(ticket) == 480


def test_a_changed_policy_gives_all_live_tickets_new_clocks(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """R-WF-4: in bounded batches, by a deadline of the hotel, and it says how far it is."""
    monkeypatch.setattr(sla_recompute, "BATCH", 2)
    policy = house.promise(resolution_minutes=480)
    every = [house.ticket() for _ in range(5)]
    done = house.ticket()
    house.move(done, State.CLOSED, 1)
    versions = [house.read(ticket).version for ticket in every]
    with hotel(house.hotel.id):
        sla_policies.change(
            policy, PolicyDraft("Standard", resolution_minutes=100), actor=SYSTEM, now=after(2)
        )
        assert sla_recompute.progress(house.hotel.id) == sla_recompute.Progress(0, 5)
    assert house.due(every[0]) == 480, "not in the request"
    with hotel(house.hotel.id):
        (deadline,) = Deadline.select().where(Deadline.kind == "sla_recompute", Deadline.state == "armed")
        timers.fire(deadline.id, now=after(2))
        assert sla_recompute.progress(house.hotel.id) == sla_recompute.Progress(2, 5)
    assert [house.due(ticket) for ticket in every] == [100, 100, 480, 480, 480]
    assert house.sweep(2) == 2
    assert [(house.due(one), house.armed(one)) for one in every] == [(100, [100])] * 5
    assert house.due(done) is None
    assert [house.read(ticket).version for ticket in every] == versions, "nobody's work is refused by it"
    with hotel(house.hotel.id):
        assert sla_recompute.progress(house.hotel.id) is None
        sla_policies.remove(SlaPolicy.get_by_id(policy.id), actor=SYSTEM, now=after(3))
    house.sweep(3)
    assert [(house.due(one), house.armed(one)) for one in every] == [(None, [])] * 5


def test_a_change_while_the_tickets_are_gone_through_begins_anew(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sla_recompute, "BATCH", 1)
    policy = house.promise(resolution_minutes=480)
    first, second = house.ticket(), house.ticket()
    for minutes in (100, 200):
        with hotel(house.hotel.id):
            draft = PolicyDraft("Standard", resolution_minutes=minutes)
            sla_policies.change(policy, draft, actor=SYSTEM, now=after(1))
        with hotel(house.hotel.id):
            (deadline,) = Deadline.select().where(Deadline.kind == "sla_recompute", Deadline.state == "armed")
            timers.fire(deadline.id, now=after(1))
    assert [house.due(first), house.due(second)] == [200, 480]
    house.sweep(1)
    assert [house.due(first), house.due(second)] == [200, 200]


def test_a_changed_calendar_moves_what_is_due(house: House) -> None:
    """R-WF-4: 9:00 to 10:00 on Mondays; then all day."""
    week = {"monday": [{"from": "09:00", "to": "10:00"}]}
    with hotel(house.hotel.id):
        calendar: SlaCalendar = sla_calendars.create(
            house.hotel.id, CalendarDraft("Hours", "UTC", week), actor=SYSTEM, now=NOW
        )
    house.promise(resolution_minutes=90, calendar_id=calendar.id)
    ticket = house.ticket()
    assert house.due(ticket) == 7 * 24 * 60 + 30
    with hotel(house.hotel.id):
        draft = CalendarDraft("Hours", "UTC", {"monday": [ALL_DAY]})
        sla_calendars.change(calendar, draft, actor=SYSTEM, now=after(1))
    house.sweep(1)
    assert (house.due(ticket), house.armed(ticket)) == (90, [90])
    with hotel(house.hotel.id), pytest.raises(Invalid, match="'Standard' goes by this calendar"):
        sla_calendars.remove(calendar, actor=SYSTEM)


LADDER = (
    {"after": 0, "to": "assignee"},
    {"after": 30, "to": "department_lead"},
    {"after": 60, "to": "manager"},
)


def test_it_warns_then_climbs_the_ladder_each_step_once(house: House) -> None:
    """R-WF-4: warn before, escalate at breach up a ladder: assignee, department lead, manager."""
    house.promise(resolution_minutes=100, warn_minutes=10, ladder=LADDER)
    ticket = house.ticket(department=house.department, assignee=house.jon)
    for minutes in range(0, 300, 5):
        house.sweep(minutes)
    assert house.timeline(ticket) == [
        ("sla_warned", "resolution", "Jon"),
        ("sla_breached", "resolution", "Jon"),
        ("sla_escalated", "resolution 1", "Lea"),
        ("sla_escalated", "resolution 2", "Mara"),
    ]
    assert house.mails(ticket) == [
        ("sla_warned", "Jon"),
        ("sla_breached", "Jon"),
        ("sla_breached", "Lea"),
        ("sla_breached", "Mara"),
    ]
    assert (house.due(ticket), house.armed(ticket)) == (100, []), "still overdue, and everybody knows"


def test_it_stops_by_itself_when_the_promise_is_kept(house: House) -> None:
    house.promise(resolution_minutes=100, ladder=LADDER)
    ticket = house.ticket(assignee=house.jon)
    house.sweep(100)
    house.move(ticket, State.RESOLVED, 110)
    assert house.sweep(1000) == 0
    assert [kind for kind, _, _ in house.timeline(ticket)] == ["sla_breached"]


def test_after_an_outage_it_catches_up_once(house: House) -> None:
    """R-WF-4: no warning of what is over, one mail a person, and the second sweep finds nothing."""
    house.promise(resolution_minutes=100, warn_minutes=10, ladder=LADDER)
    ticket = house.ticket(department=house.department, assignee=house.lea)
    assert house.sweep(5000) == 1
    assert [kind for kind, _, _ in house.timeline(ticket)] == ["sla_breached", *["sla_escalated"] * 2]
    assert house.mails(ticket) == [("sla_breached", "Lea"), ("sla_breached", "Mara")]
    assert house.sweep(5001) == 0


def test_without_an_assignee_who_is_on_duty_is_warned_and_the_next_rung_told(house: House) -> None:
    """R-WF-4: the ladder's person is gone, then the next step's; never nobody."""
    house.promise(resolution_minutes=100, warn_minutes=10, ladder=LADDER)
    ticket = house.ticket(department=house.department)
    house.sweep(95)
    assert sorted(house.mails(ticket)) == [
        ("sla_warned", "Ana"),
        ("sla_warned", "Jon"),
        ("sla_warned", "Lea"),
        ("sla_warned", "Mara"),
    ]
    house.sweep(100)
    assert house.timeline(ticket)[-1] == ("sla_breached", "resolution", "Lea")
    with hotel(house.hotel.id):
        rows("UPDATE memberships SET disabled_at = now() WHERE staff_id = %s", (house.lea.staff_id,))
    house.sweep(130)
    assert house.timeline(ticket)[-1] == ("sla_escalated", "resolution 1", "Mara")


def test_two_sweepers_at_the_same_moment_fire_once(house: House) -> None:
    """R-WF-4: each fires once, whoever sweeps."""
    house.promise(resolution_minutes=100)
    ticket = house.ticket(assignee=house.jon)
    with hotel(house.hotel.id):
        (deadline,) = Deadline.select().where(Deadline.ticket_id == ticket.id, Deadline.state == "armed")
    both, fired = threading.Barrier(2), []

    def sweep() -> None:
        both.wait()
        with hotel(house.hotel.id):
            fired.append(timers.fire(deadline.id, now=after(100)))

    sweepers = [threading.Thread(target=sweep) for _ in range(2)]
    for sweeper in sweepers:
        sweeper.start()
    for sweeper in sweepers:
        sweeper.join()
    assert sorted(fired) == [False, True]
    assert house.timeline(ticket) == [("sla_breached", "resolution", "Jon")]


def test_a_new_policy_shows_what_is_late_and_floods_nobody(house: House) -> None:
    ticket = house.ticket(assignee=house.jon)
    with hotel(house.hotel.id):
        late = PolicyDraft("Late", resolution_minutes=100)
        sla_policies.create(house.hotel.id, late, actor=SYSTEM, now=after(115))
    house.sweep(116)
    assert (house.due(ticket), house.timeline(ticket), house.armed(ticket)) == (100, [], [130])
    house.sweep(130)
    assert house.timeline(ticket) == [("sla_escalated", "resolution 1", "Mara")]


def test_a_deleted_ticket_has_no_clocks(house: House) -> None:
    house.promise(resolution_minutes=100)
    ticket = house.ticket()
    with hotel(house.hotel.id):
        gone = Decision(changes={"deleted_at": after(1)})
        apply.write(tickets.lock(ticket.id), gone, actor=SYSTEM, now=after(1))
    assert (house.due(ticket), house.armed(ticket)) == (None, [])


SENSELESS: tuple[tuple[dict[str, object], str, str], ...] = (
    ({}, "targets", "promises something"),
    ({"resolution_minutes": 0}, "targets.resolution", "from 1 to"),
    ({"resolution_minutes": 60, "name": " "}, "name", "needs a name"),
    ({"resolution_minutes": 60, "priority": "soon"}, "priority", "A priority is one of"),
    ({"resolution_minutes": 60, "category_id": 10**6}, "categoryId", "no such category"),
    ({"resolution_minutes": 60, "department_id": 10**6}, "departmentId", "no such department"),
    ({"resolution_minutes": 60, "calendar_id": 10**6}, "calendarId", "no such calendar"),
    ({"resolution_minutes": 60, "warn_minutes": 60}, "warnBefore.minutes", "makes no sense"),
    ({"resolution_minutes": 60, "warn_percent": 100}, "warnBefore.percent", "1 to 99"),
    ({"resolution_minutes": 60, "warn_percent": 9, "warn_minutes": 9}, "warnBefore", "choose one"),
    ({"resolution_minutes": 60, "ladder": ()}, "ladder", "leads to nobody"),
    ({"resolution_minutes": 60, "ladder": ({"to": "butler"},)}, "ladder[0].to", "'butler' is nobody"),
    ({"resolution_minutes": 60, "ladder": ({"to": "manager", "after": 5},)}, "ladder[0].after", "itself"),
    ({"resolution_minutes": 60, "ladder": (*LADDER, LADDER[1])}, "ladder[3].after", "later than"),
)


def test_a_policy_that_makes_no_sense_is_refused_with_the_reason(house: House) -> None:
    for draft, field, sentence in SENSELESS:
        with pytest.raises(Invalid) as refused:
            house.promise(**({"name": "Odd"} | draft))  # type: ignore[arg-type]
        assert refused.value.field == field
        assert sentence in str(refused.value)


def test_a_ladder_to_a_lead_or_manager_that_nobody_is_is_refused(house: House) -> None:
    """R-WF-4: a ladder to nobody."""
    with hotel(house.hotel.id):
        sla_policies.set_lead(house.hotel.id, house.department.id, None, actor=SYSTEM)
    with pytest.raises(Invalid, match="No department has a lead"):
        house.promise(resolution_minutes=60, ladder=LADDER)
    with hotel(house.hotel.id):
        rows("UPDATE memberships SET disabled_at = now() WHERE role = 'manager'")
    with pytest.raises(Invalid, match="no manager and no owner"):
        house.promise(resolution_minutes=60)


def test_passing_a_ticket_on_takes_it_and_to_a_department_gives_it_back(house: House) -> None:
    """R-WF-4, R-WF-6: accepted stops when a person gets it, and begins again when only a department has it."""
    house.promise(accepted_minutes=15)
    ticket = house.ticket()
    with hotel(house.hotel.id):
        transfer.to_person(
            tickets.lock(ticket.id),
            house.jon.staff_id,
            "Your floor.",
            actor=house.ana.actor,
            now=after(5),
            channel="panel",
        )
    assert house.due(ticket) is None
    with hotel(house.hotel.id):
        transfer.to_department(
            tickets.lock(ticket.id),
            house.department.id,
            "Who is free?",
            actor=house.ana.actor,
            now=after(20),
            channel="panel",
        )
    assert house.due(ticket) == 35
