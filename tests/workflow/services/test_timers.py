"""waiting_guest → reminder → resolved → closed, after the hotel's times; whatever happens meanwhile (R-WF-3)."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from tests.builders import Colleague, make_channel, make_guest, make_hotel, make_member, make_ticket
from workflow import clock
from workflow.database import hotel, rows
from workflow.models import Channel, Deadline, Effect, Event, Guest, Hotel, Message, Ticket
from workflow.services import merging, muting, replies, snooze, spam, tickets, timers
from workflow.values import DeadlineKind, State

REMIND, RESOLVE, CLOSE = (
    DeadlineKind.REMIND_WAITING,
    DeadlineKind.RESOLVE_WAITING,
    DeadlineKind.CLOSE_RESOLVED,
)


class Desk:
    """Mia, a guest of the hotel, has a ticket that Ana looks after."""

    def __init__(self) -> None:
        self.hotel: Hotel = make_hotel()
        self.channel: Channel = make_channel(self.hotel)
        self.ana: Colleague = make_member(self.hotel)
        self.mia: Guest = make_guest(self.hotel)
        self.ticket = self.open_ticket()

    def open_ticket(self, **options: Any) -> Ticket:
        options = {"channel": self.channel, "guest": self.mia, "assignee": self.ana, **options}
        return make_ticket(self.hotel, **options)

    def set_times(self, **settings: object) -> None:
        with hotel(self.hotel.id):
            Hotel.update(settings=settings).where(Hotel.id == self.hotel.id).execute()

    def wait(self, ticket: Ticket | None = None) -> datetime:
        """The ticket waits for its guest from the moment that is returned."""
        now = clock.now()
        with hotel(self.hotel.id):
            tickets.move(
                tickets.lock((ticket or self.ticket).id),
                State.WAITING_GUEST,
                actor=self.ana.actor,
                now=now,
            )
        return now

    def do(self, work: Callable[[Ticket], object]) -> None:
        with hotel(self.hotel.id):
            work(tickets.lock(self.ticket.id))

    def armed(self) -> dict[str, datetime]:
        with hotel(self.hotel.id):
            found = Deadline.select().where(Deadline.ticket_id == self.ticket.id, Deadline.state == "armed")
            return {deadline.kind: deadline.due_at for deadline in found}

    def fire(self, kind: DeadlineKind, at: datetime, ticket: Ticket | None = None) -> bool:
        with hotel(self.hotel.id):
            deadline = (
                Deadline.select()
                .where(Deadline.ticket_id == (ticket or self.ticket).id, Deadline.kind == kind)
                .order_by(Deadline.id.desc())
                .get()
            )
        with hotel(self.hotel.id):
            return timers.fire(deadline.id, now=at)

    def stands(self) -> Ticket:
        with hotel(self.hotel.id):
            return Ticket.get_by_id(self.ticket.id)

    def events(self, kind: str) -> list[Event]:
        with hotel(self.hotel.id):
            return list(Event.select().where(Event.kind == kind).order_by(Event.id))

    def reminders(self, ticket: Ticket | None = None) -> list[Message]:
        with hotel(self.hotel.id):
            return list(
                Message.select()
                .where(Message.ticket_id == (ticket or self.ticket).id, Message.author_kind == "system")
                .order_by(Message.id)
            )


@pytest.fixture
def desk(database_url: str) -> Desk:
    return Desk()


def test_the_guest_is_reminded_then_it_is_resolved_then_closed(desk: Desk) -> None:
    """R-WF-3: at the times the hotel set, each once."""
    desk.set_times(
        waiting_reminds_after_days=1, waiting_resolves_after_days=3.5, resolved_closes_after_days=2
    )
    began = desk.wait()
    day = timedelta(days=1)
    assert desk.armed() == {REMIND: began + day, RESOLVE: began + 3.5 * day}
    assert not desk.fire(REMIND, began + day - timedelta(seconds=1)), "not before its time"
    assert desk.fire(REMIND, began + day)
    assert not desk.fire(REMIND, began + day), "and not twice"
    (reminder,) = desk.reminders()
    assert reminder.recipients == ["mia@guest.example"]
    assert "still waiting for your answer" in reminder.body
    assert desk.ticket.pid in reminder.body
    with hotel(desk.hotel.id):
        sent = Effect.select().where(Effect.kind == "send_answer", Effect.message_id == reminder.id)
        assert sent.count() == 1
    assert desk.stands().state == State.WAITING_GUEST
    assert desk.stands().first_response_at is None, "a machine's mail is no response"
    resolved = began + 3.5 * day
    assert desk.fire(RESOLVE, resolved)
    assert (desk.stands().state, desk.stands().resolved_at) == (State.RESOLVED, resolved)
    assert desk.armed() == {CLOSE: resolved + 2 * day}
    assert desk.fire(CLOSE, resolved + 2 * day)
    assert (desk.stands().state, desk.stands().closed_at) == (State.CLOSED, resolved + 2 * day)
    assert desk.armed() == {}


def test_a_hotel_may_do_without_the_reminder(desk: Desk) -> None:
    """R-WF-3"""
    desk.set_times(waiting_reminds_after_days=0)
    desk.wait()
    assert set(desk.armed()) == {RESOLVE}


@pytest.mark.parametrize("act", ["answer", "go on", "resolve"])
def test_answering_or_any_move_cancels_in_the_same_transaction(desk: Desk, act: str) -> None:
    """R-WF-3: a deadline that was handed over already does nothing any more."""
    began = desk.wait()
    armed = desk.armed()

    def work(ticket: Ticket) -> None:
        if act == "answer":
            replies.send(ticket, "Here you are.", actor=desk.ana.actor, now=clock.now())
        else:
            goal = State.IN_PROGRESS if act == "go on" else State.RESOLVED
            tickets.move(ticket, goal, actor=desk.ana.actor, now=clock.now())

    with pytest.raises(ZeroDivisionError):
        desk.do(lambda ticket: (work(ticket), 1 // 0))
    assert desk.armed() == armed, "what is rolled back cancels nothing"
    desk.do(work)
    assert not set(desk.armed()) & {REMIND, RESOLVE}
    for kind in (REMIND, RESOLVE):
        assert not desk.fire(kind, began + timedelta(days=30))
    assert desk.reminders() == []


@pytest.mark.parametrize("kind", [REMIND, RESOLVE])
def test_a_ticket_that_was_deleted_meanwhile_is_left_alone_and_its_times_begin_anew(
    desk: Desk, kind: DeadlineKind
) -> None:
    """R-WF-3, R-TKT-7: no mail, no move; when it comes back it waits again."""
    began = desk.wait()
    desk.do(lambda ticket: Ticket.update(deleted_at=clock.now()).where(Ticket.id == ticket.id).execute())
    assert not desk.fire(kind, began + timedelta(days=30))
    assert (desk.stands().state, desk.reminders()) == (State.WAITING_GUEST, [])
    assert kind not in desk.armed()
    back = clock.now()
    desk.do(lambda ticket: timers.arm_again(ticket, now=back))
    assert desk.armed() == {REMIND: back + timedelta(days=2), RESOLVE: back + timedelta(days=7)}


def test_a_ticket_that_was_merged_meanwhile_is_left_alone(desk: Desk) -> None:
    """R-WF-3, R-TKT-5"""
    into, now = desk.open_ticket(), clock.now()
    desk.do(lambda ticket: snooze.until(ticket, now + timedelta(hours=1), actor=desk.ana.actor, now=now))
    with hotel(desk.hotel.id):
        merging.merge(*merging.lock_both(desk.ticket.id, into.id), actor=desk.ana.actor, now=now)
        rows(
            "UPDATE deadlines SET state = 'armed' WHERE kind = 'snooze_ends'"
        )  # as if it had been on its way
    assert not desk.fire(DeadlineKind.SNOOZE_ENDS, now + timedelta(hours=1))
    assert (desk.stands().state, desk.events("snooze ended")[-1].actor_name) == (State.CLOSED, "Ana")


def test_a_ticket_that_comes_out_of_the_spam_folder_waits_again(desk: Desk) -> None:
    """R-MAIL-13, R-WF-3"""
    began = desk.wait()
    with hotel(desk.hotel.id):
        rows(
            "INSERT INTO inbox (hotel_id, channel_id, door, received_at, size, state, ticket_id)"
            " VALUES (%s, %s, 'smtp', now(), 1, 'spam', %s)",
            (desk.hotel.id, desk.channel.id, desk.ticket.id),
        )
        (inbox_id,) = rows("SELECT max(id) FROM inbox")[0]
    desk.do(lambda ticket: Ticket.update(deleted_at=clock.now()).where(Ticket.id == ticket.id).execute())
    desk.fire(RESOLVE, began + timedelta(days=30))
    with hotel(desk.hotel.id):
        spam.release(desk.hotel.id, inbox_id, actor=desk.ana.actor, now=clock.now())
    assert set(desk.armed()) == {REMIND, RESOLVE}


@pytest.mark.parametrize(
    ("why", "sentence"),
    [
        ("stranger", "Its sender is not known, and not confirmed."),
        ("muted", "Mail to its sender came back."),
        ("blocked", "Its sender is blocked."),
        ("desk", "Another desk sent it."),
        ("machine", "Out of office."),
        ("lately", "Its sender got several automatic mails within the hour."),
        ("hotel", "The hotel has sent as many automatic mails within the hour as it allows."),
        ("nowhere", "The hotel has no desk address to write from."),
    ],
)
def test_a_reminder_obeys_the_rules_of_automatic_mail(desk: Desk, why: str, sentence: str) -> None:
    """R-MAIL-10: it is not sent, and the timeline says why; the rest goes on."""
    options: dict[str, Any] = {"requester_address": "sea@elsewhere.example"}
    if why == "stranger":
        options["guest"] = None
    elif why == "nowhere":
        options["channel"] = None
    elif why == "desk":
        options["requester_address"] = desk.channel.address
    ticket = desk.open_ticket(**options)
    began = desk.wait(ticket)
    with hotel(desk.hotel.id):
        if why == "stranger":
            rows("UPDATE messages SET verdict = 'none' WHERE ticket_id = %s", (ticket.id,))
        elif why == "muted":
            muting.mute(desk.hotel.id, ticket.requester_address, "No such mailbox.", now=began)
        elif why == "blocked":
            spam.block(desk.hotel.id, "@elsewhere.example", actor=desk.ana.actor, now=began)
        elif why == "machine":
            rows(
                "UPDATE messages SET is_automatic = true, auto_reason = 'Out of office.' WHERE ticket_id = %s",
                (ticket.id,),
            )
        elif why == "lately":
            rows(
                "INSERT INTO automatic_mails (hotel_id, address, domain, words, at)"
                " SELECT %s, %s, '', n::text, %s FROM generate_series(1, 5) AS n",
                (desk.hotel.id, ticket.requester_address, began + timedelta(days=2)),
            )
        elif why == "hotel":
            Hotel.update(settings={"automatic_an_hour": 0}).execute()
    assert desk.fire(REMIND, began + timedelta(days=2), ticket)
    assert desk.reminders(ticket) == []
    assert [event.new for event in desk.events("not reminded")] == [sentence]


def test_reminders_count_among_the_automatic_mails(desk: Desk) -> None:
    """R-MAIL-10: five tickets of one guest remind five times within the hour, the sixth does not."""
    all_of_them = [desk.ticket, *(desk.open_ticket() for _ in range(5))]
    due = max(desk.wait(ticket) for ticket in all_of_them) + timedelta(days=2)
    for ticket in all_of_them:
        assert desk.fire(REMIND, due, ticket)
    assert [len(desk.reminders(ticket)) for ticket in all_of_them] == [1, 1, 1, 1, 1, 0]


def test_a_reminder_speaks_the_guests_language(desk: Desk) -> None:
    """R-I18N-1: also the day from which the ticket counts as settled, on the hotel's calendar."""
    with hotel(desk.hotel.id):
        Ticket.update(language="de").where(Ticket.id == desk.ticket.id).execute()
    began = desk.wait()
    desk.fire(REMIND, began + timedelta(days=2))
    (reminder,) = desk.reminders()
    assert "wir warten noch auf Ihre Antwort" in reminder.body
    day = (began + timedelta(days=7)).astimezone(ZoneInfo("Europe/Rome"))
    assert f"bis zum {day.day}. " in reminder.body
    assert f" {day.year} nichts" in reminder.body
