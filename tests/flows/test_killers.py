"""A mail that ends the process of whoever handles it, each time: it ends, and those beside it do not suffer.

The worker is killed from outside while it speaks of that mail: by the relay it sends to, by the name server it asks.
"""

import os
import signal
from collections.abc import Callable
from pathlib import Path

from bellhop.fakes.smtp_sink import SmtpSink, SunkMail
from tests import builders
from tests.flows.desk import House, RunningDesk, guest_mail, spelled, stranger
from tests.processes import wait_until
from tests.worker.authenticity.stub_dns import StubDns
from workflow.database import hotel
from workflow.models import Effect, Ticket
from workflow.services.outbox import MOST_LOSSES

NEIGHBOURS = range(8)
LEASE_SECONDS = "3600"  # nothing here may wait for the end of one
KILLER = "guest@killer.example"


class KillingSink(SmtpSink):
    """A relay; of a mail to KILLER it never says that it has it, because the sender's process ends there."""

    kill: Callable[[], None]

    def keep(self, mail: SunkMail) -> None:
        if KILLER in mail.rcpt_tos:
            self.kill()
        else:
            super().keep(mail)


class KillingDns(StubDns):
    """A name server; who asks it about the killer's domain ends."""

    kill: Callable[[], None]

    def answer(self, wire: bytes) -> object:  # type: ignore[override]
        if b"killer" in wire:
            self.kill()
            return None
        return super().answer(wire)


class Mortal:
    """A running desk's worker: killed on demand, started again as `bellhop up` does."""

    def __init__(self, desk: RunningDesk) -> None:
        self._desk = desk
        self.deaths = 0

    def kill(self) -> None:
        os.kill(self._desk.pid("worker"), signal.SIGKILL)

    def revived(self) -> bool:
        """Whether it was dead, and has just been started again."""
        if self._desk.is_running("worker"):
            return False
        self.deaths += 1
        self._desk.start("worker")
        return True

    def wait_until(self, condition: Callable[[], object], *, what: str, seconds: float) -> None:
        wait_until(lambda: self.revived() or condition(), what=what, seconds=seconds)

    def hurry_until(self, condition: Callable[[], object], *, what: str) -> None:
        """With the desk's time going on by the longest pause whenever the worker has died."""

        def goes_on() -> object:
            if self.revived():
                self._desk.move_clock(15)
            return condition()

        wait_until(goes_on, what=what, seconds=180)


def write_all(desk: RunningDesk, house: House) -> None:
    for number in NEIGHBOURS:
        sender = KILLER if number == 2 else stranger(number)
        mail = guest_mail(house, f"Mail {spelled(number)}.", sender=sender, subject=f"mail {number}")
        desk.send(mail, sender=sender, to=house.desk_address)


def test_a_mail_out_that_ends_its_worker_each_time_ends_dead(
    house: House, database_url: str, own_redis: str, tmp_path: Path
) -> None:
    """R-WF-7: a bounded number of times; its neighbours are sent long before a lease ends."""
    with RunningDesk(
        database_url=database_url,
        redis_url=own_redis,
        folder=tmp_path / "desk",
        sink=(sink := KillingSink()),
        environ={"LEASE_SECONDS": LEASE_SECONDS},
    ) as desk:
        worker = Mortal(desk)
        sink.kill = worker.kill
        write_all(desk, house)
        others = {stranger(number) for number in NEIGHBOURS if number != 2}
        worker.wait_until(
            lambda: all(desk.mails_to(address) for address in others), what="the others", seconds=120
        )
        worker.hurry_until(lambda: dead_effects(house), what="the killer is dead")
        (dead,) = dead_effects(house)
        assert dead.error == "Sending this mail ended its process, several times."
        assert dead.losses == MOST_LOSSES
        assert worker.deaths == MOST_LOSSES
        desk.settle()
        # One that was on its way when the worker was killed is sent again, as the same mail.
        assert all(len({mail.message_id for mail in desk.mails_to(address)}) == 1 for address in others)


def dead_effects(house: House) -> list[Effect]:
    with hotel(house.hotel.id):
        return list(Effect.select().where(Effect.state == "dead"))


def test_a_mail_in_that_ends_its_worker_does_not_hold_its_neighbours_up(
    database_url: str, own_redis: str, tmp_path: Path
) -> None:
    """R-MAIL-14, R-WF-7: they were claimed with it, and are tickets long before a lease ends.

    That it ends in quarantine is proved in tests/workflow/services/test_intake.py.
    """
    hotel_out_in_the_world = builders.make_hotel(is_demo=False)
    channel = builders.make_channel(hotel_out_in_the_world)
    house = House(hotel_out_in_the_world, channel, builders.make_member(hotel_out_in_the_world))
    with (
        KillingDns() as dns,
        RunningDesk(
            database_url=database_url,
            redis_url=own_redis,
            folder=tmp_path / "desk",
            environ={"LEASE_SECONDS": LEASE_SECONDS, "DNS_SERVERS": str(dns.address)},
        ) as desk,
    ):
        worker = Mortal(desk)
        dns.kill = worker.kill
        write_all(desk, house)
        worker.wait_until(
            lambda: len(tickets(house)) == len(NEIGHBOURS) - 1, what="the others are tickets", seconds=120
        )
        assert worker.deaths > 0
        assert "mail 2" not in tickets(house)


def tickets(house: House) -> set[str]:
    with hotel(house.hotel.id):
        return {ticket.subject for ticket in Ticket.select()}
