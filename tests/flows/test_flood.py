"""A flood of mail, and Redis emptied in the middle of it: what is due at a moment is done at that moment."""

from pathlib import Path

import redis

from tests import builders
from tests.flows.desk import House, RunningDesk, guest_mail, spelled, stranger
from tests.processes import wait_until
from workflow import clock
from workflow.database import hotel, rows
from workflow.models import Deadline
from workflow.services import inbox, tickets
from workflow.services.inbox import Incoming
from workflow.services.overview import counters
from workflow.values import State

MAILS = 2500
DEADLINES = 20


def test_deadlines_are_done_in_time_whatever_else_waits(
    house: House, database_url: str, own_redis: str, tmp_path: Path
) -> None:
    """R-WF-4, R-WF-7: at once, beside thousands of mails that came first; Redis has no part in it."""
    flood(house)
    arm(house)
    courier = redis.Redis.from_url(own_redis)
    with RunningDesk(
        database_url=database_url,
        redis_url=own_redis,
        folder=tmp_path / "desk",
        services=("worker", "clock"),
        relay=False,
    ):
        wait_until(lambda: courier.exists("bellhop:intake"), what="the flood is on its way")
        courier.flushdb()
        wait_until(lambda: len(fired(house)) == DEADLINES, what="all deadlines are done", seconds=120)
        assert counters(now=clock.now())["inbox"]["processed"] < MAILS, "the flood was not over yet"
    courier.close()


def flood(house: House) -> None:
    """In the inbox as the door leaves it, and due before any deadline."""
    route = inbox.find_route(house.desk_address)
    assert route is not None
    mail = guest_mail(house, "Hello.", sender=stranger(0)).as_bytes()
    for first in range(0, MAILS, 500):
        batch = [
            Incoming(
                route,
                "smtp",
                clock.now(),
                mail.replace(b"Hello.", f"Hello {spelled(number)}.".encode()),
                stranger(0),
                house.desk_address,
            )
            for number in range(first, first + 500)
        ]
        inbox.accept(batch)


def arm(house: House) -> None:
    for number in range(DEADLINES):
        ticket = builders.make_ticket(house.hotel, f"to close {number}")
        with hotel(house.hotel.id):
            tickets.move(tickets.lock(ticket.id), State.RESOLVED, actor=house.ana.actor, now=clock.now())
    with hotel(house.hotel.id):
        rows(
            "UPDATE deadlines SET due_at = now(), look_at = now() WHERE kind = 'close_resolved' RETURNING id"
        )


def fired(house: House) -> list[Deadline]:
    with hotel(house.hotel.id):
        return list(Deadline.select().where(Deadline.kind == "close_resolved", Deadline.state == "fired"))
