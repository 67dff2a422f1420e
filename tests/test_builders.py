"""The builders leave what they say."""

from tests.builders import (
    PASSWORD,
    make_answer,
    make_channel,
    make_hotel,
    make_member,
    make_session,
    make_ticket,
)
from workflow import clock
from workflow.database import hotel
from workflow.models import Effect, Ticket
from workflow.services import accounts
from workflow.services.accounts import Origin
from workflow.settings import Settings


def test_a_hotel_with_a_member_a_ticket_and_an_answer(settings: Settings) -> None:
    at = make_hotel()
    ana = make_member(at)
    ticket = make_ticket(at, channel=make_channel(at), assignee=ana)
    make_answer(ticket, "They are on their way.", ana)
    with hotel(at.id):
        assert Ticket.get_by_id(ticket.id).state == "answered"
        assert [effect.kind for effect in Effect.select()] == ["send_answer"]
    person = accounts.of_session(make_session(ana), now=clock.now())
    assert person is not None
    assert person.email == ana.email
    known = accounts.prove(ana.email, PASSWORD, origin=Origin("192.0.2.1"), now=clock.now())
    assert (known.staff_id, known.email, known.name) == (person.staff_id, person.email, person.name)


def test_each_test_has_a_database_of_its_own(settings: Settings) -> None:
    assert make_ticket(make_hotel()).id == 1
