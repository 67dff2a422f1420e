"""The stages of a live test in words: for each that does not come, what to do. Pure."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from workflow.channel_test import PATIENCE, Known, Progress, Stage, Way, is_watched, result, stages

START = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
SOON = START + timedelta(seconds=2)
BEGUN = Known(1, "aurora@hotel.example", Way.RELAY, "Olga", START)
SENT = replace(BEGUN, sent_at=START + timedelta(seconds=1), said="250 2.0.0 queued as 4711")
BACK = replace(
    SENT,
    arrived_at=START + timedelta(seconds=3),
    arrived_to="aurora@hotel.example",
    door="smtp",
    peer="192.0.2.7",
    recognised_at=START + timedelta(seconds=4),
    verdict="pass",
    verdict_reason="hotel.example has signed it.",
    tagged_at=START + timedelta(seconds=4),
)


def stage(known: Known, name: str, *, after: timedelta = timedelta(seconds=2)) -> Stage:
    return next(one for one in stages(known, now=START + after) if one.name == name)


def test_a_test_that_passed_shows_its_way_and_seconds() -> None:
    assert result(BACK, now=SOON) is Progress.DONE
    assert BACK.seconds == 4.0
    assert [one.name for one in stages(BACK, now=SOON)] == [
        "Sent",
        "Came back",
        "Recognised",
        "Reply addresses",
        "Sender confirmed",
    ]
    assert {one.progress for one in stages(BACK, now=SOON)} == {Progress.DONE}
    assert not any(one.advice for one in stages(BACK, now=SOON))
    assert "192.0.2.7, 2.0 s after" in stage(BACK, "Came back").words
    assert not is_watched(BACK, now=SOON)


@pytest.mark.parametrize(
    ("known", "name", "after", "progress", "words", "advice"),
    [
        (BEGUN, "Sent", 2, Progress.WAITING, "On its way to the relay", ""),
        (BEGUN, "Sent", 40, Progress.WAITING, "On its way", "clock and worker"),
        (replace(BEGUN, error="421 busy"), "Sent", 2, Progress.WARNING, "421 busy", "SMTP_RELAY_URL"),
        (
            replace(BEGUN, error="550 no relaying", failed_at=SOON),
            "Sent",
            3,
            Progress.FAILED,
            "Not sent. 550 no relaying",
            "SMTP_RELAY_URL",
        ),
        (
            replace(BEGUN, way=Way.DOOR, error="nobody listens there", failed_at=SOON),
            "Sent",
            3,
            Progress.FAILED,
            "nobody listens there",
            "process smtp",
        ),
        (SENT, "Sent", 2, Progress.DONE, "The relay took it: 250 2.0.0 queued as 4711", ""),
        (SENT, "Came back", 2, Progress.WAITING, "Waiting for it", ""),
        (SENT, "Came back", 302, Progress.WARNING, "not back after 5 minutes", "MX record of hotel.example"),
        (
            replace(SENT, failed_at=SOON, error="It came back as undeliverable: 550 no such user"),
            "Came back",
            3,
            Progress.FAILED,
            "550 no such user",
            "forwarding",
        ),
        (replace(SENT, unread="received"), "Recognised", 5, Progress.WAITING, "not read yet", "worker"),
        (replace(SENT, unread="quarantined"), "Recognised", 5, Progress.WARNING, "not be read", "Stuck"),
        (
            replace(BACK, arrived_to="info@hotel.example"),
            "Came back",
            5,
            Progress.WARNING,
            "SMTP door",
            "info@hotel.example instead of aurora@hotel.example",
        ),
        (replace(BACK, door="imap", peer=""), "Came back", 5, Progress.DONE, "mailbox (IMAP)", ""),
        (replace(BACK, tagged_at=None), "Reply addresses", 5, Progress.WAITING, "Waiting", ""),
        (replace(BACK, tagged_at=None), "Reply addresses", 90, Progress.WARNING, "not come back", "plus"),
        (
            replace(BACK, verdict="none", verdict_reason="The mail has no DKIM signature."),
            "Sender confirmed",
            5,
            Progress.WARNING,
            "no DKIM signature",
            "SPF record of hotel.example",
        ),
    ],
)
def test_each_stage_says_what_to_do(
    known: Known, name: str, after: int, progress: Progress, words: str, advice: str
) -> None:
    """R-RUN-3: each with a remedy."""
    found = stage(known, name, after=timedelta(seconds=after))
    assert found.progress is progress
    assert words in found.words
    assert advice in found.advice
    assert bool(advice) == bool(found.advice)


def test_by_the_own_door_nothing_is_said_about_the_sender() -> None:
    """It never left this machine: DKIM and SPF would say nothing."""
    assert "Sender confirmed" not in [one.name for one in stages(replace(BACK, way=Way.DOOR), now=SOON)]


def test_the_page_looks_again_until_nothing_more_can_come() -> None:
    assert is_watched(BEGUN, now=SOON)
    assert is_watched(SENT, now=START + PATIENCE * 2)
    assert not is_watched(SENT, now=START + PATIENCE * 4)
    assert not is_watched(replace(BEGUN, failed_at=SOON), now=SOON)
    assert is_watched(replace(BACK, tagged_at=None), now=START + timedelta(seconds=10))


def test_it_is_late_and_not_failed_after_five_minutes() -> None:
    """It may still come: mail has days."""
    assert result(SENT, now=START + PATIENCE * 2) is Progress.WARNING
    assert result(SENT, now=SOON) is Progress.WAITING
    assert result(replace(BEGUN, error="421 busy"), now=SOON) is Progress.WARNING
