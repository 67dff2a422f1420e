"""The processes of the campaign's desk: one mail door, two workers, two clocks, around stores that others started."""

from __future__ import annotations

import contextlib
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

from bellhop.errors import CannotRun

SERVICES: dict[str, tuple[str, ...]] = {
    "smtp": ("-m", "ingest.smtp"),
    "worker-1": ("-m", "worker"),
    "worker-2": ("-m", "worker"),
    "clock-1": ("-m", "worker.clock"),
    "clock-2": ("-m", "worker.clock"),
}
LEASE_SECONDS = 2.0
_START_SECONDS = 60.0
_STOP_SECONDS = 30.0


class TorturedDesk:
    """Starts what it is told to, and at the end stops whatever it started, also what is paused."""

    def __init__(self, environ: Mapping[str, str], folder: Path) -> None:
        self.port = _free_port()
        self._folder = folder
        self._environ = {
            **environ,
            "SMTP_LISTEN": f"127.0.0.1:{self.port}",
            "LEASE_SECONDS": str(LEASE_SECONDS),
            "SWEEP_SECONDS": "0.5",
            "RETRY_SCALE": "0.02",
            "METRICS_LISTEN": "",
        }
        self._processes: dict[str, subprocess.Popen[bytes]] = {}

    def start(self, name: str) -> None:
        with (self._folder / f"{name}.log").open("ab") as log:
            self._processes[name] = subprocess.Popen(
                [sys.executable, *SERVICES[name]], env=self._environ, stdout=log, stderr=log
            )

    def kill(self, name: str) -> None:
        """As a power cut for this process, also when it is paused."""
        self._processes[name].send_signal(signal.SIGKILL)
        self._processes[name].wait(10)

    def pause(self, name: str) -> None:
        self._processes[name].send_signal(signal.SIGSTOP)

    def go_on(self, name: str) -> None:
        self._processes[name].send_signal(signal.SIGCONT)

    def died(self) -> list[str]:
        """What ended without being killed: a fault of ours."""
        return [name for name, process in self._processes.items() if process.poll() is not None]

    def wait_until_open(self) -> None:
        """Raises CannotRun with the door's last words."""
        deadline = time.monotonic() + _START_SECONDS
        while not self._answers():
            if self.died() or time.monotonic() > deadline:
                words = (self._folder / "smtp.log").read_text("utf-8", "replace")[-2000:]
                raise CannotRun(
                    f"The campaign's desk does not start ({self.died() or 'no answer'}):\n{words}"
                )
            time.sleep(0.02)

    def stop(self) -> None:
        for process in self._processes.values():
            process.send_signal(signal.SIGCONT)
            process.terminate()
        for process in self._processes.values():
            try:
                process.wait(_STOP_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait(10)

    def _answers(self) -> bool:
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.port)) == 0


@contextlib.contextmanager
def running(environ: Mapping[str, str], folder: Path) -> Iterator[TorturedDesk]:
    """All its services, the door open."""
    desk = TorturedDesk(environ, folder)
    try:
        for name in SERVICES:
            desk.start(name)
        desk.wait_until_open()
        yield desk
    finally:
        desk.stop()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
