"""`bellhop demo` plays a guest and a member through a running desk and reads every step back."""

from pathlib import Path

import pytest

from bellhop.demo import Demo, StepFailed
from bellhop.home import Home
from bellhop.seed import seed
from tests.flows.desk import RunningDesk
from workflow.settings import load_settings


def test_the_demo_happens_and_says_so(database_url: str, own_redis: str, tmp_path: Path) -> None:
    """R-RUN-2: on a desk without a relay; and when a step does not happen the demo fails."""
    with RunningDesk(
        database_url=database_url,
        redis_url=own_redis,
        folder=tmp_path / "desk",
        services=("smtp", "worker", "clock", "web"),
        relay=False,
    ) as desk:
        settings = load_settings(desk.environ)
        seeded = seed(settings, Home(settings.home))
        said: list[str] = []
        Demo(settings, seeded, say=said.append).play()
        assert any("answered from a mail client" in sentence for sentence in said)
        assert any("wrote back" in sentence for sentence in said)
        desk.stop("smtp")
        with pytest.raises(StepFailed, match="did not take the mail"):
            Demo(settings, seeded, say=said.append).play()
