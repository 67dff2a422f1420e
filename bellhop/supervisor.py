"""Keeps a set of programs running: starts them, restarts what dies, shows what they print, and stops them in order.

One thread, one loop: Linux ties the children to the thread that started them. Which programs those are is said in up.py;
how one of them starts, dies and stops is program.py's.
"""

import contextlib
import os
import selectors
import signal
import socket
import time
from collections.abc import Callable, Iterator, Sequence
from types import FrameType

from bellhop.console import Console, Output
from bellhop.program import Program, Watched

STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
TICK_SECONDS = 0.25
HURRY_SECONDS = 3.0


class Supervisor:
    """Runs `stages` of programs; they are stopped stage by stage in the order given: doors first, stores last."""

    def __init__(self, stages: Sequence[Sequence[Program]], *, console: Console) -> None:
        self.stages = [[Watched(program, console=console) for program in stage] for stage in stages]
        self.console = console
        self.selector = selectors.DefaultSelector()
        self.stop_requests = 0

    def run(self, on_tick: Callable[[], None] = lambda: None) -> None:
        """Keep all running until SIGINT, SIGTERM or SIGHUP, then drain; a second signal hurries the drain.

        `on_tick` is called a few times a second while all is meant to run.
        """
        with self._signals_noticed():
            try:
                try:
                    while not self.stop_requests:
                        self._keep_running()
                        on_tick()
                        self._wait()
                finally:
                    self._drain()
            finally:
                self._clear_away()

    def _everyone(self) -> list[Watched]:
        return [watched for stage in self.stages for watched in stage]

    def _keep_running(self) -> None:
        """Start what is due; last stage first, so that the stores come before the services."""
        for stage in reversed(self.stages):
            for watched in stage:
                now = time.monotonic()
                watched.notice_death(now)
                if watched.is_due(now):
                    output = watched.start(now)
                    if output is not None:
                        self.selector.register(output, selectors.EVENT_READ)

    def _drain(self) -> None:
        self.console.say("Stopping … (again to hurry)")
        for stage in self.stages:
            for watched in stage:
                watched.ask_to_stop(time.monotonic())
            while any(watched.is_running() for watched in stage):
                self._wait()
                for watched in stage:
                    if self.stop_requests > 1:
                        watched.hurry(time.monotonic() + HURRY_SECONDS)
                    watched.lose_patience(time.monotonic())
        self.console.say("Stopped.")

    def _clear_away(self) -> None:
        """Whatever happened above, no process stays behind, and nothing printed stays unread."""
        for watched in self._everyone():
            watched.kill()
        for output in self._outputs():
            output.show_more()
            output.close()
        self.selector.close()

    def _outputs(self) -> list[Output]:
        return [key.fileobj for key in self.selector.get_map().values() if isinstance(key.fileobj, Output)]

    def _wait(self) -> None:
        """Until a child prints, a child dies, a signal comes, or a moment has passed."""
        for key, _ in self.selector.select(TICK_SECONDS):
            if not isinstance(key.fileobj, Output):
                os.read(key.fd, 4096)
            elif not key.fileobj.show_more():
                self.selector.unregister(key.fileobj)
                key.fileobj.close()

    @contextlib.contextmanager
    def _signals_noticed(self) -> Iterator[None]:
        """Count stop signals, and wake the loop for them and for a child's death."""
        awakened, waking = socket.socketpair()
        waking.setblocking(False)
        self.selector.register(awakened, selectors.EVENT_READ)
        before = {number: signal.signal(number, self._on_stop_signal) for number in STOP_SIGNALS}
        before[signal.SIGCHLD] = signal.signal(signal.SIGCHLD, _on_child_signal)
        wakeup_before = signal.set_wakeup_fd(waking.fileno(), warn_on_full_buffer=False)
        try:
            yield
        finally:
            signal.set_wakeup_fd(wakeup_before)
            for number, handler in before.items():
                signal.signal(number, handler)
            awakened.close()
            waking.close()

    def _on_stop_signal(self, number: int, frame: FrameType | None) -> None:
        self.stop_requests += 1


def _on_child_signal(number: int, frame: FrameType | None) -> None:
    """Nothing to do here: that it arrived has woken the loop."""
