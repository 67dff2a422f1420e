"""A hotel whose desk has a mailbox at a real Dovecot, and a poller that reads it."""

from collections.abc import Iterator

import pytest

from tests.builders import make_channel, make_hotel
from tests.dovecot import Dovecot
from tests.ingest.imap.polling import House


@pytest.fixture(scope="module")
def server() -> Iterator[Dovecot]:
    """One for all tests of a file; each has a user of its own."""
    with Dovecot(*(f"user{number}" for number in range(60))) as running:
        yield running


@pytest.fixture
def house(database_url: str) -> House:
    hotel = make_hotel()
    return House(hotel, make_channel(hotel))
