"""A page asks the database as often with much on it as with little. Counted, never timed (P9 of docs/performance.md)."""

from __future__ import annotations

import logging

import pytest

from tests.builders import make_guest_message, make_room, make_ticket
from tests.web.conftest import Browser, House
from workflow.models import Ticket

QUEUE_AT_MOST, TICKET_AT_MOST = 24, 48


@pytest.fixture
def browser(house: House) -> Browser:
    return house.browser(house.ana)


def statements(browser: Browser, path: str, caplog: pytest.LogCaptureFixture) -> int:
    """How many of them a page takes. peewee logs each."""
    caplog.clear()
    with caplog.at_level(logging.DEBUG, logger="peewee"):
        assert browser.get(path).status_code == 200
    return sum(record.name == "peewee" for record in caplog.records)


def tickets(house: House, number: int) -> list[Ticket]:
    return [make_ticket(house.hotel, f"Wish {each}", channel=house.channel) for each in range(number)]


@pytest.mark.parametrize("path", ["/queue", "/queue?state=all", "/queue?assignee=none&sort=-createdAt"])
def test_the_queue_asks_no_more_often_for_many_tickets(
    path: str, house: House, browser: Browser, caplog: pytest.LogCaptureFixture
) -> None:
    """R-TKT-8."""
    tickets(house, 3)
    few = statements(browser, path, caplog)
    tickets(house, 9)

    assert statements(browser, path, caplog) == few
    assert few <= QUEUE_AT_MOST


def test_a_ticket_asks_no_more_often_for_a_long_thread_and_a_long_list_beside_it(
    house: House, browser: Browser, caplog: pytest.LogCaptureFixture
) -> None:
    """R-TKT-2."""
    ticket = make_ticket(house.hotel, channel=house.channel, room=make_room(house.hotel))
    make_guest_message(ticket, "And soap, please.")
    few = statements(browser, f"/tickets/{ticket.pid}", caplog)
    for number in range(20):
        make_guest_message(ticket, f"Wish {number}.")
    tickets(house, 3)

    assert statements(browser, f"/tickets/{ticket.pid}", caplog) == few
    assert few <= TICKET_AT_MOST
