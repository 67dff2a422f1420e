"""The signed marker at the foot of our mails: what quoting does to it, and that nobody else can make one (R-MAIL-8)."""

from datetime import UTC, datetime, timedelta

import pytest

from workflow.body_marker import make_marker, read_markers, without_markers
from workflow.reply_address import LIFETIME, Purpose, ReplyTo
from workflow.sealing import Keys

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
KEYS = Keys("a secret that only tests know, 32 characters and more")
REPLY = ReplyTo(Purpose.GUEST, 12, 0)
MARKER = make_marker(REPLY, keys=KEYS, now=NOW)


@pytest.mark.parametrize(
    "text",
    [
        MARKER,
        f"> > {MARKER}",
        f"Thanks!\n\nOn Friday the hotel wrote:\n> No towels\n> -- \n> Aurora\n> {MARKER}\n",
        MARKER.upper(),
        f"|{MARKER}|",
    ],
)
def test_it_is_found_in_quotes(text: str) -> None:
    assert read_markers(text, keys=KEYS, now=NOW) == (REPLY,)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[#1] and [#2]",
        MARKER.replace("[#", "(#"),
        MARKER[:-3] + ("a" if MARKER[-3] != "a" else "b") + MARKER[-2:],
        "[#" + "a" * 34 + "]",
    ],
)
def test_what_is_not_ours_is_nothing(text: str) -> None:
    assert read_markers(text, keys=KEYS, now=NOW) == ()


def test_it_runs_out() -> None:
    assert read_markers(MARKER, keys=KEYS, now=NOW + LIFETIME + timedelta(days=2)) == ()


def test_many_markers_are_looked_at_up_to_a_bound() -> None:
    many = "\n".join(make_marker(ReplyTo(Purpose.GUEST, id, 0), keys=KEYS, now=NOW) for id in range(1, 500))
    assert len(read_markers(many, keys=KEYS, now=NOW)) == 20


def test_a_members_marker_never_goes_on_in_words() -> None:
    """R-STAFF-1"""
    mine = make_marker(ReplyTo(Purpose.STAFF, 12, 3), keys=KEYS, now=NOW)
    assert without_markers(f"On their way. {mine}\n> {MARKER}\nAna") == "On their way.\n>\nAna"
