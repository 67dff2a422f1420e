"""By which path an answer goes, and when the window closes (R-WA-6)."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from workflow.whatsapp.window import LENGTH, MARGIN, Path, Ways, is_open, path_of

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
OPEN = Ways(
    last_heard=NOW - timedelta(hours=1),
    has_template=True,
    mail_address="mia@guest.example",
    prefers_mail=False,
    has_stopped=False,
)
CLOSED = replace(OPEN, last_heard=NOW - timedelta(days=2))


@pytest.mark.parametrize(
    ("ways", "path"),
    [
        (OPEN, Path.FREE),
        (replace(OPEN, prefers_mail=True), Path.FREE),
        (CLOSED, Path.PARKED),
        (replace(CLOSED, prefers_mail=True), Path.MAIL),
        (replace(CLOSED, prefers_mail=True, mail_address=""), Path.PARKED),
        (replace(CLOSED, has_template=False), Path.MAIL),
        (replace(CLOSED, has_template=False, mail_address=""), Path.NONE),
        (replace(CLOSED, last_heard=None), Path.PARKED),
        (replace(OPEN, has_stopped=True), Path.MAIL),
        (replace(OPEN, has_stopped=True, mail_address=""), Path.NONE),
    ],
)
def test_the_path_of_an_answer(ways: Ways, path: Path) -> None:
    assert path_of(ways, now=NOW) is path


def test_the_window_closes_a_little_before_whatsapp_closes_it() -> None:
    heard = NOW - LENGTH
    assert not is_open(heard, now=NOW)
    assert not is_open(heard, now=NOW - MARGIN)
    assert is_open(heard, now=NOW - MARGIN - timedelta(seconds=1))
    assert not is_open(None, now=NOW)
