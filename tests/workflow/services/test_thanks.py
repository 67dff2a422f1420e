"""A guest thanks: kept and marked, the ticket as it was, undone with one click (R-WF-2)."""

from datetime import timedelta

import pytest

from tests.workflow.services.talk import Talk
from workflow import clock
from workflow.database import hotel, rows
from workflow.errors import MoveRefused, NotFound
from workflow.models import Message, Ticket
from workflow.services import snooze, thanks, tickets
from workflow.settings import Settings
from workflow.values import State


def undo(talk: Talk, message: Message) -> None:
    with hotel(talk.hotel.id):
        thanks.treat_as_written(
            tickets.lock(talk.ticket.id), message.id, actor=talk.ana.actor, now=clock.now()
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
    undo(talk, message)
    assert talk.stands().state == (State.IN_PROGRESS if state is State.ANSWERED else State.OPEN)
    assert "taken as written" in talk.events()
    with hotel(talk.hotel.id):
        assert not Message.get_by_id(message.id).is_politeness
    with pytest.raises(MoveRefused, match="counts as written already"):
        undo(talk, message)
    with pytest.raises(NotFound):
        undo(talk, Message(id=4711))


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
