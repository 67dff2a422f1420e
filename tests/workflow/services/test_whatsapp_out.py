"""An answer to a guest's phone: its parts, what Twilio says of it, and what nobody knows."""

import pytest

from bellhop.fakes.twilio import FakeTwilio, Fault
from tests import builders
from tests.workflow.services.chat import MIA, Chat
from workflow import clock
from workflow.database import hotel, rows
from workflow.errors import Invalid
from workflow.models import Attachment
from workflow.services import replies, stuck, tickets
from workflow.values import ChannelKind

MAIL = "mia@guest.example"


def asked(chat: Chat) -> int:
    """How many messages were asked of Twilio, the acknowledgement included."""
    return sum(request.method == "POST" for request in chat.twilio.requests)


def state(chat: Chat, id: int) -> tuple[str, str | None]:
    message = chat.message(id)
    return message.delivery_state, message.delivery_error


def test_inside_the_window_it_goes_as_it_is_written(chat: Chat) -> None:
    """R-WA-6, R-WA-7: taken by Twilio, then as far as the callbacks say, in whatever order they come."""
    chat.writes("No towels")
    id = chat.answers("They are on their way 🧺")
    assert chat.sent() == ["They are on their way 🧺"]
    record = chat.twilio.sent()[-1]
    assert state(chat, id) == ("pending", None)
    for status, shown in (("read", "read"), ("sent", "read"), ("delivered", "read"), ("read", "read")):
        chat.report(record, status)
        chat.settle()
        assert state(chat, id)[0] == shown


def test_a_long_answer_goes_in_parts_in_order(chat: Chat) -> None:
    """R-WA-6: at most 1,600 characters each; the message is delivered when all of its parts are."""
    chat.writes("Tell me all")
    words = " ".join(f"word{number}" for number in range(500))
    id = chat.answers(words)
    assert " ".join(chat.sent()) == words
    assert len(chat.sent()) == 3
    first, *rest = chat.twilio.sent()[1:]
    chat.report(first, "delivered")
    chat.settle()
    assert state(chat, id)[0] == "pending"
    for record in rest:
        chat.report(record, "read")
    chat.settle()
    assert state(chat, id)[0] == "delivered"


def test_files_go_as_links_that_twilio_can_read(chat: Chat) -> None:
    """R-WA-6: each file a part of its own behind the words."""
    chat.writes("A map?")
    with hotel(chat.hotel.id):
        sha256 = chat.desk.files.put(chat.hotel.id, b"%PDF-1.4 a map")
        file = Attachment(
            filename="Stadt plan.pdf",
            content_type="application/pdf",
            size=14,
            sha256=sha256,
            created_at=clock.now(),
        )
        ticket = tickets.lock(chat.tickets()[0].id)
        replies.send(ticket, "Here it is", actor=chat.ana.actor, now=clock.now(), attachments=[file])
    chat.settle()
    text, medium = chat.twilio.requests[-2:]
    assert text.form["Body"] == ["Here it is"]
    (url,) = medium.form["MediaUrl"]
    assert url.startswith(f"{chat.desk.settings.public_url}/files/signed/")
    assert url.endswith("/Stadt%20plan.pdf")


@pytest.mark.parametrize(
    ("content_type", "size", "is_gone", "why"),
    [
        ("application/pdf", 16 * 1024 * 1024 + 1, False, "map.bin is too large for WhatsApp: it takes at most 16 MB of this kind."),
        ("image/jpeg", 5 * 1024 * 1024 + 1, False, "map.bin is too large for WhatsApp: it takes at most 5 MB of this kind."),
        ("application/pdf", 14, True, "map.bin is no longer in the file store."),
    ],
    ids=["too large", "a picture too large", "gone"],
)  # fmt: skip
def test_a_file_that_whatsapp_cannot_have_fails_the_answer(
    chat: Chat, content_type: str, size: int, is_gone: bool, why: str
) -> None:
    """R-WA-6, R-WA-7: before Twilio is asked for it, and its author is told."""
    chat.writes("A map?")
    file = Attachment(
        filename="map.bin",
        content_type=content_type,
        size=size,
        sha256=chat.desk.files.put(chat.hotel.id, b"%PDF-1.4 a map"),
        created_at=clock.now(),
    )
    with hotel(chat.hotel.id):
        ticket = tickets.lock(chat.tickets()[0].id)
        said = replies.send(ticket, "Here", actor=chat.ana.actor, now=clock.now(), attachments=[file])
    if is_gone:
        chat.desk.files.delete(chat.hotel.id, file.sha256)
    before = len(chat.mails_to(chat.ana.email))
    chat.settle()
    assert not any("MediaUrl" in request.form for request in chat.twilio.requests if request.method == "POST")
    assert state(chat, said.id) == ("failed", why)
    assert len(chat.mails_to(chat.ana.email)) == before + 1


def test_a_failure_stays_and_opens_the_ticket(chat: Chat) -> None:
    """R-WA-7: sticky, with its code in words; the author reads of it by mail."""
    chat.writes("No towels")
    id = chat.answers("On their way.")
    record, before = chat.twilio.sent()[-1], len(chat.mails_to(chat.ana.email))
    for status, code in (("failed", 63024), ("sent", None), ("delivered", None)):
        chat.report(record, status, code=code)
        chat.settle()
    delivery, error = state(chat, id)
    assert delivery == "failed"
    assert error == "The guest cannot be reached on WhatsApp by this number. (Twilio 63024)"
    assert chat.tickets()[0].state == "in_progress"
    assert len(chat.mails_to(chat.ana.email)) == before + 1


def test_the_demos_number_answers_in_the_account_that_speaks_to_it(chat: Chat) -> None:
    """R-WA-10: a number without an account of its own, at a stand-in for Twilio only."""
    with hotel(chat.hotel.id):
        rows("UPDATE channels SET settings = '{}' WHERE kind = 'whatsapp'")
    chat.writes("No towels")
    chat.answers("On their way.")
    assert chat.sent() == ["On their way."]


def test_a_report_before_the_sid_is_known_is_kept(chat: Chat) -> None:
    """R-WA-7: the callback is quicker than our own answer from Twilio."""
    chat.writes("No towels")
    chat.twilio.fail_next(Fault(hang_up=True))
    id = chat.answers("On their way.")
    assert chat.parts(id)[0].sid is None
    chat.report(chat.twilio.sent()[-1], "delivered")
    chat.later(minutes=1)
    chat.settle()
    assert state(chat, id)[0] == "delivered"
    assert chat.sent() == ["On their way."]


def test_what_twilio_took_without_a_word_is_not_sent_again(chat: Chat) -> None:
    """R-WA-8: the connection broke behind the create; the list tells."""
    chat.writes("No towels")
    chat.twilio.fail_next(Fault(hang_up=True))
    id = chat.answers("On their way.")
    chat.later(minutes=1)
    chat.settle()
    assert chat.sent() == ["On their way."]
    assert [one.sid for one in chat.parts(id)] == [chat.twilio.sent()[-1].sid]


def test_what_twilio_never_got_is_sent_again_once_that_is_sure(chat: Chat) -> None:
    """R-WA-8: a fault of Twilio's may or may not have kept it."""
    chat.writes("No towels")
    chat.twilio.fail_next(Fault(status=500, code=20500))
    chat.answers("On their way.")
    chat.settle()
    assert chat.sent() == []
    for _ in range(3):
        chat.later(minutes=1)
        chat.settle()
    assert chat.sent() == ["On their way."]


def test_too_many_requests_wait_as_twilio_asks(chat: Chat) -> None:
    """R-WF-7: Retry-After is kept, and surely not taken means no look-up."""
    chat.writes("No towels")
    chat.twilio.fail_next(Fault(status=429, code=20429, retry_after=90))
    id = chat.answers("On their way.")
    chat.later(seconds=80)
    chat.settle()
    assert chat.sent() == []
    assert state(chat, id) == ("pending", "Twilio takes no more for now.")
    chat.later(seconds=15)
    chat.settle()
    assert chat.sent() == ["On their way."]


def test_a_wrong_token_is_an_alarm(chat: Chat) -> None:
    """R-WA-7: dead at once with the reason; the answer can be sent again when it is mended."""
    chat.writes("No towels")
    chat.twilio.fail_next(Fault(status=401, code=20003))
    id = chat.answers("On their way.")
    assert state(chat, id)[0] == "failed"
    with hotel(chat.hotel.id):
        ((error,),) = rows("SELECT error FROM effects WHERE state = 'dead'")
        stuck.send_again(chat.hotel.id, id, now=clock.now())
    assert "Auth Token" in error
    chat.settle()
    assert chat.sent() == ["On their way."]
    assert state(chat, id)[0] == "pending"


def test_a_refusal_for_good_says_why(chat: Chat) -> None:
    """R-WA-7: Twilio's code in a receptionist's words."""
    chat.writes("No towels")
    chat.account.unsubscribed.add(f"whatsapp:{MIA}")
    id = chat.answers("On their way.")
    assert state(chat, id) == ("failed", "The guest has asked to get no messages (STOP). (Twilio 21610)")


def test_staff_choose_another_channel(chat: Chat) -> None:
    """R-WA-6: only one that leads to the guest."""
    chat.writes("No towels")
    with pytest.raises(Invalid, match="No mail address"):
        chat.answers("By mail.", channel=ChannelKind.EMAIL)
    mia = chat.known_guest(phone="")
    with hotel(chat.hotel.id):
        rows("UPDATE tickets SET guest_id = %s", (mia.id,))
    chat.answers("By mail.", channel=ChannelKind.EMAIL)
    assert len(chat.mails_to(MAIL)) == 1
    assert chat.sent() == []


def test_a_number_that_is_somebody_elses_now_gets_nothing(chat: Chat) -> None:
    """R-WA-4: what waited for the old owner is not read by the new one."""
    chat.writes("No towels", ExternalUserId="US.1")
    old = chat.tickets()[0].pid
    chat.later(hours=30)
    id = chat.answers("The code of your door is 1234.", pid=old)
    assert state(chat, id)[0] == "parked"
    chat.writes("Hello", ExternalUserId="US.2")
    assert "1234" not in " ".join(chat.sent())
    assert state(chat, id)[0] == "failed", "it does not wait for a tap that cannot come"
    assert "belongs to somebody else" in str(state(chat, id)[1])
    with pytest.raises(Invalid, match="somebody else"):
        chat.answers("Are you there?", pid=old)


def test_a_disabled_author_says_nothing_more(chat: Chat) -> None:
    """R-STAFF-6: also not by a parked answer."""
    chat.writes("No towels")
    chat.later(hours=30)
    id = chat.answers("They are there now.")
    with hotel(chat.hotel.id):
        rows("UPDATE memberships SET disabled_at = %s", (clock.now(),))
    chat.writes("Yes?")
    assert chat.sent() == ["Tap to read our answer"]
    assert state(chat, id)[0] == "failed"


def test_an_idle_answer_by_mail_is_untouched(chat: Chat, twilio: FakeTwilio) -> None:
    """R-WA-6: a ticket that came by mail is answered by mail."""
    mia = chat.known_guest()
    channel = builders.make_channel(chat.hotel, "second@desk.localhost")
    builders.make_ticket(chat.hotel, channel=channel, guest=mia)
    chat.answers("By mail.")
    assert len(chat.mails_to(MAIL)) == 1
    assert twilio.requests == []
    assert asked(chat) == 0
