"""A program of the nursery ends as one that was started with `python -m` ends."""

import signal
from pathlib import Path

import pytest

from tests import programs
from tests.programs import start_program
from workflow.settings import Settings, environment


@pytest.mark.parametrize("is_cold", [False, True])
def test_what_it_says_and_how_it_ended_is_known(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, is_cold: bool
) -> None:
    monkeypatch.setattr(programs, "_IS_COLD", is_cold)
    with (tmp_path / "log").open("wb") as log:
        program = start_program(
            "ingest.smtp", environ={"PATH": environment()["PATH"]}, output=log, errors=log
        )
    assert program.wait(60) == program.poll() == 1
    assert "DATABASE_URL" in (tmp_path / "log").read_text("utf-8")


def test_one_that_is_killed_says_so(settings: Settings, tmp_path: Path) -> None:
    environ = {
        "DATABASE_URL": settings.database_url,
        "REDIS_URL": settings.redis_url,
        "BELLHOP_HOME": str(tmp_path),
        "BELLHOP_SECRET": "without one the clock would end by itself",
    }
    with (tmp_path / "log").open("wb") as log:
        program = start_program("worker.clock", environ=environ, errors=log)
    assert program.poll() is None
    program.kill()
    assert program.wait(60) == -signal.SIGKILL
