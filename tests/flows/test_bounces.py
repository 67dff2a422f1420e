"""Mail comes back: the message shows it, its author is told, the address is muted until it writes again (R-MAIL-11)."""

from email.message import EmailMessage

from tests.flows.desk import Delivered, House, RunningDesk, guest_mail, reply_to
from tests.processes import wait_until
from workflow import clock
from workflow.database import hotel
from workflow.models import Effect, Event, Membership, Message, Ticket
from workflow.services import muting
from workflow.services.overview import counters

MIA = "mia@aurora-guest.example"


def answered(desk: RunningDesk, house: House) -> Delivered:
    """Mia wrote, Ana answered; this is what Mia's server was given."""
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


def the_answer(house: House) -> Message:
    with hotel(house.hotel.id):
        found: Message = Message.get(Message.direction == "out", ~Message.is_automatic)
    return found


def events(house: House) -> list[str]:
    with hotel(house.hotel.id):
        return [event.kind for event in Event.select().order_by(Event.id)]


def report(
    original: Delivered, *, to: str, recipient: str = MIA, status: str = "5.1.1", action: str = "failed"
) -> bytes:
    """A delivery status notification as Postfix writes it."""
    mail = EmailMessage()
    mail["From"] = "MAILER-DAEMON@mx.guest.example (Mail Delivery System)"
    mail["To"] = to
    mail["Subject"] = "Delivery status"
    mail["Auto-Submitted"] = "auto-replied"
    mail["Message-ID"] = f"<dsn-{status}-{action}@mx.guest.example>"
    mail["MIME-Version"] = "1.0"
    mail["Content-Type"] = 'multipart/report; report-type=delivery-status; boundary="=_b"'
    head = mail.as_bytes().partition(b"\n\n")[0]
    parts = (
        b"Content-Type: text/plain\n\nThis is the mail system.\n",
        b"Content-Type: message/delivery-status\n\nReporting-MTA: dns; mx.guest.example\n\n"
        + f"Final-Recipient: rfc822; {recipient}\nAction: {action}\nStatus: {status}\n".encode()
        + b"Diagnostic-Code: smtp; mailbox trouble at the guest's server\n",
        b"Content-Type: text/rfc822-headers\n\nMessage-ID: " + original.message_id.encode() + b"\n",
    )
    body = b"".join(b"\n--=_b\n" + part for part in parts) + b"\n--=_b--\n"
    return (head + b"\n\n" + body).replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")


def send_report(desk: RunningDesk, raw: bytes, *, to: str) -> None:
    before = sum(counters(now=clock.now())["inbox"][state] for state in ("processed", "ignored"))
    desk.send(raw, sender="", to=to)
    wait_until(
        lambda: sum(counters(now=clock.now())["inbox"][s] for s in ("processed", "ignored")) == before + 1,
        what="the report is read",
    )
    desk.settle()


def test_a_delay_is_shown_and_the_answer_keeps_waiting(desk: RunningDesk, house: House) -> None:
    """R-MAIL-11: 4.x.x; a failure after it counts."""
    answer = answered(desk, house)
    to = answer.sunk.mail_from
    send_report(desk, report(answer, to=to, status="4.4.1", action="delayed"), to=to)
    message = the_answer(house)
    assert message.delivery_state == "delayed"
    assert "mailbox trouble" in (message.delivery_error or "")
    assert len(desk.mails_to(house.ana.email)) == 1, "nobody has to do anything yet"
    with hotel(house.hotel.id):
        assert muting.find(house.hotel.id, MIA) is None
    send_report(desk, report(answer, to=to), to=to)
    desk.wait_for_mail(house.ana.email, 2)
    assert the_answer(house).delivery_state == "failed"


def test_a_report_to_the_plain_address_is_known_by_our_message_id(desk: RunningDesk, house: House) -> None:
    """R-MAIL-11: some servers answer From. Its author is told once, however often it is said."""
    answer = answered(desk, house)
    raw = report(answer, to=house.desk_address)
    send_report(desk, raw, to=house.desk_address)
    notice = desk.wait_for_mail(house.ana.email, 2)[1]
    assert "mailbox trouble" in notice.text
    send_report(desk, raw.replace(b"dsn-", b"dsn-again-"), to=house.desk_address)
    assert the_answer(house).delivery_state == "failed"
    assert len(desk.mails_to(house.ana.email)) == 2
    assert events(house).count("answer failed") == 1


def test_a_report_in_plain_words_counts_too(desk: RunningDesk, house: House) -> None:
    """R-MAIL-11: not RFC 3464, but to the signed envelope address."""
    answer = answered(desk, house)
    mail = EmailMessage()
    mail["From"] = "Mail Delivery Subsystem <mailer-daemon@guest.example>"
    mail["To"], mail["Subject"] = answer.sunk.mail_from, "Undelivered Mail Returned to Sender"
    mail.set_content(
        f"Your message could not be delivered to:\n\n<{MIA}>: 550 5.1.1 User unknown\n\n"
        "The following addresses had permanent fatal errors."
    )
    send_report(desk, mail.as_bytes(), to=answer.sunk.mail_from)
    desk.wait_for_mail(house.ana.email, 2)
    assert the_answer(house).delivery_state == "failed"


def test_an_address_that_came_back_is_muted_until_it_writes(desk: RunningDesk, house: House) -> None:
    """R-MAIL-11"""
    answer = answered(desk, house)
    send_report(desk, report(answer, to=answer.sunk.mail_from), to=answer.sunk.mail_from)
    with hotel(house.hotel.id):
        muted = muting.find(house.hotel.id, MIA)
        assert muted is not None
        assert "mailbox trouble" in muted.reason
    desk.send(reply_to(answer, "I am here again.", sender=MIA), sender=MIA, to=answer.reply_to)
    desk.wait_for_mail(house.ana.email, 3)
    with hotel(house.hotel.id):
        assert muting.find(house.hotel.id, MIA) is None


def test_a_forged_report_does_nothing(desk: RunningDesk, house: House) -> None:
    """R-MAIL-11: neither a signed address nor an id of ours; or ours, but about somebody else."""
    answer = answered(desk, house)
    forged_id = report(answer, to=house.desk_address).replace(
        answer.message_id.encode(), b"<1.m2.aaaaaaaaaaaaaaaa@desk.localhost>"
    )
    somebody_else = report(answer, to=house.desk_address, recipient="eve@elsewhere.example")
    for raw in (forged_id, somebody_else):
        send_report(desk, raw, to=house.desk_address)
    assert counters(now=clock.now())["inbox"]["ignored"] == 2
    assert the_answer(house).delivery_state == "sent"
    assert len(desk.mails_to(house.ana.email)) == 1
    with hotel(house.hotel.id):
        assert muting.of_hotels([house.hotel.id]) == ()
        assert Ticket.select().count() == 1


def test_a_report_about_an_acknowledgement_shows_and_disturbs_nobody(desk: RunningDesk, house: House) -> None:
    """R-MAIL-11: nobody waits for it; but who answers is warned."""
    desk.send(guest_mail(house, "No towels.", sender=MIA), sender=MIA, to=house.desk_address)
    acknowledgement = desk.wait_for_mail(MIA)[0]
    desk.wait_for_mail(house.ana.email)
    desk.settle()
    send_report(desk, report(acknowledgement, to=house.desk_address), to=house.desk_address)
    with hotel(house.hotel.id):
        assert Message.get(Message.is_automatic).delivery_state == "failed"
        assert Ticket.get().state == "open"
        assert muting.find(house.hotel.id, MIA) is not None
    assert len(desk.mails_to(house.ana.email)) == 1


def test_a_notice_that_comes_back_shows_on_the_member_until_he_writes(
    desk: RunningDesk, house: House
) -> None:
    """R-MAIL-11: staff addresses can be wrong as well."""
    desk.send(guest_mail(house, "No towels.", sender=MIA), sender=MIA, to=house.desk_address)
    notice = desk.wait_for_mail(house.ana.email)[0]
    desk.settle()
    to = notice.sunk.mail_from
    send_report(desk, report(notice, to=to, recipient=house.ana.email), to=to)
    with hotel(house.hotel.id):
        assert "mailbox trouble" in Membership.get(Membership.staff_id == house.ana.staff_id).mail_error
        assert Ticket.select().count() == 1
    desk.send(
        reply_to(notice, "On their way.", sender=house.ana.email),
        sender=house.ana.email,
        to=notice.reply_to,
    )
    desk.wait_for_mail(MIA, 2)
    desk.settle()
    with hotel(house.hotel.id):
        assert Membership.get(Membership.staff_id == house.ana.staff_id).mail_error == ""


def test_a_persons_mail_to_the_envelope_address_reaches_the_thread(desk: RunningDesk, house: House) -> None:
    """R-MAIL-8: a client that answers Return-Path; the words are not lost."""
    answer = answered(desk, house)
    desk.send(reply_to(answer, "Thank you!", sender=MIA), sender=MIA, to=answer.sunk.mail_from)
    desk.wait_for_mail(house.ana.email, 2)
    with hotel(house.hotel.id):
        assert Message.select().order_by(Message.id.desc()).get().body == "Thank you!"
        assert Effect.select().where(Effect.state == "dead").count() == 0
