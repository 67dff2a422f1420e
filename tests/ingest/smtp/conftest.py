"""A hotel with a desk, and a door to it."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.builders import make_channel, make_hotel
from tests.ingest.smtp.doors import Door
from workflow.models import Channel, Hotel

DESK = "aurora@desk.localhost"


@dataclass(frozen=True)
class House:
    hotel: Hotel
    channel: Channel


@pytest.fixture
def house(database_url: str) -> House:
    hotel = make_hotel()
    return House(hotel, make_channel(hotel, DESK))


@pytest.fixture
def door(house: House, database_url: str, tmp_path: Path) -> Iterator[Door]:
    with Door(database_url, tmp_path) as running:
        yield running
