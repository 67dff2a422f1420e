"""A desk driven by hand."""

import dataclasses
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bellhop.fakes.twilio import FakeTwilio
from tests.workflow.services.chat import Chat
from tests.workflow.services.reception import Reception
from workflow import clock
from workflow.desk import Desk
from workflow.files import FileStore
from workflow.sealing import Keys
from workflow.settings import Settings


@pytest.fixture
def reception(settings: Settings) -> Reception:
    return Reception(Desk(settings, Keys(settings.secret), FileStore(settings.storage_url)))


@pytest.fixture
def twilio() -> Iterator[FakeTwilio]:
    with FakeTwilio() as running:
        yield running


MakeChat = Callable[..., Chat]


@pytest.fixture
def make_chat(settings: Settings, twilio: FakeTwilio, tmp_path: Path) -> Iterator[MakeChat]:
    """A desk at the fake Twilio; the clock of both is moved with `later`."""
    known = dataclasses.replace(settings, twilio_api_base=twilio.url, egress_allow_private=True)
    desk = Desk(known, Keys(known.secret), FileStore(known.storage_url))
    yield lambda **wanted: Chat(desk, twilio, tmp_path / "offset", **wanted)
    clock.use_offset_file(None)


@pytest.fixture
def chat(make_chat: MakeChat) -> Chat:
    return make_chat()
