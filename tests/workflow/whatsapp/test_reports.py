"""The lattice of delivery: any order and any repeats of reports end the same (R-WA-7)."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflow.values import DeliveryState
from workflow.whatsapp.reports import joined, reason_of, state_of

STATUSES = ["queued", "sending", "sent", "delivered", "read", "failed", "undelivered"]


def end(statuses: list[str]) -> DeliveryState:
    state = DeliveryState.PENDING
    for status in statuses:
        reported = state_of(status)
        assert reported is not None
        state = joined(state, reported)
    return state


@pytest.mark.parametrize(
    ("statuses", "state"),
    [
        (["queued", "sent", "delivered", "read"], DeliveryState.READ),
        (["queued", "sent", "delivered"], DeliveryState.DELIVERED),
        (["sent", "failed"], DeliveryState.FAILED),
        (["sent"], DeliveryState.SENT),
    ],
)
def test_every_order_ends_the_same(statuses: list[str], state: DeliveryState) -> None:
    assert {end(list(order)) for order in itertools.permutations(statuses)} == {state}


@given(st.lists(st.sampled_from(STATUSES), max_size=12))
def test_repeats_change_nothing(statuses: list[str]) -> None:
    assert end(statuses) == end(statuses * 2) == end(sorted(set(statuses)))


def test_a_status_of_tomorrow_is_not_known() -> None:
    assert state_of("teleported") is None


def test_a_failure_says_why_with_its_code() -> None:
    assert reason_of(63016).endswith("(Twilio 63016)")
    assert "Twilio 12345" in reason_of(12345)
    assert reason_of(None)
