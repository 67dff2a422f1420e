"""The mirror of tickets in the PMS looks at what happened since, not at every ticket (R-PMS-1)."""

from collections.abc import Iterator, Sequence

import pytest

from tests.builders import make_hotel, make_ticket
from workflow import clock
from workflow.database import hotel
from workflow.models import Hotel, Ticket
from workflow.pms_adapter import LineResult, MirroredTicket, StayBatch
from workflow.services import audit, pms_exchange, tickets
from workflow.values import SYSTEM, State

KEY = b"k" * 32

pytestmark = pytest.mark.usefixtures("database_url")


class Memory:
    """A PMS that has no stays to tell of and remembers what it hears."""

    def __init__(self) -> None:
        self.heard: list[tuple[str, str]] = []

    def stays(self) -> Iterator[StayBatch]:
        return iter(())

    def settled(self, batch: StayBatch, results: Sequence[LineResult]) -> None:
        raise AssertionError(f"{batch} was never given")

    def mirror(self, tickets: Sequence[MirroredTicket]) -> None:
        self.heard += [(one.pid, one.state) for one in tickets]


def resolve(at: Hotel, ticket: Ticket) -> None:
    with hotel(at.id):
        tickets.move(tickets.lock(ticket.id), State.RESOLVED, actor=SYSTEM, now=clock.now())


def test_a_round_tells_what_happened_since_the_last_one_however_it_is_sealed() -> None:
    at, pms = make_hotel(), Memory()
    first, second = make_ticket(at), make_ticket(at, "Late check-out")

    def told() -> list[tuple[str, str]]:
        pms.heard.clear()
        pms_exchange.exchange(at.id, pms, now=clock.now())
        return list(pms.heard)

    assert told() == [(first.pid, "open"), (second.pid, "open")]
    audit.seal_all(key=KEY, now=clock.now())
    assert told() == []
    resolve(at, first)  # waits for its seal
    assert told() == [(first.pid, "resolved")]
    resolve(at, second)
    audit.seal_all(key=KEY, now=clock.now())
    assert told() == [(second.pid, "resolved")]
    with hotel(at.id):  # what nothing happened to is not looked at
        Ticket.update(version=Ticket.version + 1).execute()
    assert told() == []
