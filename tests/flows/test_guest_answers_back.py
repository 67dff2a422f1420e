"""The guest answers back: the same ticket, its state moves, the assignee is told. And a re-delivery changes nothing."""

import email.policy

from tests.flows.desk import Delivered, House, RunningDesk, guest_mail, reply_to
from tests.processes import wait_until
from workflow import clock
from workflow.database import hotel
from workflow.models import Event, Inbox, Message, Ticket
from workflow.services import tickets
from workflow.services.overview import counters
from workflow.values import State

MIA = "mia@aurora-guest.example"


def ticket_of(house: House) -> Ticket:
    with hotel(house.hotel.id):
        (ticket,) = Ticket.select()
    return ticket


def answered(desk: RunningDesk, house: House) -> Delivered:
    """Mia wrote, Ana took the ticket and answered; this is the answer Mia got."""
    desk.send(
        guest_mail(house, "Hello, room 12 has no towels.", sender=MIA), sender=MIA, to=house.desk_address
    )
    notification = desk.wait_for_mail(house.ana.email)[0]
    desk.wait_for_mail(MIA)
    with hotel(house.hotel.id):
        tickets.assign(
            tickets.lock(ticket_of(house).id), house.ana.staff_id, actor=house.ana.actor, now=clock.now()
        )
    desk.send(
        reply_to(notification, "They are on their way.", sender=house.ana.email),
        sender=house.ana.email,
        to=notification.reply_to,
    )
    answer = desk.wait_for_mail(MIA, 2)[1]
    desk.settle()
    assert ticket_of(house).state == "answered"
    return answer


def test_the_guests_answer_lands_in_the_same_ticket_and_the_assignee_is_told(
    desk: RunningDesk, house: House
) -> None:
    """R-MAIL-8, R-WF-2."""
    answer = answered(desk, house)
    desk.send(reply_to(answer, "They came, thanks. One more?", sender=MIA), sender=MIA, to=answer.reply_to)
    told = desk.wait_for_mail(house.ana.email, 2)[1]
    desk.settle()
    ticket = ticket_of(house)
    with hotel(house.hotel.id):
        last = Message.select().order_by(Message.id.desc()).get()
    assert ticket.state == "in_progress"
    assert last.body == "They came, thanks. One more?"
    assert "They are on their way." in (last.full_text or "")
    assert last.placed_by == "reply_address"
    assert "They came, thanks. One more?" in told.text


def test_an_answer_to_the_plain_address_finds_its_thread_by_references(
    desk: RunningDesk, house: House
) -> None:
    """R-MAIL-8: the client did not use Reply-To."""
    answer = answered(desk, house)
    mail = reply_to(answer, "Thanks!", sender=MIA)
    mail.replace_header("Subject", "Something else")
    desk.send(mail, sender=MIA, to=house.desk_address)
    desk.wait_for_mail(house.ana.email, 2)
    with hotel(house.hotel.id):
        assert Message.select().order_by(Message.id.desc()).get().placed_by == "references"
    assert ticket_of(house).state == "in_progress"


def test_a_new_mail_with_the_number_in_its_subject_finds_its_ticket(desk: RunningDesk, house: House) -> None:
    """R-MAIL-8, R-PID-1."""
    answered(desk, house)
    subject = f"about {ticket_of(house).pid.lower()}"
    desk.send(
        guest_mail(house, "One more question.", sender=MIA, subject=subject),
        sender=MIA,
        to=house.desk_address,
    )
    desk.wait_for_mail(house.ana.email, 2)
    with hotel(house.hotel.id):
        assert Message.select().order_by(Message.id.desc()).get().placed_by == "pid_in_subject"
    assert ticket_of(house)


def test_a_stranger_who_knows_the_number_gets_a_ticket_of_his_own(desk: RunningDesk, house: House) -> None:
    """R-MAIL-8: a weak pointer only claims."""
    answered(desk, house)
    first = ticket_of(house)
    eve = "eve@elsewhere.example"
    desk.send(
        guest_mail(house, "What did Mia say?", sender=eve, subject=f"Re: {first.pid}"),
        sender=eve,
        to=house.desk_address,
    )
    desk.wait_for_mail(eve)
    desk.settle()
    with hotel(house.hotel.id):
        second = Ticket.get(Ticket.id != first.id)
    assert second.placed_by == "claim"
    assert second.linked_id == first.id
    assert all("towels" not in mail.text for mail in desk.mails_to(eve))


def test_the_same_mail_again_changes_nothing(desk: RunningDesk, house: House) -> None:
    """R-MAIL-4: re-delivered as it was, and re-encoded by a server on its way."""
    mail = guest_mail(house, "Grüße, room 12 has no towels – and no soap.", sender=MIA)
    desk.send(mail, sender=MIA, to=house.desk_address)
    desk.wait_for_mail(MIA)
    desk.settle()
    before = everything(house), len(desk.sink.mails)
    desk.send(mail, sender=MIA, to=house.desk_address)
    desk.send(as_8bit(mail), sender=MIA, to=house.desk_address)
    wait_until(lambda: counters(now=clock.now())["inbox"]["ignored"] == 2, what="both are ignored")
    desk.settle()
    assert (everything(house), len(desk.sink.mails)) == before
    with hotel(house.hotel.id):
        reasons = {row.reason for row in Inbox.select().where(Inbox.state == "ignored")}
    assert reasons == {"This mail has come before."}


def as_8bit(mail: object) -> bytes:
    """As a relay that speaks 8BITMIME passes it on."""
    raw = mail.as_bytes(policy=email.policy.SMTP)  # type: ignore[attr-defined]
    head, _, _ = raw.partition(b"\r\n\r\n")
    lines = [
        line for line in head.split(b"\r\n") if not line.lower().startswith(b"content-transfer-encoding")
    ]
    body = "Grüße, room 12 has no towels – and no soap.\r\n".encode()
    return b"Received: from relay.example; Fri, 20 Nov 2026 09:12:00 +0000\r\n" + b"\r\n".join(
        [*lines, b"Content-Transfer-Encoding: 8bit", b"", body]
    )


def everything(house: House) -> tuple[int, int, int, str]:
    with hotel(house.hotel.id):
        return (
            Ticket.select().count(),
            Message.select().count(),
            Event.select().count(),
            Ticket.get().state,
        )


def test_two_mails_that_share_a_message_id_are_two(desk: RunningDesk, house: House) -> None:
    """R-MAIL-4: Message-ID alone never decides."""
    for text in ("No towels.", "No soap."):
        mail = guest_mail(house, text, sender=MIA, message_id="<same@guest.example>")
        desk.send(mail, sender=MIA, to=house.desk_address)
    wait_until(lambda: counters(now=clock.now())["inbox"]["processed"] == 2, what="both are processed")


def test_a_closed_ticket_opens_again_when_the_guest_writes(desk: RunningDesk, house: House) -> None:
    """R-WF-2: inside the reopen window."""
    answer = answered(desk, house)
    with hotel(house.hotel.id):
        tickets.move(tickets.lock(ticket_of(house).id), State.CLOSED, actor=house.ana.actor, now=clock.now())
    desk.send(reply_to(answer, "Sorry, still none.", sender=MIA), sender=MIA, to=answer.reply_to)
    desk.wait_for_mail(house.ana.email, 2)
    assert ticket_of(house).state == "open"


def test_long_after_closing_a_new_linked_ticket_is_opened(desk: RunningDesk, house: House) -> None:
    """R-WF-2: outside the reopen window, by the desk's own clock."""
    answer = answered(desk, house)
    first = ticket_of(house)
    with hotel(house.hotel.id):
        tickets.move(tickets.lock(first.id), State.CLOSED, actor=house.ana.actor, now=clock.now())
    desk.move_clock(30 * 86400)
    desk.send(reply_to(answer, "It is me again.", sender=MIA), sender=MIA, to=answer.reply_to)
    desk.wait_for_mail(MIA, 3)
    with hotel(house.hotel.id):
        second = Ticket.get(Ticket.id != first.id)
        assert Ticket.get_by_id(first.id).state == "closed"
    assert (second.placed_by, second.linked_id) == ("after_close", first.id)


def test_a_ticket_that_waits_for_the_guest_is_reminded_resolved_and_closed_by_the_clock(
    desk: RunningDesk, house: House
) -> None:
    """R-WF-3: each deadline fires once, in its time."""
    answered(desk, house)
    ticket = ticket_of(house)
    with hotel(house.hotel.id):
        tickets.move(tickets.lock(ticket.id), State.WAITING_GUEST, actor=house.ana.actor, now=clock.now())
    desk.move_clock(3 * 86400)
    desk.wait_for_mail(MIA, 3)  # the reminder
    desk.move_clock(5 * 86400)
    wait_until(lambda: ticket_of(house).state == "resolved", what="the ticket is resolved")
    desk.move_clock(4 * 86400)
    wait_until(lambda: ticket_of(house).state == "closed", what="the ticket is closed")
    assert counters(now=clock.now())["deadlines"] == {"armed": 0, "fired": 3, "cancelled": 0}
    assert len(desk.mails_to(MIA)) == 3
