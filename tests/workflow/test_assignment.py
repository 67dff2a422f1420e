"""Rules, turns and loads: to whom a new ticket goes (R-WF-5)."""

from collections import Counter
from dataclasses import replace

import pytest

from workflow.assignment import AssignmentRule, Facts, Mode, candidates, choose, first_rule, holds, in_rooms
from workflow.duty import Member, fallback, to_alarm
from workflow.values import Role

ANA = Member(1, "ana@x.example", "Ana", Role.RECEPTION, None, True)
JON = Member(2, "jon@x.example", "Jon", Role.STAFF, 7, True)
EVA = Member(3, "eva@x.example", "Eva", Role.STAFF, 8, True)
MARA = Member(4, "mara@x.example", "Mara", Role.MANAGER, None, False)
BOT = Member(5, "bot@x.example", "Bot", Role.AI_AGENT, None, True)
EVERYBODY = (ANA, JON, EVA, MARA, BOT)


@pytest.mark.parametrize(
    ("rule", "facts", "holds_"),
    [
        (AssignmentRule(), Facts(), True),
        (AssignmentRule(words=("shower",)), Facts(words="The SHOWER is cold"), True),
        (AssignmentRule(words=("shower",)), Facts(words="Showers are cold"), False),
        (AssignmentRule(words=("shower*",)), Facts(words="Showers are cold"), True),
        (AssignmentRule(words=("late check out",)), Facts(words="a late  check out please"), True),
        (AssignmentRule(words=("late check out", "spa")), Facts(words="the spa"), True),
        (AssignmentRule(words=("spa",)), Facts(words="Spain"), False),
        (AssignmentRule(words=("タオル",)), Facts(words="部屋にタオルがない"), True),
        (AssignmentRule(language="de"), Facts(language="de-AT"), True),
        (AssignmentRule(language="de"), Facts(language="en"), False),
        (AssignmentRule(category_id=3), Facts(category_id=3), True),
        (AssignmentRule(category_id=3), Facts(), False),
        (AssignmentRule(department_id=3), Facts(department_id=4), False),
        (AssignmentRule(rooms_from="100", rooms_to="199"), Facts(room="112"), True),
        (AssignmentRule(rooms_from="100", rooms_to="199"), Facts(room=""), False),
        (AssignmentRule(words=("tv",), language="de"), Facts(words="tv", language="en"), False),
    ],
)
def test_all_conditions_of_a_rule_must_hold(rule: AssignmentRule, facts: Facts, holds_: bool) -> None:
    assert holds(rule, facts) is holds_


def test_the_first_rule_that_holds_counts() -> None:
    rules = [AssignmentRule(id=1, words=("spa",)), AssignmentRule(id=2), AssignmentRule(id=3)]
    assert first_rule(rules, Facts(words="towels")) == rules[1]
    assert first_rule(rules, Facts(words="the spa")) == rules[0]
    assert first_rule(rules[:1], Facts()) is None


@pytest.mark.parametrize(
    ("room", "first", "last", "inside"),
    [
        ("12", "9", "101", True),
        ("9", "12", "101", False),
        ("199A", "100", "199", True),
        ("200", "100", "199", False),
        ("A5", "A1", "A9", True),
        ("B5", "A1", "A9", False),
        ("5", "A1", "A9", False),
        ("500", "300", "", True),
        ("12", "", "11", False),
    ],
)
def test_room_ranges_are_in_natural_order(room: str, first: str, last: str, inside: bool) -> None:
    assert in_rooms(room, first, last) is inside


def test_candidates_are_on_duty_concerned_and_persons() -> None:
    assert candidates(EVERYBODY, None) == (ANA, JON, EVA)
    assert candidates(EVERYBODY, 7) == (JON,), "the department's own people first"
    assert candidates(EVERYBODY, 9) == (ANA,), "nobody of it is there: who looks after every department"
    assert candidates((MARA, BOT), None) == ()


def test_who_cannot_be_told_by_mail_is_passed_over_unless_he_is_the_last() -> None:
    broken = replace(ANA, mail_error="550 no such mailbox")
    assert candidates((broken, JON), None) == (JON,)
    assert candidates((broken,), None) == (broken,)


def test_round_robin_gives_everybody_the_same_number() -> None:
    turns: dict[int, int] = {}
    given: Counter[str] = Counter()
    for turn in range(1, 64 + 1):
        chosen = choose(Mode.ROUND_ROBIN, (ANA, JON, EVA, MARA), turns=turns, loads={})
        assert chosen is not None
        turns[chosen.staff_id] = turn
        given[chosen.name] += 1
    assert given == {"Ana": 16, "Jon": 16, "Eva": 16, "Mara": 16}


def test_who_comes_new_gets_one_and_then_waits_as_all_do() -> None:
    turns = {1: 500, 2: 501}
    assert choose(Mode.ROUND_ROBIN, (ANA, JON, EVA), turns=turns, loads={}) == EVA
    assert choose(Mode.ROUND_ROBIN, (ANA, JON, EVA), turns={**turns, 3: 502}, loads={}) == ANA


def test_least_loaded_then_by_turns_and_by_hand_nobody() -> None:
    loads = {1: 4, 2: 2, 3: 2}
    assert choose(Mode.LEAST_LOADED, (ANA, JON, EVA), turns={2: 9, 3: 8}, loads=loads) == EVA
    assert choose(Mode.MANUAL, (ANA,), turns={}, loads={}) is None
    assert choose(Mode.ROUND_ROBIN, (), turns={}, loads={}) is None


def test_the_fallback_group_is_never_nobody() -> None:
    broken = "550 no such mailbox"
    chosen = replace(JON, stands_in=True)
    assert fallback((ANA, chosen, MARA)) == (chosen,)
    assert fallback((ANA, JON, MARA)) == (MARA,)
    assert fallback((ANA, replace(chosen, mail_error=broken), MARA)) == (MARA,)
    assert fallback((ANA, replace(MARA, mail_error=broken))) == (ANA,)
    assert fallback((replace(ANA, mail_error=broken), BOT)) == (replace(ANA, mail_error=broken),)


def test_an_emergency_wakes_the_chosen_else_leaders_and_all_on_duty() -> None:
    """R-TKT-12"""
    assert to_alarm(EVERYBODY, (3,)) == (EVA,)
    assert to_alarm(EVERYBODY, ()) == (ANA, JON, EVA, MARA)
    broken = replace(EVA, mail_error="550 no such mailbox")
    assert to_alarm((ANA, broken, MARA), (3,)) == (broken, ANA, MARA), "he cannot be reached: the others too"
    off = [replace(member, on_duty=False) for member in (ANA, JON)]
    assert to_alarm(off, ()) == tuple(off), "never nobody"
