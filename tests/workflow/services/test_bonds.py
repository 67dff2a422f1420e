"""Mail to tickets that were merged or split finds the right one (R-TKT-5, R-MAIL-8)."""

import pytest

from tests.builders import make_ticket
from tests.workflow.services.talk import Talk
from workflow import clock
from workflow.database import hotel
from workflow.models import Ticket
from workflow.services import merging, splitting, tickets, watching
from workflow.settings import Settings
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
