"""The relay does not take the answer, or the guest's server returns it: the message shows it, its author is told."""

from email.message import EmailMessage

from bellhop.fakes.smtp_sink import Answer, Moment
from tests.flows.desk import Delivered, House, RunningDesk, guest_mail, reply_to
from tests.processes import wait_until
from workflow import clock
from workflow.database import hotel
from workflow.models import Effect, Event, Membership, Message, Ticket
from workflow.services.overview import counters

MIA = "mia@aurora-guest.example"


def told(desk: RunningDesk, house: House) -> Delivered:
    desk.send(guest_mail(house, "No towels.", sender=MIA), sender=MIA, to=house.desk_address)
    desk.wait_for_mail(MIA)
    notification = desk.wait_for_mail(house.ana.email)[0]
    desk.settle()
    return notification


def answer(desk: RunningDesk, house: House, notification: Delivered) -> None:
    mail = reply_to(notification, "On their way.", sender=house.ana.email)
    desk.send(mail, sender=house.ana.email, to=notification.reply_to)


def the_answer(house: House) -> Message | None:
    with hotel(house.hotel.id):
        return Message.get_or_none(Message.direction == "out", ~Message.is_automatic)


def state_of_answer(house: House) -> str:
    message = the_answer(house)
    return str(message.delivery_state) if message else ""


def test_a_relay_that_is_busy_gets_the_answer_later_and_once(desk: RunningDesk, house: House) -> None:
    """R-WF-7: temporary refusals before and after the data."""
    notification = told(desk, house)
    desk.sink.answer_next(Answer("451 4.3.0 busy", Moment.RCPT), Answer("452 4.2.2 try later", Moment.DATA))
    answer(desk, house, notification)
    wait_until(lambda: state_of_answer(house) == "sent", what="the answer is sent")
    assert len(desk.mails_to(MIA)) == 2


def test_a_relay_that_hangs_up_after_taking_the_mail_gets_it_again_with_the_same_id(
    desk: RunningDesk, house: House
) -> None:
    """R-WF-7: an unknown outcome is tried again, and the Message-ID tells the receiver it is the same."""
    notification = told(desk, house)
    desk.sink.answer_next(Answer(hang_up=True))
    answer(desk, house, notification)
    wait_until(lambda: state_of_answer(house) == "sent", what="the answer is sent")
    ids = [mail.message_id for mail in desk.mails_to(MIA)[1:]]
    assert len(ids) == 2
    assert len(set(ids)) == 1


def test_a_refusal_for_good_fails_the_message_and_tells_its_author(desk: RunningDesk, house: House) -> None:
    """R-WF-7, R-MAIL-11: nothing looks as if it had been sent."""
    notification = told(desk, house)
    desk.sink.answer_next(Answer("550 5.1.1 no such mailbox", Moment.RCPT))
    answer(desk, house, notification)
    notice = desk.wait_for_mail(house.ana.email, 2)[1]
    desk.settle()
    message = the_answer(house)
    assert message is not None
    assert message.delivery_state == "failed"
    assert "no such mailbox" in (message.delivery_error or "")
    assert "no such mailbox" in notice.text
    assert counters(now=clock.now())["effects"]["dead"] == 1
    with hotel(house.hotel.id):
        assert Ticket.get().state == "in_progress"
        assert "answer failed" in [event.kind for event in Event.select()]


def test_a_bounce_fails_the_message_and_opens_no_ticket(desk: RunningDesk, house: House) -> None:
    """R-MAIL-11: RFC 3464 to the envelope sender of the answer."""
    notification = told(desk, house)
    answer(desk, house, notification)
    sent = desk.wait_for_mail(MIA, 2)[1]
    desk.settle()
    desk.send(bounce_of(sent), sender="", to=sent.sunk.mail_from)
    notice = desk.wait_for_mail(house.ana.email, 2)[1]
    desk.settle()
    assert state_of_answer(house) == "failed"
    assert "unknown user" in notice.text
    with hotel(house.hotel.id):
        assert Ticket.select().count() == 1
        assert Ticket.get().state == "in_progress"


def bounce_of(sent: Delivered) -> bytes:
    """A delivery status notification as Postfix writes it."""
    report = EmailMessage()
    report["From"] = "MAILER-DAEMON@mx.guest.example (Mail Delivery System)"
    report["To"] = sent.sunk.mail_from
    report["Subject"] = "Undelivered Mail Returned to Sender"
    report["Auto-Submitted"] = "auto-replied"
    report["Message-ID"] = "<dsn-1@mx.guest.example>"
    report["MIME-Version"] = "1.0"
    report["Content-Type"] = 'multipart/report; report-type=delivery-status; boundary="=_b"'
    head = report.as_bytes().partition(b"\n\n")[0]
    parts = (
        b"Content-Type: text/plain\n\nYour message could not be delivered to one recipient.\n",
        b"Content-Type: message/delivery-status\n\nReporting-MTA: dns; mx.guest.example\n\n"
        b"Final-Recipient: rfc822; " + MIA.encode() + b"\nAction: failed\nStatus: 5.1.1\n"
        b"Diagnostic-Code: smtp; 550 5.1.1 unknown user\n",
        b"Content-Type: message/rfc822\n\n" + sent.sunk.raw,
    )
    body = b"".join(b"\n--=_b\n" + part for part in parts) + b"\n--=_b--\n"
    return (head + b"\n\n" + body).replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")


def test_a_report_about_nothing_of_ours_is_only_kept(desk: RunningDesk, house: House) -> None:
    """R-MAIL-11: no ticket, no answer, whoever sends it."""
    notification = told(desk, house)
    fake = Delivered(notification.sunk)
    report = bounce_of(fake).replace(notification.sunk.mail_from.encode(), house.desk_address.encode())
    desk.send(report, sender="", to=house.desk_address)
    wait_until(lambda: counters(now=clock.now())["inbox"]["ignored"] == 1, what="the report is ignored")
    desk.settle()
    with hotel(house.hotel.id):
        assert Ticket.select().count() == 1


def test_an_answer_that_waits_for_the_relay_says_so(desk: RunningDesk, house: House) -> None:
    """R-WF-7: nothing looks as if it had been sent while it was not."""
    notification = told(desk, house)
    desk.sink.answer_always(Answer("451 4.3.0 the relay is full", Moment.RCPT))
    answer(desk, house, notification)
    wait_until(
        lambda: "relay is full" in ((the_answer(house) or Message()).delivery_error or ""),
        what="the message says why it waits",
    )
    assert state_of_answer(house) == "pending"
    desk.sink.answer_always(None)
    wait_until(lambda: state_of_answer(house) == "sent", what="the answer is sent", seconds=60)
    message = the_answer(house)
    assert message is not None
    assert message.delivery_error is None


def test_somebody_who_left_the_hotel_gets_nothing_that_waited_for_him(
    desk: RunningDesk, house: House
) -> None:
    """R-STAFF-6: his membership ended while the relay was busy."""
    desk.sink.answer_always(Answer("451 4.3.0 busy", Moment.RCPT))
    desk.send(guest_mail(house, "A secret.", sender=MIA), sender=MIA, to=house.desk_address)
    wait_until(lambda: counters(now=clock.now())["inbox"]["processed"] == 1, what="the mail is processed")
    with hotel(house.hotel.id):
        Membership.update(disabled_at=clock.now()).where(Membership.staff_id == house.ana.staff_id).execute()
    wait_until(lambda: is_settled(house, house.ana.staff_id), what="her notice is given up", seconds=60)
    desk.sink.answer_always(None)
    desk.wait_for_mail(MIA)
    wait_until(
        lambda: counters(now=clock.now())["effects"]["done"] == 3, what="everything is settled", seconds=60
    )
    assert desk.mails_to(house.ana.email) == []


def is_settled(house: House, member_id: int) -> bool:
    """Whether nothing waits to be sent to the member."""
    with hotel(house.hotel.id):
        return not Effect.select().where(Effect.member_id == member_id, Effect.finished_at.is_null()).exists()
