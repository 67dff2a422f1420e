"""One program under supervision: what it is, whether it runs, when it is started again, how it is stopped."""

import signal
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass

from bellhop.console import Console, Output
from bellhop.embedded.child import kill_group
from bellhop.errors import CannotRun

FIRST_DELAY_SECONDS = 0.25
LONGEST_DELAY_SECONDS = 30.0
# One that ran longer than this did not "die at once": its next restart is quick again.
SETTLED_SECONDS = 5.0


@dataclass(frozen=True)
class Program:
    """How to start and stop it. `running` is a process that was started before supervision began."""

    name: str
    launch: Callable[[], subprocess.Popen[bytes]]
    stop_signal: signal.Signals
    patience_seconds: float
    running: subprocess.Popen[bytes] | None = None


def restart_delay(quick_deaths: int) -> float:
    """Seconds to wait after so many deaths in a row, each soon after its start: 0.25, 0.5, 1 … 30."""
    return min(LONGEST_DELAY_SECONDS, FIRST_DELAY_SECONDS * 2.0 ** min(max(quick_deaths, 1) - 1, 16))


class Watched:
    """A program and its present process. Times are of the monotonic clock."""

    def __init__(self, program: Program, *, console: Console) -> None:
        self.program = program
        self.console = console
        self.process = program.running
        self.started_at = time.monotonic()
        self.due_at = self.started_at
        self.quick_deaths = 0
        self.kill_at: float | None = None

    def is_running(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def is_due(self, now: float) -> bool:
        return self.process is None and now >= self.due_at

    def start(self, now: float) -> Output | None:
        """Start it; what it prints, if that is ours to show. A start that fails counts as a death."""
        self.started_at = now
        try:
            self.process = self.program.launch()
        except (OSError, CannotRun) as error:
            self._plan_restart(now, f"did not start: {error}")
            return None
        pipe = self.process.stdout
        return None if pipe is None else Output(pipe, name=self.program.name, console=self.console)

    def notice_death(self, now: float) -> None:
        """If it died, clear away what it forked and plan its restart."""
        if self.process is None or self.process.poll() is None:
            return
        ending = self.process.returncode
        kill_group(self.process)
        self.process = None
        self._plan_restart(now, _how_it_ended(ending))

    def _plan_restart(self, now: float, what_happened: str) -> None:
        settled = now - self.started_at >= SETTLED_SECONDS
        self.quick_deaths = 1 if settled else self.quick_deaths + 1
        delay = restart_delay(self.quick_deaths)
        self.due_at = now + delay
        self.console.say(f"{self.program.name} {what_happened}; starting it again in {delay:g} s")

    def ask_to_stop(self, now: float) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(self.program.stop_signal)
            self.kill_at = now + self.program.patience_seconds

    def hurry(self, kill_at: float) -> None:
        """Be killed at this time at the latest."""
        if self.kill_at is not None:
            self.kill_at = min(self.kill_at, kill_at)

    def lose_patience(self, now: float) -> None:
        """Kill it when it has not stopped in its time."""
        if self.is_running() and self.kill_at is not None and now >= self.kill_at:
            self.console.say(f"{self.program.name} did not stop in time and is killed")
            self.kill()

    def kill(self) -> None:
        """Leave no process of this program behind, alive or forked by a dead one."""
        if self.process is not None:
            kill_group(self.process)


def _how_it_ended(code: int) -> str:
    if code >= 0:
        return f"ended (exit code {code})"
    return f"was ended by {signal.Signals(-code).name}"
