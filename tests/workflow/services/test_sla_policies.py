"""Policies and calendars change: new clocks for all live tickets, and what makes no sense is refused (R-WF-4)."""

from dataclasses import replace

import pytest

from tests.workflow.services.promises import LADDER, NOW, House, after
from workflow.database import hotel, rows
from workflow.errors import InUse, Invalid
from workflow.models import Deadline, SlaCalendar, SlaPolicy
from workflow.services import sla_calendars, sla_policies, sla_recompute, tickets, timers
from workflow.services.sla_calendars import CalendarDraft
from workflow.services.sla_policies import PolicyDraft
from workflow.values import SYSTEM, State

ALL_DAY = {"from": "00:00", "to": "24:00"}

pytestmark = pytest.mark.usefixtures("database_url")


@pytest.fixture
def house(database_url: str) -> House:
    return House()


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
    with hotel(house.hotel.id), pytest.raises(InUse, match="'Standard' goes by this calendar"):
        sla_calendars.remove(calendar, actor=SYSTEM, now=after(1))


def test_a_new_policy_shows_what_is_late_and_floods_nobody(house: House) -> None:
    ticket = house.ticket(assignee=house.jon)
    with hotel(house.hotel.id):
        late = PolicyDraft("Late", resolution_minutes=100)
        sla_policies.create(house.hotel.id, late, actor=SYSTEM, now=after(115))
    house.sweep(116)
    assert (house.due(ticket), house.timeline(ticket), house.armed(ticket)) == (100, [], [130])
    house.sweep(130)
    assert house.timeline(ticket) == [("sla_escalated", "resolution 1", "Mara")]


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


@pytest.mark.parametrize("minutes", [30, 70])
def test_a_policy_changed_while_no_clock_ran_hides_nothing(house: House, minutes: int) -> None:
    """docs/decisions/sla-from-history.md: what came due in an outage is told when the clock runs again, once, by the new
    policy; what only the new one counts as late is not."""
    policy = house.promise(resolution_minutes=60, ladder=({"to": "manager"},))
    missed, fine = house.ticket(), house.ticket()
    with hotel(house.hotel.id):
        tickets.move(tickets.lock(fine.id), State.ON_HOLD, actor=house.ana.actor, now=after(40))
        tickets.move(tickets.lock(fine.id), State.IN_PROGRESS, actor=house.ana.actor, now=after(195))
        draft = replace(
            sla_policies.draft_of(policy), resolution_minutes=minutes
        )  # no clock runs since minute 0
        changed = sla_policies.change(policy, draft, actor=SYSTEM, now=after(200))
        sla_policies.change(changed, replace(draft, name="Again"), actor=SYSTEM, now=after(205))
    house.sweep(206)
    assert house.mails(missed) == [("sla_breached", "Mara")]
    assert house.mails(fine) == []
    house.sweep(207)
    assert len(house.mails(missed)) == 1
    assert house.due(missed) == minutes


def test_a_policy_that_makes_no_sense_is_refused_with_the_reason(house: House) -> None:
    for draft, field, sentence in SENSELESS:
        with pytest.raises(Invalid) as refused:
            house.promise(**({"name": "Odd"} | draft))  # type: ignore[arg-type]
        assert refused.value.field == field
        assert sentence in str(refused.value)


def test_a_ladder_to_a_lead_or_manager_that_nobody_is_is_refused(house: House) -> None:
    """R-WF-4: a ladder to nobody."""
    with hotel(house.hotel.id):
        sla_policies.set_lead(house.hotel.id, house.department.id, None, actor=SYSTEM, now=after(0))
    with pytest.raises(Invalid, match="No department has a lead"):
        house.promise(resolution_minutes=60, ladder=LADDER)
    with hotel(house.hotel.id):
        rows("UPDATE memberships SET disabled_at = now() WHERE role = 'manager'")
    with pytest.raises(Invalid, match="no manager and no owner"):
        house.promise(resolution_minutes=60)
