"""Mail to tickets that were merged or split finds the right one (R-TKT-5, R-MAIL-8)."""

import pytest

from tests.builders import make_ticket
from tests.workflow.services.talk import Talk
from workflow import clock, clocks
from workflow.database import hotel
from workflow.models import Ticket
from workflow.services import merging, replies, splitting, tickets, watching
from workflow.settings import Settings
from workflow.sla import FactKind
from workflow.values import State


@pytest.fixture
def talk(settings: Settings) -> Talk:
    return Talk(settings)


def test_a_merged_number_still_leads_to_its_target(talk: Talk) -> None:
    """R-TKT-5: by the number in the subject; its watchers watch the target."""
    into = make_ticket(talk.hotel, "Late check-out", channel=talk.channel)
    with hotel(talk.hotel.id):
        ticket = tickets.lock(talk.ticket.id)
        watching.watch(ticket, talk.ana.staff_id, actor=talk.ana.actor, now=clock.now())
    with hotel(talk.hotel.id):
        merging.merge(*merging.lock_both(talk.ticket.id, into.id), actor=talk.ana.actor, now=clock.now())
    message = talk.say("Still no towels.")
    assert (message.ticket_id, message.placed_by) == (into.id, "pid_in_subject")
    with hotel(talk.hotel.id):
        assert Ticket.get_by_id(into.id).state == State.OPEN
        assert [one.name for one in watching.watchers(Ticket.get_by_id(into.id))] == ["Ana"]
    assert talk.stands().state == State.CLOSED


def test_an_answer_to_a_mail_that_was_split_off_comes_to_the_new_ticket(talk: Talk) -> None:
    """R-TKT-5: though its subject names the old one; without a reference the old one has it."""
    first = talk.say("Another thing: the invoice, please.", message_id="<invoice@guest.example>")
    with hotel(talk.hotel.id):
        ticket = tickets.lock(talk.ticket.id)
        new = splitting.split(ticket, [first.id], "Invoice", actor=talk.ana.actor, now=clock.now())
    follow_up = talk.say("With the VAT number.", answers="<invoice@guest.example>")
    assert (follow_up.ticket_id, follow_up.placed_by) == (new.id, "references")
    assert talk.say("And the towels?").ticket_id == talk.ticket.id


@pytest.mark.parametrize("state", [State.ANSWERED, State.RESOLVED, State.CLOSED, State.WAITING_GUEST])
def test_a_question_that_waits_keeps_waiting_in_the_ticket_it_is_merged_into(
    talk: Talk, state: State
) -> None:
    """R-TKT-5, R-WF-4: nothing that nobody answered is hidden in a ticket that is done; the clock runs for it."""
    into = make_ticket(talk.hotel, "Late check-out", channel=talk.channel)
    with hotel(talk.hotel.id):
        replies.send(tickets.lock(into.id), "Until noon.", actor=talk.ana.actor, now=clock.now())
        if state is not State.ANSWERED:
            tickets.move(tickets.lock(into.id), state, actor=talk.ana.actor, now=clock.now())
    with hotel(talk.hotel.id):
        merging.merge(*merging.lock_both(talk.ticket.id, into.id), actor=talk.ana.actor, now=clock.now())
        assert Ticket.get_by_id(into.id).state in (State.OPEN, State.IN_PROGRESS)
        assert clocks.history([into.id])[into.id][-1].kind is FactKind.GUEST_WROTE


def test_what_was_answered_leaves_the_ticket_it_is_merged_into_as_it_is(talk: Talk) -> None:
    into = make_ticket(talk.hotel, "Late check-out", channel=talk.channel)
    with hotel(talk.hotel.id):
        for id in (talk.ticket.id, into.id):
            replies.send(tickets.lock(id), "Until noon.", actor=talk.ana.actor, now=clock.now())
    with hotel(talk.hotel.id):
        merging.merge(*merging.lock_both(talk.ticket.id, into.id), actor=talk.ana.actor, now=clock.now())
        assert Ticket.get_by_id(into.id).state == State.ANSWERED
