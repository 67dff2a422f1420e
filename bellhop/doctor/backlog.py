"""What should have been done by now and was not: work that waits too long, and what got stuck."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from bellhop.doctor.finding import Finding, ok, warn
from workflow.database import as_clock, rows
from workflow.services.overview import counters

CHECK = "work"
LATE = timedelta(minutes=1)
_LATE_EFFECTS = (
    "SELECT count(*), min(look_at) FROM effects WHERE state IN ('waiting', 'queued') AND look_at < %s"
)
_LATE_DEADLINES = "SELECT count(*), min(look_at) FROM deadlines WHERE state = 'armed' AND look_at < %s"


def look(now: datetime) -> Iterator[Finding]:
    with as_clock():
        ((effects, effect_at),) = rows(_LATE_EFFECTS, (now - LATE,))
        ((deadlines, deadline_at),) = rows(_LATE_DEADLINES, (now - LATE,))
    late = effects + deadlines
    if late:
        oldest = min(moment for moment in (effect_at, deadline_at) if moment is not None)
        yield warn(
            CHECK,
            f"{late} things are due for more than a minute, the oldest since {oldest:%Y-%m-%d %H:%M} UTC.",
            "When clock and worker are at work, start more workers; else start those.",
        )
    else:
        yield ok(CHECK, "Nothing is late.")
    found = counters(now=now)
    stuck = {
        "bellhop effects list": found["effects"]["dead"],
        "bellhop inbox list": found["inbox"]["quarantined"],
    }
    for command, count in stuck.items():
        if count:
            says = f"{count} could not be done and wait for a person."
            yield warn("stuck", says, f"Look at them with `{command}`, or in the panel under Stuck.")
