"""`bellhop demo` plays guests and members through a running desk and reads every step back."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from bellhop.demo import StepFailed, play
from bellhop.errors import CannotRun
from bellhop.fakes.twilio import FakeTwilio
from bellhop.fakes.twilio.demo import demo_account
from bellhop.home import Home
from bellhop.seed import Seeded, seed
from tests.flows.desk import RunningDesk
from workflow.settings import Settings, load_settings


@dataclass
class Played:
    """A desk with the demo hotel, and what the demo said."""

    desk: RunningDesk
    settings: Settings
    seeded: Seeded
    said: list[str]

    def play(self) -> None:
        play(self.settings, self.seeded, say=self.said.append)

    def has_said(self, words: str) -> bool:
        return any(words in sentence for sentence in self.said)


@pytest.fixture
def demo(database_url: str, own_redis: str, tmp_path: Path) -> Iterator[Played]:
    """On a desk without a relay, with the stand-in for Twilio that `bellhop up` starts."""
    folder = tmp_path / "desk"
    with (
        FakeTwilio(demo_account(Home(folder))) as twilio,
        RunningDesk(
            database_url=database_url,
            redis_url=own_redis,
            folder=folder,
            services=("smtp", "hooks", "worker", "clock", "web"),
            relay=False,
            environ={"TWILIO_API_BASE": twilio.url},
        ) as desk,
    ):
        settings = load_settings(desk.environ)
        yield Played(desk, settings, seed(settings, Home(settings.home)), [])


def test_the_demo_happens_and_says_so(demo: Played) -> None:
    """R-RUN-2, R-WA-3, R-WA-6: by mail and by WhatsApp, with a picture and a late answer; twice on the same desk; and when a
    step does not happen the demo fails."""
    demo.play()
    for words in (
        "answered from a mail client",
        "wrote back",
        "picture was fetched",
        "the words reached his phone",
        "the answer waits, a template asks him to tap",
        "tapped, and got the answer, once",
    ):
        assert demo.has_said(words), words
    demo.said.clear()
    demo.play()
    assert demo.has_said("tapped, and got the answer, once")
    demo.desk.stop("hooks")
    with pytest.raises(StepFailed, match="answered 0, not 200"):
        demo.play()
    demo.desk.stop("smtp")
    with pytest.raises(StepFailed, match="did not take the mail"):
        demo.play()


def test_a_desk_that_speaks_to_the_real_twilio_is_left_alone(settings: Settings, tmp_path: Path) -> None:
    """R-RUN-2: the demo writes to nobody's phone."""
    seeded = seed(settings, Home(tmp_path))
    with pytest.raises(CannotRun, match="speaks to the real one"):
        play(settings, seeded, say=print)
