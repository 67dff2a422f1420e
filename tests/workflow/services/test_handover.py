"""The list at the end of a shift: who sees what on it, and what its numbered lines do when they are answered (R-WF-5)."""

import pytest

from tests import builders
from tests.workflow.services.reception import Reception
from tests.workflow.services.rota import (
    add,
    at,
    now_of,
    owned,
    owner,
    set_duty,
    with_shifts,
)
from workflow import apply
from workflow.database import hotel
from workflow.services import tickets
from workflow.services.duty import AtShiftEnd
from workflow.values import Decision, Role


@pytest.fixture
def desk(reception: Reception) -> Reception:
    return with_shifts(reception)


def test_staff_find_only_what_they_may_see_on_the_list(desk: Reception) -> None:
    """R-WEB-2: with the numbers of the whole list."""
    set_duty(desk, at_shift_end=AtShiftEnd.KEEP)
    house = builders.make_department(desk.hotel)
    eva = builders.make_member(
        desk.hotel, Role.STAFF, email="eva@aurora.example", name="Eva", department=house
    )
    add(desk, eva, "15:00-23:00", weekday=0)
    owned(desk, desk.ana, "Hers")
    owned(desk, desk.ana, "Towels", department=house)
    at(desk, "16:00")
    text = desk.last("hand_over", eva.email).text
    assert "Towels" in text
    assert "Hers" not in text
    assert "Hers" in desk.last("hand_over", desk.jon.email).text


@pytest.mark.parametrize(
    ("lines", "takes", "closes"),
    [("1 take\n2 close", True, True), ("1 nehmen", True, False), ("2: #close.\n\nThanks", False, True)],
)
def test_the_list_is_answered_with_commands(desk: Reception, lines: str, takes: bool, closes: bool) -> None:
    """R-WF-5: each number means the ticket of its line; nothing goes to a guest; one mail says what was done."""
    first, second = owned(desk, desk.ana, "First"), owned(desk, desk.ana, "Second")
    at(desk, "16:00")
    desk.new_posts()
    desk.answers(desk.last("hand_over", desk.jon.email), lines)
    assert owner(first) == (desk.jon.staff_id if takes else None)
    assert (now_of(second).state == "closed") is closes
    assert [kind for kind, to in desk.new_posts() if to == desk.jon.email] == ["hand_over_done"]
    assert desk.to_guest() == []
    told = desk.last("hand_over_done").text
    assert (f"1 {first.pid}: The ticket is yours now." in told) is takes


def test_what_cannot_be_done_is_said_and_undoes_nothing_else(desk: Reception) -> None:
    """R-WF-5"""
    first = owned(desk, desk.ana, "First")
    at(desk, "16:00")
    with hotel(desk.hotel.id):
        tickets.assign(tickets.lock(first.id), desk.ana.staff_id, actor=desk.ana.actor, now=desk.now)
    desk.answers(
        desk.last("hand_over", desk.jon.email), "1 take\n1 priority high\n7 close\n1 dance\n1 note hi"
    )
    assert (owner(first), now_of(first).priority) == (desk.ana.staff_id, "high")
    told = desk.last("hand_over_done").text
    for line in (
        f"1 {first.pid}: The priority is high now.",
        "Ana Ferri was quicker: the ticket belongs to Ana Ferri now.",
        "7: no such line.",
        "“#dance” is no command.",
        f"1 {first.pid}: This is not possible in an answer to a list.",
    ):
        assert line in told


def test_an_answer_that_cannot_be_believed_is_held_and_does_nothing(desk: Reception) -> None:
    """R-STAFF-2 for lists too: who wrote is not proven, or it is somebody else."""
    first = owned(desk, desk.ana)
    at(desk, "16:00")
    mail = desk.last("hand_over", desk.jon.email)
    desk.unproven.add(desk.jon.email)
    desk.new_posts()
    desk.answers(mail, "1 close")
    desk.answers(mail, "1 close", sender=desk.ana.email)
    assert desk.new_posts() == [("hand_over_done", desk.ana.email), ("hand_over_done", desk.jon.email)]
    assert "it could not be verified that it is yours." in desk.last("hand_over_done").text
    assert now_of(first).state == "open"
    assert [state for state, _ in desk.states()[-2:]] == ["held", "held"]
    assert "were not carried out" in desk.states()[-1][1]


def test_a_ticket_that_was_deleted_since_is_no_line_any_more(desk: Reception) -> None:
    """R-WF-5, R-TKT-7: nobody takes what is gone."""
    first, _ = owned(desk, desk.ana, "First"), owned(desk, desk.ana, "Second")
    at(desk, "16:00")
    with hotel(desk.hotel.id):
        gone = Decision(changes={"deleted_at": desk.now})
        apply.write(tickets.lock(first.id), gone, actor=desk.ana.actor, now=desk.now)
    desk.answers(desk.last("hand_over", desk.jon.email), "1 take")
    assert owner(first) is None
    assert "1: no such line." in desk.last("hand_over_done").text
