"""Tells the operator when the desk can be used: once every door answers, or which one still does not."""

import time
from collections.abc import Sequence

from bellhop.addresses import Door, answers
from bellhop.console import Console

LATE_SECONDS = 30.0


class Announcement:
    """Prints the box once; called again and again by the supervisor."""

    def __init__(self, console: Console, *, doors: Sequence[Door], rows: Sequence[tuple[str, str]]) -> None:
        self.console = console
        self.waiting = list(doors)
        self.rows = rows
        self.late_at = time.monotonic() + LATE_SECONDS
        self.made = False

    def tick(self) -> None:
        if self.made:
            return
        self.waiting = [door for door in self.waiting if not answers(door.listen)]
        if not self.waiting:
            self.console.box("Bellhop is ready", self.rows)
            self.made = True
        elif time.monotonic() > self.late_at:
            names = ", ".join(f"{door.service} ({door.listen})" for door in self.waiting)
            self.console.say(f"Not answering after {LATE_SECONDS:.0f} s: {names}. Its lines above say why.")
            self.late_at = time.monotonic() + LATE_SECONDS
