"""The threading ladder as a table: what a mail points to, and where it is put."""

from datetime import UTC, datetime, timedelta

import pytest

from workflow.matching import Candidate, Facts, Placement, place
from workflow.values import HotelRules, Rule, State

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
RULES = HotelRules()
LONG_AGO = NOW - RULES.reopen_window - timedelta(minutes=1)
LATELY = NOW - RULES.reopen_window + timedelta(minutes=1)


def candidate(
    ticket_id: int = 1,
    *,
    takes_part: bool = True,
    state: State = State.OPEN,
    ended: datetime | None = None,
) -> Candidate:
    return Candidate(ticket_id, state, ended, ended, author_takes_part=takes_part)


@pytest.mark.parametrize(
    ("facts", "placement"),
    [
        pytest.param(Facts(), Placement(Rule.NEW), id="points to nothing"),
        pytest.param(
            Facts(addressed=candidate(1, takes_part=False)),
            Placement(Rule.REPLY_ADDRESS, 1),
            id="a signed address routes a stranger too",
        ),
        pytest.param(
            Facts(addressed=candidate(1), referenced=(candidate(2),), named=(candidate(3),)),
            Placement(Rule.REPLY_ADDRESS, 1),
            id="the signed address is the strongest",
        ),
        pytest.param(
            Facts(referenced=(candidate(2),), named=(candidate(3),)),
            Placement(Rule.REFERENCES, 2),
            id="references before a number in the subject",
        ),
        pytest.param(
            Facts(marked=candidate(4, takes_part=False), named=(candidate(3),)),
            Placement(Rule.BODY_MARKER, 4),
            id="a signed marker in the text before a number in the subject, from whomever it comes",
        ),
        pytest.param(
            Facts(referenced=(candidate(2),), marked=candidate(4)),
            Placement(Rule.REFERENCES, 2),
            id="a reference before a marker in the text",
        ),
        pytest.param(
            Facts(named=(candidate(3),)), Placement(Rule.PID_IN_SUBJECT, 3), id="a number in the subject"
        ),
        pytest.param(
            Facts(referenced=(candidate(2, takes_part=False),)),
            Placement(Rule.CLAIM, linked_id=2),
            id="a reference from somebody who takes no part only claims",
        ),
        pytest.param(
            Facts(named=(candidate(3, takes_part=False),)),
            Placement(Rule.CLAIM, linked_id=3),
            id="a number from somebody who takes no part only claims",
        ),
        pytest.param(
            Facts(referenced=(candidate(2, takes_part=False),), named=(candidate(3),)),
            Placement(Rule.PID_IN_SUBJECT, 3),
            id="a weak reference does not hide a good number",
        ),
        pytest.param(
            Facts(addressed=candidate(1, state=State.CLOSED, ended=LATELY)),
            Placement(Rule.REPLY_ADDRESS, 1),
            id="closed lately: the same ticket",
        ),
        pytest.param(
            Facts(addressed=candidate(1, state=State.CLOSED, ended=LONG_AGO)),
            Placement(Rule.AFTER_CLOSE, linked_id=1),
            id="closed long ago: a new, linked one",
        ),
        pytest.param(
            Facts(addressed=candidate(1, state=State.RESOLVED, ended=LONG_AGO)),
            Placement(Rule.AFTER_CLOSE, linked_id=1),
            id="resolved long ago: a new, linked one",
        ),
    ],
)
def test_the_ladder(facts: Facts, placement: Placement) -> None:
    """R-MAIL-8, R-WF-2."""
    assert place(facts, now=NOW, rules=RULES) == placement
