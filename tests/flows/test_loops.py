"""Machines that answer each other: every loop ends at three automatic mails, and nobody is flooded (R-MAIL-9, R-MAIL-10)."""

from email.message import EmailMessage
from pathlib import Path

import pytest

from tests import builders
from tests.flows.desk import Delivered, House, RunningDesk, guest_mail, open_house, reply_to
from tests.processes import wait_until
from workflow import clock
from workflow.database import hotel
from workflow.models import Inbox, Message, Ticket
from workflow.notices import Limits
from workflow.services.overview import counters

MIA = "mia@aurora-guest.example"
ROUNDS = 12
FORGED = 250


def to_outside(desk: RunningDesk, house: House) -> list[Delivered]:
    """What left for anybody but the member."""
    return [Delivered(mail) for mail in desk.sink.mails if house.ana.email not in mail.rcpt_tos]


def play(desk: RunningDesk, house: House, answers: list[EmailMessage], respond: object) -> int:
    """A responder without any automatic header answers whatever the desk sends it; returns how much that was."""
    answered = 0
    pending = answers
    for _ in range(ROUNDS):
        for mail in pending:
            desk.send(mail, sender=str(mail["From"]), to=str(mail["To"]))
        desk.settle()
        fresh = to_outside(desk, house)[answered:]
        if not fresh:
            return answered
        answered += len(fresh)
        pending = [respond(mail, answered) for mail in fresh]  # type: ignore[operator]
    return answered


def machine_mail(sender: str, to: str, subject: str, words: str) -> EmailMessage:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = sender, to, subject
    mail.set_content(words)
    return mail


def test_a_responder_with_a_new_address_for_each_mail_is_left_alone_after_three(
    desk: RunningDesk, house: House
) -> None:
    """R-MAIL-10: no header says what it is, nothing points to the earlier mail, its words change."""

    def respond(mail: Delivered, number: int) -> EmailMessage:
        return machine_mail(
            f"case-{number}@machine.example",
            house.desk_address,
            f"We got your message {number}",
            f"Thank you. {'Really. ' * number}",
        )

    first = machine_mail("case-0@machine.example", house.desk_address, "Hello", "Is anybody there?")
    assert 1 <= play(desk, house, [first], respond) <= 3


def test_a_responder_that_changes_its_domain_too_is_known_by_its_words(
    desk: RunningDesk, house: House
) -> None:
    """R-MAIL-10"""

    def respond(mail: Delivered, number: int) -> EmailMessage:
        return machine_mail(
            f"desk@machine{number}.example",
            house.desk_address,
            f"Case {number}",
            f"Thank you for your message of 11:0{number}. It has the number C-{number}.",
        )

    first = machine_mail("desk@machine.example", house.desk_address, "Hello", "Is anybody there?")
    assert 1 <= play(desk, house, [first], respond) <= 3


@pytest.mark.parametrize("keeps", ["subject", "references"])
def test_a_responder_that_answers_our_number_is_left_alone(
    desk: RunningDesk, house: House, keeps: str
) -> None:
    """R-MAIL-10, R-MAIL-8: its answers claim a ticket that was itself a claim."""

    def respond(mail: Delivered, number: int) -> EmailMessage:
        answer = machine_mail(
            f"x{number}@machine{number}.example",
            house.desk_address,
            f"Re: {mail.message['Subject']}" if keeps == "subject" else f"No {number}",
            f"{'Well. ' * number}",
        )
        if keeps == "references":
            answer["In-Reply-To"] = mail.message_id
        return answer

    first = machine_mail("x0@machine.example", house.desk_address, "Hello", "Is anybody there?")
    assert 1 <= play(desk, house, [first], respond) <= 3


def test_a_responder_that_answers_to_our_reply_address_gets_one_mail(desk: RunningDesk, house: House) -> None:
    """R-MAIL-10: whoever it is, an answer into a ticket is not acknowledged; its people are not flooded either."""

    def respond(mail: Delivered, number: int) -> EmailMessage:
        return machine_mail(f"x{number}@machine.example", mail.reply_to, f"Again {number}", "Thank you.")

    first = machine_mail("x0@machine.example", house.desk_address, "Hello", "Is anybody there?")
    assert play(desk, house, [first], respond) == 1


def test_a_known_guests_responder_is_left_alone_after_three(desk: RunningDesk, house: House) -> None:
    """R-MAIL-10: being known does not open the door to a loop."""

    def respond(mail: Delivered, number: int) -> EmailMessage:
        return machine_mail(MIA, house.desk_address, f"Away {number}", f"I am not here. {'No. ' * number}")

    first = guest_mail(house, "No towels.", sender=MIA)
    first.replace_header("From", MIA)
    assert play(desk, house, [first], respond) == 3


def test_two_desks_that_write_to_each_other_fall_silent(
    database_url: str, own_redis: str, tmp_path: Path, house: House
) -> None:
    """R-MAIL-9, R-MAIL-10: a member of each hotel has the other's desk as his mail address: the worst there is."""
    sol = open_house("SOL", "sol")
    builders.make_member(house.hotel, email=sol.desk_address, name="Sol")
    builders.make_member(sol.hotel, email=house.desk_address, name="Aurora")
    with RunningDesk(database_url=database_url, redis_url=own_redis, folder=tmp_path / "two") as desk:
        desk.send(guest_mail(house, "No towels.", sender=MIA), sender=MIA, to=house.desk_address)
        carried = 0
        for _ in range(ROUNDS):
            desk.settle()
            mails = desk.sink.mails[carried:]
            if not mails:
                break
            carried += len(mails)
            for mail in mails:
                for recipient in mail.rcpt_tos:
                    if recipient.endswith("@desk.localhost"):
                        desk.send(mail.raw, sender=mail.mail_from, to=recipient)
        assert carried <= 4, "the acknowledgement, and a notice for each of the two members"
        with hotel(sol.hotel.id):
            assert Ticket.select().count() == 0
            assert {row.state for row in Inbox.select()} == {"ignored"}


def test_hundreds_of_forged_senders_get_nothing(database_url: str, own_redis: str, tmp_path: Path) -> None:
    """R-MAIL-10: the desk is no amplifier. A real hotel, where this machine is not believed; no DNS answers."""
    at = builders.make_hotel(is_demo=False)
    channel = builders.make_channel(at)
    ana = builders.make_member(at)
    house = House(at, channel, ana)
    with RunningDesk(
        database_url=database_url,
        redis_url=own_redis,
        folder=tmp_path / "real",
        environ={"DNS_SERVERS": "127.0.0.1:9"},
    ) as desk:
        for number in range(FORGED):
            victim = f"victim{number}@bank{number % 50}.example"
            desk.send(
                machine_mail(victim, house.desk_address, f"Hello {number}", f"A question, number {number}?"),
                sender=victim,
                to=house.desk_address,
            )
        wait_until(
            lambda: counters(now=clock.now())["inbox"]["processed"] == FORGED,
            what="all are processed",
            seconds=240,
        )
        with hotel(at.id):
            assert Message.select().where(Message.direction == "out").count() == 0
            assert "not confirmed" in Inbox.select().first().reason
        assert to_outside(desk, house) == []


def test_our_own_mail_that_comes_back_does_nothing(desk: RunningDesk, house: House) -> None:
    """R-MAIL-9: somebody's rule sends everything back."""
    desk.send(guest_mail(house, "No towels.", sender=MIA), sender=MIA, to=house.desk_address)
    acknowledgement = desk.wait_for_mail(MIA)[0]
    notice = desk.wait_for_mail(house.ana.email)[0]
    desk.settle()
    for mail in (acknowledgement, notice):
        desk.send(mail.sunk.raw, sender=MIA, to=house.desk_address)
    wait_until(lambda: counters(now=clock.now())["inbox"]["ignored"] == 2, what="both are ignored")
    desk.settle()
    assert len(desk.sink.mails) == 2
    with hotel(house.hotel.id):
        assert Message.select().where(Message.direction == "in").count() == 1


def answered(desk: RunningDesk, house: House) -> Delivered:
    desk.send(guest_mail(house, "No towels.", sender=MIA), sender=MIA, to=house.desk_address)
    notice = desk.wait_for_mail(house.ana.email)[0]
    desk.wait_for_mail(MIA)
    desk.send(
        reply_to(notice, "They are on their way.", sender=house.ana.email),
        sender=house.ana.email,
        to=notice.reply_to,
    )
    answer = desk.wait_for_mail(MIA, 2)[1]
    desk.settle()
    return answer


@pytest.mark.parametrize(
    ("header", "value", "null_sender", "to_envelope"),
    [
        ("Auto-Submitted", "auto-replied", False, False),
        ("X-Auto-Response-Suppress", "All", False, False),
        ("Precedence", "auto_reply", False, False),
        ("X-Nothing", "at all", True, False),
        ("Auto-Submitted", "auto-replied", True, True),
    ],
)
def test_an_absence_note_is_kept_in_the_thread_and_changes_nothing(
    desk: RunningDesk, house: House, header: str, value: str, null_sender: bool, to_envelope: bool
) -> None:
    """R-MAIL-9: to the reply address, or as RFC 3834 wants it, to the envelope sender."""
    answer = answered(desk, house)
    before = len(desk.sink.mails)
    note = reply_to(answer, "I am out of the office until Monday.", sender=MIA)
    note[header] = value
    to = answer.sunk.mail_from if to_envelope else answer.reply_to
    desk.send(note, sender="" if null_sender else MIA, to=to)
    wait_until(lambda: counters(now=clock.now())["inbox"]["processed"] == 3, what="the note is processed")
    desk.settle()
    with hotel(house.hotel.id):
        (ticket,) = Ticket.select()
        last = Message.select().order_by(Message.id.desc()).get()
    assert ticket.state == "answered"
    assert (last.direction, last.is_automatic) == ("in", True)
    assert last.auto_reason
    assert len(desk.sink.mails) == before


def test_a_portals_automatic_mail_opens_a_ticket_and_is_told_but_not_answered(
    desk: RunningDesk, house: House
) -> None:
    """R-MAIL-9: what matters is not lost because a machine wrote it."""
    mail = machine_mail(
        "bookings@portal.example", house.desk_address, "New booking 4711", "Room 12, two nights."
    )
    mail["Auto-Submitted"] = "auto-generated"
    desk.send(mail, sender="bookings@portal.example", to=house.desk_address)
    notice = desk.wait_for_mail(house.ana.email)[0]
    desk.settle()
    assert "two nights" in notice.text
    assert len(desk.sink.mails) == 1
    with hotel(house.hotel.id):
        assert Message.select().get().is_automatic
        assert "Not acknowledged" in Inbox.select().get().reason


def test_what_is_only_probably_automatic_is_a_guests_mail_without_an_answer(
    desk: RunningDesk, house: House
) -> None:
    """R-MAIL-9: it does not open what is done, but its people are told; on what is not done it counts as words."""
    answer = answered(desk, house)
    note = reply_to(answer, "I am currently out of the office until Monday.", sender=MIA)
    desk.send(note, sender=MIA, to=answer.reply_to)
    desk.wait_for_mail(house.ana.email, 2)
    desk.settle()
    with hotel(house.hotel.id):
        last = Message.select().order_by(Message.id.desc()).get()
        assert Ticket.get().state == "in_progress"
    assert not last.is_automatic
    assert last.auto_reason
    assert len(desk.mails_to(MIA)) == 2


def test_a_flood_into_one_ticket_is_told_a_bounded_number_of_times(desk: RunningDesk, house: House) -> None:
    """R-MAIL-10: a loop that reaches the thread is no storm for its people."""
    answer = answered(desk, house)
    for number in range(40):
        mail = machine_mail(MIA, answer.reply_to, f"Re {number}", f"Still nothing. {number}")
        desk.send(mail, sender=MIA, to=answer.reply_to)
    wait_until(
        lambda: counters(now=clock.now())["inbox"]["processed"] == 42, what="all are processed", seconds=60
    )
    desk.move_clock(Limits().window.total_seconds())  # then what waited goes in one mail
    desk.settle()
    with hotel(house.hotel.id):
        assert Message.select().where(Message.direction == "in").count() == 41
    assert len(desk.mails_to(house.ana.email)) <= 22
