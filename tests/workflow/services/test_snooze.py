"""A snoozed ticket comes back at its moment, and its people hear of it (R-TKT-6)."""

from datetime import datetime, timedelta

import pytest

from tests.builders import make_channel, make_hotel, make_member, make_ticket
from workflow import clock
from workflow.database import hotel, rows
from workflow.desk import Desk
from workflow.files import FileStore
from workflow.letter import Letter, LetterKind
from workflow.models import Deadline, Effect, Event, Hotel, Ticket
from workflow.sealing import Keys
from workflow.services import delivery, letter_rows, outbox, snooze, tickets, timers, transfer
from workflow.settings import Settings
from workflow.values import Role

HOUR = timedelta(hours=1)


class Sleeper:
    """Ana's ticket, put aside."""

    def __init__(self, settings: Settings) -> None:
        self.desk = Desk(settings, Keys(settings.secret), FileStore(settings.storage_url))
        self.hotel: Hotel = make_hotel()
        self.ana = make_member(self.hotel)
        self.ticket = make_ticket(self.hotel, channel=make_channel(self.hotel), assignee=self.ana)

    def put_aside(self, until: datetime) -> None:
        with hotel(self.hotel.id):
            snooze.until(tickets.lock(self.ticket.id), until, actor=self.ana.actor, now=clock.now())

    def fire(self, at: datetime) -> list[bool]:
        """All deadlines of the snooze, at a moment."""
        with hotel(self.hotel.id):
            ids = [one.id for one in Deadline.select().where(Deadline.kind == "snooze_ends")]
        fired = []
        for id in ids:
            with hotel(self.hotel.id):
                fired.append(timers.fire(id, now=at))
        return fired

    def until(self) -> datetime | None:
        with hotel(self.hotel.id):
            found: datetime | None = Ticket.get_by_id(self.ticket.id).snoozed_until
            return found

    def letter(self, notice: str) -> Letter:
        """The mail that a member gets."""
        with hotel(self.hotel.id):
            effect = next(one for one in Effect.select() if one.payload.get("notice") == notice)
            rows("UPDATE effects SET state = 'queued' WHERE id = %s", (effect.id,))
        (claim,) = outbox.claim([effect.id], now=clock.now(), lease=HOUR)
        with hotel(self.hotel.id):
            letter = delivery.letter_of(claim, letter_rows.read([claim]), desk=self.desk, now=clock.now())
        assert letter is not None
        return letter


@pytest.fixture
def sleeper(settings: Settings) -> Sleeper:
    return Sleeper(settings)


def test_it_comes_back_at_its_moment_and_its_owner_is_told(sleeper: Sleeper) -> None:
    """R-TKT-6: once, and not before."""
    until = clock.now() + HOUR
    sleeper.put_aside(until)
    assert sleeper.fire(until - timedelta(seconds=1)) == [False]
    assert sleeper.until() == until
    assert sleeper.fire(until) == [True]
    assert sleeper.until() is None
    assert sleeper.fire(until) == [False]
    letter = sleeper.letter("snooze_ended")
    assert (letter.kind, letter.to_address) == (LetterKind.SNOOZE_ENDED, "ana@aurora.example")
    with hotel(sleeper.hotel.id):
        ended = [event.actor_name for event in Event.select().where(Event.kind == "snooze ended")]
    assert ended == ["Bellhop"]


def test_put_aside_again_only_the_last_moment_counts(sleeper: Sleeper) -> None:
    """R-TKT-6"""
    first, second = clock.now() + HOUR, clock.now() + 2 * HOUR
    sleeper.put_aside(first)
    sleeper.put_aside(second)
    assert sleeper.fire(first) == [False, False]
    assert sleeper.until() == second
    with hotel(sleeper.hotel.id):
        snooze.wake(tickets.lock(sleeper.ticket.id), actor=sleeper.ana.actor, now=clock.now())
        assert rows("SELECT DISTINCT state FROM deadlines WHERE kind = 'snooze_ends'") == [("cancelled",)]
    assert sleeper.fire(second) == [False, False]


def test_the_mail_about_a_transfer_says_who_and_why(sleeper: Sleeper) -> None:
    """R-WF-6"""
    jon = make_member(sleeper.hotel, Role.STAFF, email="jon@aurora.example", name="Jon")
    with hotel(sleeper.hotel.id):
        transfer.to_person(
            tickets.lock(sleeper.ticket.id),
            jon.staff_id,
            "Room 12 is his floor.",
            actor=sleeper.ana.actor,
            now=clock.now(),
            channel="panel",
        )
    letter = sleeper.letter("transferred")
    assert (letter.kind, letter.to_address) == (LetterKind.TRANSFERRED, "jon@aurora.example")
    assert (letter.passed_on_by, letter.reason) == ("Ana", "Room 12 is his floor.")
    assert letter.words == "Hello, room 12 has no towels."
