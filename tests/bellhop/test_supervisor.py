"""The supervisor over toy programs: restarts, output, stopping order, and that no process is ever left behind."""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.processes import alive, wait_until

TOY = Path(__file__).with_name("toy.py")
SUPERVISED = Path(__file__).with_name("supervised.py")
DESK = {"web": "", "worker": "", "clock": "", "smtp": ""}


class Desk:
    """A running supervisor and what its toys noted."""

    def __init__(self, folder: Path, behaviours: dict[str, str]) -> None:
        self.folder = folder
        self.output = folder / "output"
        procfile = folder / "Procfile"
        procfile.write_text(
            "".join(f"{name}: python '{TOY}' '{folder}' {name} {how}\n" for name, how in behaviours.items())
        )
        with self.output.open("wb") as output:
            self.process = subprocess.Popen([sys.executable, SUPERVISED, procfile], stdout=output)
        for name in behaviours:
            wait_until(lambda name=name: self.pids(name), what=f"{name} started")

    def pids(self, name: str) -> list[int]:
        return self._numbers(f"{name}.pids")

    def forked(self, name: str) -> list[int]:
        return self._numbers(f"{name}.forked")

    def everyone(self) -> list[int]:
        return [
            pid for path in self.folder.iterdir() for pid in self._numbers(path.name, {".pids", ".forked"})
        ]

    def stopped(self) -> list[str]:
        return (self.folder / "stopped").read_text("utf-8").split()

    def printed(self) -> str:
        return self.output.read_text("utf-8")

    def _numbers(
        self, name: str, suffixes: frozenset[str] | set[str] = frozenset({".pids", ".forked"})
    ) -> list[int]:
        path = self.folder / name
        if path.suffix not in suffixes or not path.exists():
            return []
        return [int(line) for line in path.read_text("utf-8").splitlines()]


@pytest.fixture
def start_desk(tmp_path: Path) -> Iterator[type[Desk]]:
    started: list[Desk] = []

    def start(behaviours: dict[str, str]) -> Desk:
        started.append(Desk(tmp_path, behaviours))
        return started[-1]

    yield start  # type: ignore[misc]
    for desk in started:
        desk.process.kill()
        desk.process.wait()


def test_a_killed_program_runs_again_at_once(start_desk):
    """R-RUN-1: kill -9 of any service is healed at once."""
    desk = start_desk(DESK)
    os.kill(desk.pids("web")[0], signal.SIGKILL)
    wait_until(lambda: len(desk.pids("web")) == 2, what="web started again")
    assert "web was ended by SIGKILL; starting it again in 0.25 s" in " ".join(desk.printed().split())


def test_one_that_dies_at_once_is_started_ever_more_slowly(start_desk):
    desk = start_desk({"web": "dies", "smtp": ""})
    wait_until(lambda: len(desk.pids("web")) == 4, what="web's fourth start")
    delays = re.findall(r"web ended \(exit code 3\); starting it again in ([0-9.]+) s", desk.printed())
    assert delays[:3] == ["0.25", "0.5", "1"]
    assert len(desk.pids("smtp")) == 1, "the others are left alone"


def test_each_line_stands_behind_the_name_of_its_program(start_desk):
    desk = start_desk(DESK)
    wait_until(lambda: "worker  | hello from worker\n" in desk.printed(), what="the worker's line")
    assert "web     | hello from web\n" in desk.printed()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_stop_signal_closes_the_doors_then_the_clock_then_the_worker(start_desk, number):
    desk = start_desk(DESK)
    desk.process.send_signal(number)
    assert desk.process.wait(20) == 0
    assert set(desk.stopped()[:2]) == {"web", "smtp"}
    assert desk.stopped()[2:] == ["clock", "worker"]
    assert not any(map(alive, desk.everyone()))


def test_a_second_signal_does_not_wait_for_the_stubborn(start_desk):
    desk = start_desk({"worker": "stubborn", "smtp": ""})
    desk.process.send_signal(signal.SIGINT)
    wait_until(lambda: (desk.folder / "stopped").exists(), what="smtp stopped")
    desk.process.send_signal(signal.SIGINT)
    desk.process.wait(20)  # the worker alone would have had 30 s
    assert not any(map(alive, desk.everyone()))


def test_what_a_killed_program_forked_does_not_outlive_it(start_desk):
    """A Dramatiq master that is killed leaves its worker processes behind."""
    desk = start_desk({"worker": "forks"})
    wait_until(lambda: desk.forked("worker"), what="the worker's own child")
    os.kill(desk.pids("worker")[0], signal.SIGKILL)
    wait_until(lambda: not alive(desk.forked("worker")[0]), what="the orphan's end")
    wait_until(lambda: len(desk.pids("worker")) == 2, what="the worker started again")


def test_a_killed_supervisor_leaves_no_program_behind(start_desk):
    """R-RUN-1: no process is left behind, even when nobody can drain."""
    desk = start_desk(DESK)
    desk.process.kill()
    wait_until(lambda: not any(map(alive, desk.everyone())), what="all programs ended")
