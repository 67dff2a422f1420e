"""A live test of a desk address in ready words, for the list of addresses and for the page of one."""

from __future__ import annotations

from dataclasses import dataclass

from web.languages import gettext
from web.words import decimal
from workflow import channel_test, clock
from workflow.channel_test import Known, Progress, Stage


@dataclass(frozen=True, slots=True)
class Shown:
    """A test in ready words. is_watched: the page looks again by itself."""

    known: Known
    result: Progress
    headline: str
    stages: tuple[Stage, ...]
    is_watched: bool


def shown(known: Known) -> Shown:
    now = clock.now()
    result = channel_test.result(known, now=now)
    headline = {
        Progress.DONE: gettext("Passed in %(seconds)s s", seconds=decimal(known.seconds)),
        Progress.WAITING: gettext("The test is running"),
        Progress.WARNING: gettext("Not back yet") if known.sent_at else gettext("Not sent yet"),
        Progress.FAILED: gettext("Not passed"),
    }[result]
    return Shown(
        known,
        result,
        headline,
        channel_test.stages(known, now=now),
        channel_test.is_watched(known, now=now),
    )
