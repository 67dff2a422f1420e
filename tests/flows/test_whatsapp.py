"""A guest writes by WhatsApp and a member answers from his mail client: all processes, Twilio's wire on the other side."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bellhop.fakes.twilio import FakeTwilio, Fault, Record, Template
from tests.flows.desk import SECRET, House, RunningDesk, reply_to
from tests.processes import wait_until
from workflow import clock
from workflow.database import hotel
from workflow.models import Message, ProviderMessage, Ticket
from workflow.sealing import Keys
from workflow.services import replies, tickets, whatsapp_channels
from workflow.wake import wake_clock

MIA = "+491701234567"
PICTURE = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40


@pytest.fixture
def twilio() -> Iterator[FakeTwilio]:
    with FakeTwilio() as running:
        yield running


@pytest.fixture
def desk(
    house: House, twilio: FakeTwilio, database_url: str, own_redis: str, tmp_path: Path
) -> Iterator[RunningDesk]:
    """With a number at Twilio, a template, and webhooks that lead to the door."""
    template = Template("tap to read", "Tap to read our answer")
    twilio.account.templates[template.sid] = template
    account = whatsapp_channels.Account(
        twilio.account.sid, twilio.account.token, templates={"en": template.sid}
    )
    with hotel(house.hotel.id):
        number = whatsapp_channels.add(
            house.hotel.id, twilio.number, account, display_name="Aurora", keys=Keys(SECRET), now=clock.now()
        )
    with RunningDesk(
        database_url=database_url,
        redis_url=own_redis,
        folder=tmp_path / "desk",
        services=("smtp", "hooks", "web", "worker", "clock"),
        environ={"TWILIO_API_BASE": twilio.url, "EGRESS_ALLOW_PRIVATE": "1"},
    ) as running:
        twilio.incoming_url = f"http://127.0.0.1:{running.hooks_port}/twilio/{number.id}/message"
        clock.use_offset_file(running.offset_file)
        yield running
        clock.use_offset_file(None)


def sent(twilio: FakeTwilio) -> list[Record]:
    """What Twilio took, without acknowledgements."""
    return [one for one in twilio.sent() if not one.body.startswith("Thank you, your message")]


def write(twilio: FakeTwilio, words: str) -> None:
    _, answer = twilio.guest_writes(MIA, words)
    assert answer.status == 200


def ticket_of(house: House) -> Ticket:
    with hotel(house.hotel.id):
        return Ticket.get()


def answer(house: House, words: str) -> None:
    with hotel(house.hotel.id):
        ticket = tickets.lock(Ticket.get().id)
        replies.send(ticket, words, actor=house.ana.actor, now=clock.now())
    wake_clock()


def states(house: House) -> list[str]:
    with hotel(house.hotel.id):
        found = Message.select().where(Message.direction == "out", ~Message.is_automatic).order_by(Message.id)
        return [one.delivery_state for one in found]


def test_a_member_answers_a_whatsapp_by_mail_with_a_file(
    desk: RunningDesk, house: House, twilio: FakeTwilio
) -> None:
    """R-STAFF-1, R-WA-5, R-WA-6, R-WA-7: words and picture reach the phone, ticks come back, nothing of Ana's mail goes."""
    write(twilio, "Hello, room 12 has no towels")
    wait_until(lambda: twilio.sent(), what="the acknowledgement")
    assert ticket_of(house).pid in twilio.sent()[0].body
    notification = desk.wait_for_mail(house.ana.email)[0]
    assert "room 12 has no towels" in notification.text
    mail = reply_to(notification, "They are on their way.\n\nAna", sender=f"Ana Private <{house.ana.email}>")
    mail.add_attachment(PICTURE, maintype="image", subtype="png", filename="Towels.png")
    desk.send(mail, sender=house.ana.email, to=notification.reply_to)

    wait_until(lambda: len(sent(twilio)) == 2, what="both parts")
    words, picture = sent(twilio)
    assert words.body == "They are on their way.\n\nAna"
    wait_until(lambda: picture.media, what="Twilio has read the file")
    assert (picture.media[0].content_type, picture.media[0].content) == ("image/png", PICTURE)
    wait_until(lambda: states(house) == ["delivered"], what="the ticks")
    assert house.ana.email not in words.body


def test_a_late_answer_waits_for_the_tap(desk: RunningDesk, house: House, twilio: FakeTwilio) -> None:
    """R-WA-6: parked behind a template, released once by the tap."""
    write(twilio, "Hello, room 12 has no towels")
    wait_until(lambda: twilio.sent(), what="the acknowledgement")
    desk.move_clock(30 * 3600)
    answer(house, "They are there now.")
    wait_until(lambda: [one.body for one in sent(twilio)] == ["Tap to read our answer"], what="the template")
    assert states(house) == ["parked"]
    twilio.guest_writes(MIA, "Read", extra={"ButtonText": "Read", "ButtonPayload": "read"})
    wait_until(lambda: states(house) == ["delivered"], what="the answer is delivered")
    desk.settle()
    assert [one.body for one in sent(twilio)] == ["Tap to read our answer", "They are there now."]
    assert ticket_of(house).state == "answered"


def test_what_came_while_the_door_was_down_is_found(
    desk: RunningDesk, house: House, twilio: FakeTwilio
) -> None:
    """R-WA-8: nothing lost, nothing doubled."""
    write(twilio, "Hello, room 12 has no towels")
    desk.stop("hooks")
    _, unheard = twilio.guest_writes(MIA, "Is anybody there?")
    assert unheard.status == 0
    desk.start("hooks")
    desk.move_clock(6 * 60)

    def said() -> list[str]:
        with hotel(house.hotel.id):
            return [
                one.body for one in Message.select().where(Message.direction == "in").order_by(Message.id)
            ]

    wait_until(lambda: len(said()) == 2, what="the missed message")
    desk.settle()
    assert said() == ["Hello, room 12 has no towels", "Is anybody there?"]
    with hotel(house.hotel.id):
        assert Ticket.select().count() == 1


def test_a_worker_killed_behind_the_create_doubles_nothing(
    desk: RunningDesk, house: House, twilio: FakeTwilio
) -> None:
    """R-WA-8: Twilio took it, the worker died before it could write that down; the next one finds it in the list."""
    write(twilio, "Hello, room 12 has no towels")
    wait_until(lambda: twilio.sent(), what="the acknowledgement")
    desk.settle()
    twilio.fail_next(Fault(seconds=60))
    answer(house, "They are on their way.")
    wait_until(lambda: sent(twilio), what="Twilio has taken it")
    desk.kill("worker")
    desk.start("worker")

    def is_known() -> bool:
        with hotel(house.hotel.id):
            return [part.sid for part in ProviderMessage.select().order_by(ProviderMessage.id)][
                -1
            ] is not None

    wait_until(is_known, what="the sid is found", seconds=60)
    desk.settle()
    assert [one.body for one in sent(twilio)] == ["They are on their way."]
