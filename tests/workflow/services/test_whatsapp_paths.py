"""The 24 hours: what waits for a tap, goes by mail or not at all, and what the queue says of the end."""

from dataclasses import replace

import pytest

from bellhop.fakes.twilio import Template
from tests.workflow.services.chat import MIA, Chat
from tests.workflow.services.conftest import MakeChat
from workflow import clock
from workflow.database import hotel
from workflow.errors import Invalid
from workflow.models import Channel, WhatsappContact
from workflow.services import desk_tickets, stuck, whatsapp_channels, whatsapp_paths
from workflow.values import Rule, Source
from workflow.whatsapp import window

MAIL = "mia@guest.example"


def state(chat: Chat, id: int) -> tuple[str, str | None]:
    message = chat.message(id)
    return message.delivery_state, message.delivery_error


def test_outside_the_window_it_waits_for_a_tap(chat: Chat) -> None:
    """R-WA-6: one template a day asks; the guest's tap releases each answer once, in order, and wakes nobody."""
    chat.writes("No towels")
    chat.later(hours=30)
    first, second = chat.answers("They are there now."), chat.answers("And soap.")
    assert chat.sent() == ["Tap to read our answer"]
    assert [state(chat, id)[0] for id in (first, second)] == ["parked", "parked"]
    mails = len(chat.bag.mails)
    chat.writes("Read", ButtonText="Read", ButtonPayload="read")
    assert chat.sent() == ["Tap to read our answer", "They are there now.", "And soap."]
    assert chat.tickets()[0].state == "answered"
    assert len(chat.bag.mails) == mails
    chat.writes("Thanks, got it")
    assert len(chat.sent()) == 3


def test_a_new_template_goes_out_after_a_day(chat: Chat) -> None:
    """R-WA-6: at most once in 24 hours."""
    chat.writes("No towels")
    chat.later(hours=30)
    chat.answers("They are there now.")
    chat.later(hours=23)
    chat.answers("Really.")
    assert chat.sent() == ["Tap to read our answer"]
    chat.later(hours=2)
    chat.answers("I looked.")
    assert chat.sent() == ["Tap to read our answer"] * 2


@pytest.mark.parametrize("prefers_mail", [True, False])
def test_outside_the_window_it_may_go_by_mail(make_chat: MakeChat, prefers_mail: bool) -> None:
    """R-WA-6: if the hotel prefers it, or there is no template; the message says so."""
    chat = make_chat(prefers_mail=True) if prefers_mail else make_chat(template=None)
    chat.known_guest()
    chat.writes("No towels")
    chat.later(hours=25)
    id = chat.answers("They are there now.")
    assert chat.sent() == []
    assert len(chat.mails_to(MAIL)) == 1
    message = chat.message(id)
    assert (message.channel, message.delivery_state) == ("email", "sent")
    assert "24 hours" in message.remark


def test_without_any_way_it_is_not_sent_and_its_author_told(make_chat: MakeChat) -> None:
    """R-WA-6: failed at once, with the reason."""
    chat = make_chat(template=None)
    chat.writes("No towels")
    chat.later(hours=25)
    before = len(chat.mails_to(chat.ana.email))
    id = chat.answers("They are there now.")
    delivery, error = state(chat, id)
    assert delivery == "failed"
    assert (
        error
        == f"{whatsapp_paths.OVER}, and there is no template to ask the guest to tap; no other way to the guest is known."
    )
    assert len(chat.mails_to(chat.ana.email)) == before + 1
    assert chat.tickets()[0].state == "in_progress"


def test_a_late_63016_takes_the_outside_path(chat: Chat) -> None:
    """R-WA-7: what WhatsApp did not let through is parked, and arrives once; repeats of the report change nothing."""
    chat.writes("No towels")
    id = chat.answers("On their way.")
    refused = chat.twilio.sent()[-1]
    for _ in range(2):
        chat.report(refused, "failed", code=63016)
        chat.report(refused, "undelivered", code=63016)
        chat.settle()
    assert state(chat, id)[0] == "parked"
    assert chat.sent() == ["On their way.", "Tap to read our answer"]
    chat.writes("Yes?")
    assert chat.sent() == ["On their way.", "Tap to read our answer", "On their way."]
    chat.report(chat.twilio.sent()[-1], "delivered")
    chat.settle()
    assert state(chat, id)[0] == "delivered"


def test_a_template_that_fails_does_not_keep_the_answer(chat: Chat) -> None:
    """R-WA-6: the guest was never asked, so the answer goes by mail."""
    chat.known_guest()
    chat.writes("No towels")
    chat.later(hours=30)
    id = chat.answers("They are there now.")
    chat.report(chat.twilio.sent()[-1], "failed", code=63016)
    chat.settle()
    assert chat.message(id).channel == "email"
    assert len(chat.mails_to(MAIL)) == 1


def test_a_template_that_twilio_does_not_know_keeps_nothing_waiting(chat: Chat) -> None:
    """R-WA-6: refused at once; the answer takes the next path, and the reason names both."""
    chat.account.templates.clear()
    chat.writes("No towels")
    chat.later(hours=30)
    id = chat.answers("They are there now.")
    delivery, error = state(chat, id)
    assert delivery == "failed"
    assert error is not None
    assert error.startswith(
        f"{whatsapp_paths.OVER}, and the guest could not be asked to tap: WhatsApp did not deliver"
    )


def test_a_mended_template_asks_whom_the_broken_one_could_not(chat: Chat) -> None:
    """R-WA-6: the answer that failed is sent again, and waits for his tap."""
    chat.writes("No towels")
    chat.later(hours=30)
    chat.account.templates.clear()
    id = chat.answers("They are there now.")
    assert state(chat, id)[0] == "failed"
    mended = Template("mended", "Tap to read")
    chat.account.templates[mended.sid] = mended
    with hotel(chat.hotel.id):
        channel = Channel.get_by_id(chat.channel.id)
        wanted = replace(chat.number.account, templates={"en": mended.sid})
        whatsapp_channels.change(channel, wanted, keys=chat.desk.keys, actor=chat.ana.actor)
        stuck.send_again(chat.hotel.id, id, now=clock.now())
    chat.settle()
    assert state(chat, id)[0] == "parked"
    assert chat.sent() == ["Tap to read"]


def test_after_stop_it_goes_by_mail_or_not_at_all(chat: Chat) -> None:
    """R-WA-9: what was parked too; START opens the way again."""
    chat.writes("No towels")
    chat.writes("STOP")
    id = chat.answers("On their way.")
    delivery, error = state(chat, id)
    assert delivery == "failed"
    assert error == f"{whatsapp_paths.STOPPED}; no other way to the guest is known."
    chat.writes("START")
    chat.answers("Here I am.")
    assert chat.sent() == ["Here I am."]


def test_stop_sends_what_was_parked_by_mail(chat: Chat) -> None:
    """R-WA-9."""
    chat.known_guest()
    chat.writes("No towels")
    chat.later(hours=30)
    chat.answers("They are there now.")
    chat.writes("STOP")
    assert chat.sent() == ["Tap to read our answer"]
    assert len(chat.mails_to(MAIL)) == 1


def test_the_end_of_the_window_is_told_in_time(chat: Chat) -> None:
    """R-WA-6: an hour before, if nobody has answered."""
    chat.writes("No towels")
    chat.later(hours=23, minutes=1)
    chat.pass_deadlines()
    assert chat.events().count("whatsapp window closes") == 1
    chat.writes("Hello?")
    chat.answers("On their way.")
    chat.later(hours=23, minutes=1)
    chat.pass_deadlines()
    assert chat.events().count("whatsapp window closes") == 1


def test_the_window_is_that_of_person_and_number(chat: Chat) -> None:
    """R-WA-6: another guest's message opens no window."""
    chat.writes("No towels")
    chat.later(hours=30)
    chat.writes("Hello", sender="+447700900123")
    with hotel(chat.hotel.id):
        first = WhatsappContact.select().order_by(WhatsappContact.id).get()
    assert first.last_heard_at is not None
    chat.answers("They are there now.", pid=chat.tickets()[0].pid)
    assert chat.sent() == ["Tap to read our answer"]


def test_the_queue_sorts_by_the_end_of_the_window(chat: Chat) -> None:
    """R-WA-6: due until somebody answers; the guest's next message gives 24 hours more."""
    chat.writes("No towels")
    (ticket,), (contact,) = chat.tickets(), chat.contacts()
    assert ticket.due_at == window.closes_at(contact.last_heard_at)
    chat.answers("On their way.")
    assert chat.tickets()[0].due_at is None
    chat.later(hours=5)
    chat.writes("Still none")
    assert chat.tickets()[0].due_at == window.closes_at(chat.contacts()[0].last_heard_at)


def test_staff_write_first_by_a_template(chat: Chat) -> None:
    """R-TKT-11, R-WA-6: a number that never wrote is asked to tap; the guest record is found by it."""
    mia = chat.known_guest(email="")
    with hotel(chat.hotel.id):
        wanted = desk_tickets.Request(
            "Lost passport", "We found it.", Source.PANEL, Rule.PANEL, guest_phone="+49 170 1234567"
        )
        ticket = desk_tickets.open_for_guest(chat.hotel.id, wanted, actor=chat.ana.actor, now=clock.now())
    assert (ticket.guest_id, ticket.requester_address) == (mia.id, MIA)
    id = chat.answers("Your passport lies at the reception.")
    assert chat.sent() == ["Tap to read our answer"]
    assert state(chat, id)[0] == "parked"
    chat.writes("Read", ButtonText="Read")
    assert chat.sent() == ["Tap to read our answer", "Your passport lies at the reception."]
    assert len(chat.tickets()) == 1
    wrong = desk_tickets.Request("Hello", "", Source.PANEL, Rule.PANEL, guest_phone="0170 123")
    with hotel(chat.hotel.id), pytest.raises(Invalid, match="with its country"):
        desk_tickets.open_for_guest(chat.hotel.id, wrong, actor=chat.ana.actor, now=clock.now())
