"""A member is disabled or let in again: what becomes of his tickets and his shifts (R-WF-5, R-STAFF-6)."""

import pytest

from tests.builders import Colleague
from tests.workflow.services.reception import Reception
from tests.workflow.services.rota import (
    at,
    move,
    now_of,
    on_duty,
    owned,
    owner,
    reply_address,
    set_duty,
    with_shifts,
)
from workflow.database import hotel
from workflow.models import Deadline
from workflow.services import member_changes, members
from workflow.services.duty import AtShiftEnd
from workflow.services.member_changes import By
from workflow.values import SYSTEM, DeadlineKind, Role, State


@pytest.fixture
def desk(reception: Reception) -> Reception:
    return with_shifts(reception)


def disable(desk: Reception, who: Colleague) -> None:
    with hotel(desk.hotel.id):
        colleague = members.find((desk.hotel.id,), who.staff_id)
        member_changes.disable(colleague, by=By(SYSTEM, Role.OWNER), now=desk.now)
    desk.pass_deadlines()


def enable(desk: Reception, who: Colleague) -> None:
    with hotel(desk.hotel.id):
        colleague = members.find((desk.hotel.id,), who.staff_id)
        member_changes.enable(colleague, by=By(SYSTEM, Role.OWNER), now=desk.now)
    desk.pass_deadlines()


@pytest.mark.parametrize("at_shift_end", list(AtShiftEnd))
def test_the_tickets_of_who_is_disabled_go_to_the_others(desk: Reception, at_shift_end: AtShiftEnd) -> None:
    """R-WF-5: also those of somebody off his shift, and where members keep their tickets."""
    set_duty(desk, at_shift_end=at_shift_end)
    ticket = owned(desk, desk.jon)
    assert on_duty(desk) == {"Ana Ferri"}
    disable(desk, desk.jon)
    assert (owner(ticket), now_of(ticket).state) == (None, "open")
    assert desk.new_posts() == [("hand_over", desk.ana.email)]


def test_in_a_hotel_without_shifts_too(reception: Reception) -> None:
    ticket = owned(reception, reception.jon)
    disable(reception, reception.jon)
    assert owner(ticket) is None
    assert reception.new_posts() == [("hand_over", reception.ana.email)]


def test_what_waited_for_the_guest_passes_on_when_he_writes(desk: Reception) -> None:
    """R-WF-5: a hotel that lets members keep their tickets means its members."""
    set_duty(desk, at_shift_end=AtShiftEnd.KEEP)
    ticket = owned(desk, desk.jon)
    move(desk, ticket, State.WAITING_GUEST)
    disable(desk, desk.jon)
    assert owner(ticket) == desk.jon.staff_id
    desk.guest_writes("And a pillow, please.", to=reply_address(desk, ticket))
    assert owner(ticket) is None


def test_who_is_let_in_again_comes_and_goes_by_his_shifts(reception: Reception) -> None:
    """R-WF-5: the only one with shifts: without him no moment of duty is ahead."""
    desk = with_shifts(reception)
    for who in (desk.ana, desk.jon):
        disable(desk, who)
    assert _armed(desk) == 0
    enable(desk, desk.ana)
    assert (on_duty(desk), _armed(desk)) == ({"Ana Ferri"}, 1)
    ticket = owned(desk, desk.ana)
    at(desk, "16:00")
    assert owner(ticket) is None


def _armed(desk: Reception) -> int:
    with hotel(desk.hotel.id):
        return int(
            Deadline.select()
            .where(Deadline.kind == DeadlineKind.SHIFT_CHANGE, Deadline.state == "armed")
            .count()
        )
