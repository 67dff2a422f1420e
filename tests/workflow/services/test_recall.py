"""Answers that can be taken back for a few seconds: they go or they come back, never both (R-WEB-4)."""

import threading
from collections import Counter

import pytest

from tests import builders
from tests.builders import Colleague
from worker.timekeeper import Timekeeper
from workflow import clock
from workflow.database import hotel, rows
from workflow.desk import Desk
from workflow.errors import Invalid, MoveRefused, NotFound
from workflow.files import FileStore
from workflow.models import Channel, Deadline, Effect, Event, Hotel, Membership, Message, Ticket, UnsentAnswer
from workflow.sealing import Keys
from workflow.services import deleting, merging, recall, sent_ahead, tickets, uploads
from workflow.services.recall import Words
from workflow.services.uploads import Upload
from workflow.settings import Settings
from workflow.values import ChannelKind, Role, State


@pytest.fixture
def aurora(database_url: str) -> Hotel:
    return builders.make_hotel()


@pytest.fixture
def ana(aurora: Hotel) -> Colleague:
    return builders.make_member(aurora)


@pytest.fixture
def ticket(aurora: Hotel, ana: Colleague) -> Ticket:
    return builders.make_ticket(aurora, "No towels", channel=builders.make_channel(aurora))


@pytest.fixture
def timekeeper(settings: Settings) -> Timekeeper:
    return Timekeeper(Desk(settings, Keys(settings.secret), FileStore(settings.storage_url)))


def hold(ticket: Ticket, ana: Colleague, body: str = "They come.", *, seconds: int = 0) -> UnsentAnswer:
    """seconds 0: it may go at once, and until it does it can be taken back."""
    with hotel(ticket.hotel_id):
        locked = tickets.lock(ticket.id)
        return recall.hold(locked, Words(body), actor=ana.actor, now=clock.now(), seconds=seconds)


def answers(ticket: Ticket) -> list[str]:
    with hotel(ticket.hotel_id):
        found = Message.select().where(Message.ticket_id == ticket.id, Message.direction == "out")
        return [str(message.body) for message in found.order_by(Message.id)]


def test_until_it_goes_nothing_of_it_is_in_the_ticket(
    ticket: Ticket, ana: Colleague, timekeeper: Timekeeper
) -> None:
    """R-WEB-4: no state moves, no clock stops, nobody is told; then all of it at once."""
    hold(ticket, ana, seconds=5)
    assert timekeeper.round() == 0
    assert answers(ticket) == []
    with hotel(ticket.hotel_id):
        before = Ticket.get_by_id(ticket.id)
        assert (before.version, before.state, before.first_response_at) == (ticket.version, State.OPEN, None)
        assert Effect.select().count() == 0
        Deadline.update(due_at=clock.now(), look_at=clock.now()).where(
            Deadline.kind == "answer_goes"
        ).execute()
    assert timekeeper.round() == 1
    assert answers(ticket) == ["They come."]
    with hotel(ticket.hotel_id):
        after = Ticket.get_by_id(ticket.id)
        assert (after.state, after.assignee_id) == (State.ANSWERED, ana.staff_id)
        assert after.first_response_at is not None
        assert [effect.kind for effect in Effect.select()] == ["send_answer"]
        assert UnsentAnswer.select().count() == 0


def test_taken_back_it_never_goes_and_leaves_no_trace(
    ticket: Ticket, ana: Colleague, timekeeper: Timekeeper
) -> None:
    held = hold(ticket, ana)
    with hotel(ticket.hotel_id):
        lines = Event.select().count()
        back = recall.take_back(Ticket.get_by_id(ticket.id), held.id, staff_id=ana.staff_id)
    assert back.body == "They come."
    timekeeper.round()
    assert answers(ticket) == []
    with hotel(ticket.hotel_id):
        assert Event.select().count() == lines
        assert Effect.select().count() == 0
        with pytest.raises(MoveRefused, match="gone out already"):
            recall.take_back(Ticket.get_by_id(ticket.id), held.id, staff_id=ana.staff_id)


def test_what_has_gone_is_not_taken_back(ticket: Ticket, ana: Colleague, timekeeper: Timekeeper) -> None:
    held = hold(ticket, ana)
    assert timekeeper.round() == 1
    with hotel(ticket.hotel_id), pytest.raises(MoveRefused, match="gone out already"):
        recall.take_back(Ticket.get_by_id(ticket.id), held.id, staff_id=ana.staff_id)
    assert answers(ticket) == ["They come."]


def test_two_workers_and_an_author_at_once_either_way_it_is_done_once(
    ticket: Ticket, ana: Colleague, settings: Settings
) -> None:
    """Forty races: what was taken back was never sent, what was sent was not given back, nothing is lost or doubled."""
    desk = Desk(settings, Keys(settings.secret), FileStore(settings.storage_url))
    won: dict[str, str] = {}
    for number in range(40):
        body = f"Answer {number}"
        held = hold(ticket, ana, body)
        start = threading.Barrier(3)

        def take_back(held: UnsentAnswer = held, body: str = body, start: threading.Barrier = start) -> None:
            start.wait()
            try:
                with hotel(ticket.hotel_id):
                    recall.take_back(Ticket.get_by_id(ticket.id), held.id, staff_id=ana.staff_id)
                won[body] = "author"
            except MoveRefused:
                won[body] = "worker"

        def work(start: threading.Barrier = start) -> None:
            start.wait()
            Timekeeper(desk).round()

        threads = [threading.Thread(target=take_back), *(threading.Thread(target=work) for _ in range(2))]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    print(Counter(won.values()))
    assert len(won) == 40
    assert answers(ticket) == [body for body, who in won.items() if who == "worker"]
    with hotel(ticket.hotel_id):
        sent = Effect.select().where(Effect.kind == "send_answer").count()
        assert sent == list(won.values()).count("worker")
        assert Deadline.select().where(Deadline.kind == "answer_goes", Deadline.state == "armed").count() == 0
        assert UnsentAnswer.select().count() == 0


def test_a_later_one_does_not_overtake(ticket: Ticket, ana: Colleague, timekeeper: Timekeeper) -> None:
    first, second = hold(ticket, ana, "One", seconds=30), hold(ticket, ana, "Two")
    assert first.id < second.id
    timekeeper.round()
    assert answers(ticket) == ["One", "Two"]


def test_files_go_with_it_and_come_back_with_it(
    ticket: Ticket, ana: Colleague, timekeeper: Timekeeper, settings: Settings
) -> None:
    desk = Desk(settings, Keys(settings.secret), FileStore(settings.storage_url))
    (kept,) = uploads.keep(
        [Upload("bill.txt", b"One night")], hotel_id=ticket.hotel_id, desk=desk, now=clock.now()
    )
    by = recall.author(ana.staff_id)
    with hotel(ticket.hotel_id):
        file = sent_ahead.add(kept, hotel_id=ticket.hotel_id, author=by, now=clock.now())
        words = Words("The bill.", file_ids=(file.id,))
        locked = tickets.lock(ticket.id)
        held = recall.hold(locked, words, actor=ana.actor, now=clock.now(), seconds=5)
        assert recall.of_ticket(locked)[0].file_names == ("bill.txt",)
        assert recall.take_back(locked, held.id, staff_id=ana.staff_id).file_ids == [file.id]
        recall.hold(locked, words, actor=ana.actor, now=clock.now(), seconds=0)
    timekeeper.round()
    with hotel(ticket.hotel_id):
        assert rows("SELECT filename, message_id IS NOT NULL FROM attachments") == [("bill.txt", True)]


def test_only_its_author_takes_it_back_and_what_cannot_be_sent_is_refused_at_once(
    ticket: Ticket, ana: Colleague, aurora: Hotel
) -> None:
    held, jon = (
        hold(ticket, ana, seconds=5),
        builders.make_member(aurora, Role.STAFF, email="jon@aurora.example", name="Jon"),
    )
    with hotel(aurora.id):
        locked = tickets.lock(ticket.id)
        with pytest.raises(NotFound):
            recall.take_back(locked, held.id, staff_id=jon.staff_id)
        with pytest.raises(Invalid):
            recall.hold(locked, Words("  "), actor=ana.actor, now=clock.now(), seconds=5)
        by_whatsapp = Words("Hello", ChannelKind.WHATSAPP)
        with pytest.raises(Invalid, match="WhatsApp"):
            recall.hold(locked, by_whatsapp, actor=ana.actor, now=clock.now(), seconds=5)


def test_a_ticket_that_moves_on_meanwhile(
    aurora: Hotel, ticket: Ticket, ana: Colleague, timekeeper: Timekeeper
) -> None:
    """Merged, the answer goes where the ticket went; deleted, its words stay in the house and its author hears of it."""
    with hotel(aurora.id):
        channel = Channel.get_by_id(ticket.channel_id)
    other = builders.make_ticket(aurora, "Towels again", channel=channel)
    hold(ticket, ana, "Into the other")
    with hotel(ticket.hotel_id):
        one, into = merging.lock_both(ticket.id, other.id)
        merging.merge(one, into, actor=ana.actor, now=clock.now())
    timekeeper.round()
    assert answers(other) == ["Into the other"]
    hold(other, ana, "Never seen by the guest")
    with hotel(ticket.hotel_id):
        deleting.delete(tickets.lock(other.id), actor=ana.actor, now=clock.now())
    timekeeper.round()
    assert answers(other) == ["Into the other"]
    with hotel(ticket.hotel_id):
        note = Message.select().where(Message.direction == "note").get()
        assert "Never seen by the guest" in note.body
        assert Event.select().where(Event.kind == "answer not sent").count() == 1


def test_a_hotel_and_a_member_say_how_long(ticket: Ticket, ana: Colleague) -> None:
    """Five seconds by default; 0 switches it off; a member's word goes before the hotel's."""

    def seconds() -> int:
        return recall.seconds_of(Hotel.get_by_id(ticket.hotel_id), ana.staff_id)

    with hotel(ticket.hotel_id):
        assert seconds() == 5
        recall.set_of_hotel(ticket.hotel_id, 0, actor=ana.actor, now=clock.now())
        assert seconds() == 0
        recall.set_own(ticket.hotel_id, ana.staff_id, 12)
        assert seconds() == 12
        recall.set_own(ticket.hotel_id, ana.staff_id, None)
        assert seconds() == 0
        for wrong in (-1, 61):
            with pytest.raises(Invalid):
                recall.set_own(ticket.hotel_id, ana.staff_id, wrong)
            with pytest.raises(Invalid):
                recall.set_of_hotel(ticket.hotel_id, wrong, actor=ana.actor, now=clock.now())
        line = Event.select().where(Event.kind == "hotel changed").get()
        assert (line.old, line.new) == ("5", "0")
        assert Membership.select().count() == 1
