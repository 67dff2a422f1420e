"""A guest thanks: kept and marked, the ticket as it was, undone with one click (R-WF-2)."""

from datetime import timedelta
from email.message import EmailMessage

import pytest

from tests.builders import Colleague, make_channel, make_hotel, make_member, make_ticket
from workflow import clock
from workflow.database import hotel, rows
from workflow.desk import Desk
from workflow.errors import MoveRefused, NotFound
from workflow.files import FileStore
from workflow.models import Channel, Effect, Event, Hotel, Message, Ticket
from workflow.sealing import Keys
from workflow.services import inbox, intake, outbox, snooze, thanks, tickets
from workflow.services.outbox import Claim
from workflow.settings import Settings
from workflow.values import State

LEASE = timedelta(seconds=30)


class Talk:
    """Mia's ticket, which Ana looks after; mails come in at the door and are read."""

    def __init__(self, settings: Settings) -> None:
        self.desk = Desk(settings, Keys(settings.secret), FileStore(settings.storage_url))
        self.hotel: Hotel = make_hotel()
        self.channel: Channel = make_channel(self.hotel)
        self.ana: Colleague = make_member(self.hotel)
        self.ticket = make_ticket(self.hotel, channel=self.channel, assignee=self.ana)

    def put(self, *states: State) -> None:
        for state in states:
            with hotel(self.hotel.id):
                tickets.move(tickets.lock(self.ticket.id), state, actor=self.ana.actor, now=clock.now())

    def say(self, words: str, *, subject: str | None = None, photo: bool = False) -> Message:
        """Mia's mail into the ticket, as it stands there."""
        mail = EmailMessage()
        mail["From"] = "Mia Sand <mia@guest.example>"
        mail["Subject"] = f"Re: No towels [{self.ticket.pid}]" if subject is None else subject
        mail.set_content(words)
        if photo:
            mail.add_attachment(b"\xff\xd8\xff", maintype="image", subtype="jpeg", filename="shower.jpg")
        route = inbox.find_route("aurora@desk.localhost")
        assert route is not None
        inbox.accept([inbox.Incoming(route, "smtp", clock.now(), mail.as_bytes(), "mia@guest.example")])
        intake.process(self._claims(), desk=self.desk, tick=clock.now)
        with hotel(self.hotel.id):
            return Message.select().where(Message.direction == "in").order_by(Message.id.desc()).get()

    def _claims(self) -> list[Claim]:
        with hotel(self.hotel.id):
            waiting = rows("SELECT id FROM effects WHERE kind = 'process_inbox' AND state = 'waiting'")
            rows("UPDATE effects SET state = 'queued' WHERE id = ANY(%s)", ([id for (id,) in waiting],))
        return outbox.claim([id for (id,) in waiting], now=clock.now(), lease=LEASE)

    def stands(self) -> Ticket:
        with hotel(self.hotel.id):
            return Ticket.get_by_id(self.ticket.id)

    def events(self) -> list[str]:
        with hotel(self.hotel.id):
            return [event.kind for event in Event.select().order_by(Event.id)]

    def notices(self) -> int:
        with hotel(self.hotel.id):
            return int(Effect.select().where(Effect.kind == "send_notice").count())

    def undo(self, message: Message) -> None:
        with hotel(self.hotel.id):
            thanks.treat_as_written(
                tickets.lock(self.ticket.id), message.id, actor=self.ana.actor, now=clock.now()
            )


@pytest.fixture
def talk(settings: Settings) -> Talk:
    return Talk(settings)


@pytest.mark.parametrize("state", [State.ANSWERED, State.RESOLVED, State.CLOSED])
def test_thanks_leave_what_is_answered_or_done_as_it_is(talk: Talk, state: State) -> None:
    """R-WF-2: stored, marked, told, and nothing moves; the clocks of its state go on."""
    talk.put(state)
    with hotel(talk.hotel.id):
        armed = rows("SELECT id FROM deadlines WHERE state = 'armed' ORDER BY id")
    before = talk.notices()
    message = talk.say("Perfect, thank you so much!\n\nMia Sand")
    assert message.ticket_id == talk.ticket.id
    assert message.is_politeness
    assert talk.stands().state == state
    assert talk.events()[-1] == "guest thanked"
    assert talk.notices() == before + 1, "an ok may be an answer: Ana reads it"
    with hotel(talk.hotel.id):
        assert rows("SELECT id FROM deadlines WHERE state = 'armed' ORDER BY id") == armed


@pytest.mark.parametrize("state", [State.WAITING_GUEST, State.ON_HOLD])
def test_where_the_house_waits_an_ok_is_an_answer(talk: Talk, state: State) -> None:
    """R-WF-2"""
    talk.put(state)
    assert not talk.say("ok, thanks").is_politeness
    assert talk.stands().state == State.IN_PROGRESS


@pytest.mark.parametrize(
    ("words", "subject", "photo"),
    [
        ("Thanks, but the shower is still broken.", None, False),
        ("Thank you!", None, True),
        ("Thank you!", "Shower broken again [{pid}]", False),
    ],
)
def test_words_a_photo_or_another_subject_are_more_than_thanks(
    talk: Talk, words: str, subject: str | None, photo: bool
) -> None:
    """R-WF-2"""
    talk.put(State.CLOSED)
    message = talk.say(words, subject=subject and subject.format(pid=talk.ticket.pid), photo=photo)
    assert not message.is_politeness
    assert talk.stands().state == State.OPEN


@pytest.mark.parametrize("state", [State.ANSWERED, State.CLOSED])
def test_one_click_treats_them_as_written(talk: Talk, state: State) -> None:
    """R-WF-2: the undo, once."""
    talk.put(state)
    message = talk.say("ok")
    talk.undo(message)
    assert talk.stands().state == (State.IN_PROGRESS if state is State.ANSWERED else State.OPEN)
    assert "taken as written" in talk.events()
    with hotel(talk.hotel.id):
        assert not Message.get_by_id(message.id).is_politeness
    with pytest.raises(MoveRefused, match="counts as written already"):
        talk.undo(message)
    with pytest.raises(NotFound):
        talk.undo(Message(id=4711))


def test_a_guest_who_writes_wakes_a_snoozed_ticket_and_thanks_do_not(talk: Talk) -> None:
    """R-TKT-6, R-WF-2"""
    talk.put(State.ANSWERED)
    until = clock.now() + timedelta(days=3)
    with hotel(talk.hotel.id):
        snooze.until(tickets.lock(talk.ticket.id), until, actor=talk.ana.actor, now=clock.now())
    talk.say("Thanks!")
    assert talk.stands().snoozed_until == until
    talk.say("The towels are wet.")
    assert talk.stands().snoozed_until is None
    with hotel(talk.hotel.id):
        assert rows("SELECT state FROM deadlines WHERE kind = 'snooze_ends'") == [("cancelled",)]


@pytest.mark.parametrize(("days", "reopened"), [(13, True), (15, False)])
def test_after_the_reopen_window_it_is_a_new_linked_ticket(talk: Talk, days: int, reopened: bool) -> None:
    """R-WF-2"""
    talk.put(State.CLOSED)
    with hotel(talk.hotel.id):
        ended = clock.now() - timedelta(days=days)
        Ticket.update(closed_at=ended, resolved_at=ended).where(Ticket.id == talk.ticket.id).execute()
    message = talk.say("The towels are gone again.")
    if reopened:
        assert (message.ticket_id, talk.stands().state) == (talk.ticket.id, State.OPEN)
        return
    assert talk.stands().state == State.CLOSED
    with hotel(talk.hotel.id):
        new = Ticket.get_by_id(message.ticket_id)
    assert (new.linked_id, new.placed_by, new.state) == (talk.ticket.id, "after_close", State.OPEN)
