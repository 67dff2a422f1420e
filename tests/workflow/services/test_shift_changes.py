"""Shifts begin and end: who is told, what is released, handed over and given out (R-WF-5)."""

from datetime import time, timedelta

import pytest

from tests.workflow.services.reception import MIA, Reception
from tests.workflow.services.rota import (
    MORNING,
    ROME,
    add,
    at,
    change,
    move,
    now_of,
    on_duty,
    owned,
    owner,
    reply_address,
    set_duty,
    with_shifts,
)
from workflow.assignment import Mode
from workflow.database import hotel
from workflow.errors import Invalid
from workflow.models import Deadline, Event, HandOver, Membership, Ticket
from workflow.roster import Hours
from workflow.services import delivery, duty_shifts, replies, snooze, tickets, timers
from workflow.services.duty import AtShiftEnd
from workflow.services.duty_shifts import Wanted
from workflow.values import DeadlineKind, State


@pytest.fixture
def desk(reception: Reception) -> Reception:
    return with_shifts(reception)


def test_a_hotel_without_shifts_goes_by_its_members_switches(reception: Reception) -> None:
    """R-WF-5: nothing changes for who sets up no shifts."""
    assert on_duty(reception) == {"Ana Ferri", "Jon Berg"}
    with hotel(reception.hotel.id):
        Membership.update(on_duty=False).where(Membership.staff_id == reception.jon.staff_id).execute()
        assert Deadline.select().count() == 0
    reception.guest_writes()
    assert reception.new_posts() == [("acknowledgement", MIA), ("new_ticket", reception.ana.email)]
    with hotel(reception.hotel.id):
        assert Ticket.get().assignee_id is None


def test_who_is_on_duty_is_told(desk: Reception) -> None:
    """R-WF-5"""
    desk.guest_writes()
    assert ("new_ticket", desk.ana.email) in (told := desk.new_posts())
    assert ("new_ticket", desk.jon.email) not in told
    at(desk, "15:30")
    desk.guest_writes("And a pillow please.", subject="Pillow")
    assert {to for kind, to in desk.new_posts() if kind == "new_ticket"} == {desk.ana.email, desk.jon.email}
    at(desk, "20:00")
    desk.guest_writes("And a blanket.", subject="Blanket")
    assert [to for kind, to in desk.new_posts() if kind == "new_ticket"] == [desk.jon.email]


def test_at_night_the_fallback_group_is_told(desk: Reception) -> None:
    """R-WF-5: owners and managers by default, else whom the hotel chose; a chosen one who is disabled does not count."""
    at(desk, "23:30")
    assert on_duty(desk) == set()
    desk.guest_writes()
    assert [to for kind, to in desk.new_posts() if kind == "new_ticket"] == [desk.ana.email]
    set_duty(desk, fallback=(desk.jon.staff_id,))
    desk.guest_writes("Noise next door.", subject="Noise")
    assert [to for kind, to in desk.new_posts() if kind == "new_ticket"] == [desk.jon.email]
    with hotel(desk.hotel.id):
        Membership.update(disabled_at=desk.now).where(Membership.staff_id == desk.jon.staff_id).execute()
    desk.guest_writes("Still noise.", subject="Noise again")
    assert [to for kind, to in desk.new_posts() if kind == "new_ticket"] == [desk.ana.email]


def test_a_member_whose_week_was_emptied_is_never_on_duty(desk: Reception) -> None:
    """R-WF-5"""
    with hotel(desk.hotel.id):
        lines = duty_shifts.of_hotels((desk.hotel.id,), since=MORNING.date())
    for line in lines:
        change(desk, lambda at, id=line.id: duty_shifts.remove(at, id, actor=desk.ana.actor, now=desk.now))
    for clock in ("09:00", "15:30", "23:30"):
        at(desk, clock, day=24)
        assert on_duty(desk) == set()
    for who in (desk.ana, desk.jon):
        change(
            desk,
            lambda at, who=who: duty_shifts.keep_no_shifts(
                at, who.staff_id, actor=desk.ana.actor, now=desk.now
            ),
        )
    assert on_duty(desk) == {"Ana Ferri", "Jon Berg"}


def test_the_end_of_a_shift_releases_and_hands_over_once(desk: Reception) -> None:
    """R-WF-5: what waits for the guest stays; the rest is the pool's, and who is on duty gets the numbered list."""
    work = owned(desk, desk.ana, "Light flickers", description="The light in the bathroom flickers.")
    waits = owned(desk, desk.ana, "Invoice")
    move(desk, waits, State.WAITING_GUEST)
    jons = owned(desk, desk.jon, "Crib")
    desk.new_posts()
    at(desk, "16:00")
    assert (owner(work), now_of(work).state) == (None, "open")
    assert (owner(waits), now_of(waits).state) == (desk.ana.staff_id, "waiting_guest")
    assert owner(jons) == desk.jon.staff_id
    assert desk.new_posts() == [("hand_over", desk.jon.email)]
    mail = desk.last("hand_over")
    assert mail.message["Subject"] == "Hand-over at 16:00, Aurora Hotel: 1 tickets"
    for line in (
        "Off duty: Ana Ferri.",
        f"1  {work.pid}  Light flickers",
        "open · medium · nobody yet",
        "Mia Sand: The light in the bathroom flickers.",
    ):
        assert line in mail.text
    with hotel(desk.hotel.id):
        kinds = [event.kind for event in Event.select().where(Event.ticket_id == work.id).order_by(Event.id)]
    assert kinds[-3:] == ["shift ended", "assigned", "state"] or kinds[-3:] == [
        "shift ended",
        "state",
        "assigned",
    ]
    desk.pass_deadlines()
    at(desk, "16:01")
    assert desk.new_posts() == []


def test_two_workers_with_the_same_moment_do_it_once(desk: Reception) -> None:
    owned(desk, desk.ana)
    with hotel(desk.hotel.id):
        armed = Deadline.get(Deadline.kind == DeadlineKind.SHIFT_CHANGE, Deadline.state == "armed")
    desk.now = armed.due_at
    at(desk, "16:00")
    with hotel(desk.hotel.id):
        assert timers.fire(armed.id, now=desk.now) is False
        assert HandOver.select().count() == 1


def test_a_hotel_may_let_members_keep_their_tickets(desk: Reception) -> None:
    """R-WF-5: the list goes out all the same."""
    set_duty(desk, at_shift_end=AtShiftEnd.KEEP)
    ticket = owned(desk, desk.ana)
    at(desk, "16:00")
    assert owner(ticket) == desk.ana.staff_id
    assert "Ana Ferri" in desk.last("hand_over", desk.jon.email).text
    desk.new_posts()
    desk.guest_writes("Any news?", to=reply_address(desk, ticket))
    assert desk.new_posts() == [("guest_wrote", desk.ana.email)]


def test_the_guest_writes_while_the_owner_is_off_his_shift(desk: Reception) -> None:
    """R-WF-5: a ticket that stayed with its owner comes back to those on duty."""
    ticket = owned(desk, desk.ana)
    move(desk, ticket, State.WAITING_GUEST)
    at(desk, "16:00")
    assert desk.new_posts() == []
    desk.guest_writes("It is urgent now.", to=reply_address(desk, ticket))
    assert desk.new_posts() == [("guest_wrote", desk.jon.email)]
    assert (owner(ticket), now_of(ticket).state) == (None, "open")


def test_a_ticket_put_aside_comes_back_to_those_on_duty(desk: Reception) -> None:
    """R-TKT-6, R-WF-5: it stayed with its owner, who is at home when its moment comes."""
    ticket = owned(desk, desk.ana)
    with hotel(desk.hotel.id):
        evening = desk.now + timedelta(hours=9)
        snooze.until(tickets.lock(ticket.id), evening, actor=desk.ana.actor, now=desk.now)
    at(desk, "16:00")
    assert owner(ticket) == desk.ana.staff_id
    desk.new_posts()
    at(desk, "18:00")
    assert (owner(ticket), now_of(ticket).state) == (None, "open")
    assert desk.new_posts() == [("snooze_ended", desk.jon.email)]


@pytest.mark.parametrize(("clock", "is_at_home"), [("12:00", False), ("18:00", True)])
def test_an_answer_that_comes_back_after_its_authors_shift_is_the_others_work(
    desk: Reception, clock: str, is_at_home: bool
) -> None:
    """R-WF-5: the author hears of it, and those on duty get the ticket; while he works it stays with him."""
    ticket = owned(desk, desk.ana)
    with hotel(desk.hotel.id):
        sent = replies.send(tickets.lock(ticket.id), "Coming.", actor=desk.ana.actor, now=desk.now)
    desk.settle()
    at(desk, clock)
    desk.new_posts()
    with hotel(desk.hotel.id):
        delivery.answer_failed(sent, "No such mailbox.", now=desk.now)
    desk.settle()
    told = [("answer_failed", desk.ana.email)]
    if is_at_home:
        assert (owner(ticket), now_of(ticket).state) == (None, "open")
        assert desk.new_posts() == [*told, ("answer_failed", desk.jon.email)]
    else:
        assert (owner(ticket), now_of(ticket).state) == (desk.ana.staff_id, "in_progress")
        assert desk.new_posts() == told


def test_nobody_comes_after_the_last_shift_the_fallback_group_gets_the_list(desk: Reception) -> None:
    """R-WF-5"""
    ticket = owned(desk, desk.jon)
    at(desk, "23:00")
    assert owner(ticket) is None
    assert desk.new_posts() == [("hand_over", desk.ana.email)]


def test_moments_that_passed_while_no_clock_ran_are_caught_up_at_once(desk: Reception) -> None:
    """R-WF-5: both shifts ended; each list is sent once, and the next moment is armed."""
    anas, jons = owned(desk, desk.ana, "Ana's"), owned(desk, desk.jon, "Jon's")
    at(desk, "07:00", day=25)
    assert (owner(anas), owner(jons)) == (None, None)
    assert desk.new_posts() == [("hand_over", desk.ana.email)]
    with hotel(desk.hotel.id):
        assert [one.due_at.astimezone(ROME).hour for one in _armed()] == [8]


def test_a_ticket_of_the_night_is_given_out_when_somebody_comes(desk: Reception) -> None:
    """R-WF-5: off duty → unassigned until somebody comes on duty, and the fallback group is told meanwhile."""
    set_duty(desk, mode=Mode.ROUND_ROBIN)
    at(desk, "23:30")
    desk.guest_writes()
    with hotel(desk.hotel.id):
        ticket = Ticket.get()
    assert owner(ticket) is None
    assert ("new_ticket", desk.ana.email) in desk.new_posts()
    at(desk, "08:00", day=24)
    assert owner(ticket) == desk.ana.staff_id
    assert desk.new_posts() == [("assigned", desk.ana.email)]


def test_with_turns_released_tickets_go_on_to_who_is_there(desk: Reception) -> None:
    """R-WF-5: without a moment as nobody's; the list says whose they are."""
    set_duty(desk, mode=Mode.ROUND_ROBIN)
    ticket = owned(desk, desk.ana)
    at(desk, "16:00")
    assert (owner(ticket), now_of(ticket).state) == (desk.jon.staff_id, "in_progress")
    assert desk.new_posts() == [("hand_over", desk.jon.email)]
    assert "Jon Berg" in desk.last("hand_over").text


def test_a_shift_taken_away_while_it_lasts_ends_at_once(desk: Reception) -> None:
    """R-WF-5: re-armed when shifts change."""
    ticket = owned(desk, desk.ana)
    add(desk, desk.ana, "", day=MORNING.date())
    assert on_duty(desk) == set()
    desk.pass_deadlines()
    assert owner(ticket) is None
    assert [kind for kind, _ in desk.new_posts()] == ["hand_over"]


def test_the_first_shift_of_a_hotel_takes_nobodys_tickets(reception: Reception) -> None:
    reception.now = MORNING
    ticket = owned(reception, reception.jon)
    add(reception, reception.ana, "08:00-16:00", weekday=0)
    reception.pass_deadlines()
    assert owner(ticket) == reception.jon.staff_id
    assert reception.new_posts() == []


def test_shifts_that_make_no_sense_are_refused(desk: Reception) -> None:
    for words, wanted in (
        ("overlaps", Wanted(desk.ana.staff_id, weekday=0, hours=Hours(time(9), time(10)))),
        ("beginning and an end", Wanted(desk.ana.staff_id, weekday=0)),
        ("weekday for every week, or one date", Wanted(desk.ana.staff_id)),
        ("not an enabled member", Wanted(99_999, weekday=0, hours=Hours(time(9), time(10)))),
        ("This day is over", Wanted(desk.ana.staff_id, day=MORNING.date() - timedelta(days=1))),
    ):
        with pytest.raises(Invalid, match=words):
            change(
                desk,
                lambda at, wanted=wanted: duty_shifts.add(at, wanted, actor=desk.ana.actor, now=desk.now),
            )


def _armed() -> list[Deadline]:
    return list(
        Deadline.select().where(Deadline.kind == DeadlineKind.SHIFT_CHANGE, Deadline.state == "armed")
    )
