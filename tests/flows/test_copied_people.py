"""People who were copied: proposed, answered only when accepted; the requester stays who he is (R-MAIL-15)."""

from email.message import EmailMessage

from bellhop.fakes.smtp_sink import Answer, Moment
from tests import builders
from tests.flows.desk import Delivered, House, RunningDesk, guest_mail, reply_to
from workflow import clock
from workflow.database import hotel
from workflow.models import Event, Message, Participant, Ticket
from workflow.services import participants, replies, tickets

MIA, TOM = "mia@aurora-guest.example", "tom@aurora-guest.example"


def written(desk: RunningDesk, house: House, *copied: str) -> Ticket:
    mail = guest_mail(house, "No towels.", sender=MIA)
    mail["Cc"] = ", ".join(copied)
    desk.send(mail, sender=MIA, to=house.desk_address)
    desk.wait_for_mail(MIA)
    desk.settle()
    with hotel(house.hotel.id):
        found: Ticket = Ticket.get()
    return found


def proposed(house: House) -> set[tuple[str, str]]:
    with hotel(house.hotel.id):
        return {(one.address, one.state) for one in Participant.select()}


def accept(house: House, ticket: Ticket, address: str) -> None:
    with hotel(house.hotel.id):
        participants.accept(tickets.lock(ticket.id), address, actor=house.ana.actor, now=clock.now())


def answer(desk: RunningDesk, house: House, ticket: Ticket, words: str) -> None:
    with hotel(house.hotel.id):
        replies.send(tickets.lock(ticket.id), words, actor=house.ana.actor, now=clock.now())
    desk.settle()


def test_copied_people_are_proposed_but_no_member_and_no_desk(desk: RunningDesk, house: House) -> None:
    """R-MAIL-15: not even a desk of another hotel of the installation, or two desks would talk to each other."""
    sol = builders.make_hotel("SOL", name="Sol Hotel")
    builders.make_channel(sol, "sol@desk.localhost")
    written(
        desk,
        house,
        f"Tom <{TOM}>",
        house.ana.email,
        MIA,
        "sol@desk.localhost",
        "aurora+booking@desk.localhost",
        TOM.upper(),
    )
    assert proposed(house) == {(TOM, "proposed")}
    assert desk.mails_to(TOM) == []
    assert desk.mails_to("sol@desk.localhost") == []


def test_no_more_than_twenty_are_proposed(desk: RunningDesk, house: House) -> None:
    """R-MAIL-15"""
    written(desk, house, *(f"friend{number}@guest.example" for number in range(60)))
    assert len(proposed(house)) == 20


def test_answers_go_to_the_requester_and_to_accepted_people_only(desk: RunningDesk, house: House) -> None:
    """R-MAIL-15: one mail, To the one and Cc the other, each in his own envelope, under one Message-ID."""
    eve = "eve@aurora-guest.example"
    ticket = written(desk, house, TOM, eve)
    accept(house, ticket, TOM)
    answer(desk, house, ticket, "They are on their way.")
    to_mia, to_tom = desk.wait_for_mail(MIA, 2)[1], desk.wait_for_mail(TOM)[0]
    assert to_mia.sunk.raw.partition(b"Date:")[2][60:] == to_tom.sunk.raw.partition(b"Date:")[2][60:]
    assert to_tom.sunk.rcpt_tos == (TOM,)
    assert to_tom.message_id == to_mia.message_id
    assert to_tom.sunk.mail_from != to_mia.sunk.mail_from
    for mail in (to_mia, to_tom):
        assert [one.addr_spec for one in mail.message["To"].addresses] == [MIA]
        assert [one.addr_spec for one in mail.message["Cc"].addresses] == [TOM]
    assert desk.mails_to(eve) == []


def test_the_requester_never_changes_because_somebody_else_answered(desk: RunningDesk, house: House) -> None:
    """R-MAIL-15: an accepted participant is no outsider, and no requester either."""
    ticket = written(desk, house, TOM)
    accept(house, ticket, TOM)
    answer(desk, house, ticket, "They are on their way.")
    copy = desk.wait_for_mail(TOM)[0]
    mail = reply_to(copy, "Thanks from me too.", sender=TOM)
    desk.send(mail, sender=TOM, to=house.desk_address)
    desk.settle()
    with hotel(house.hotel.id):
        (same,) = Ticket.select()
        last = Message.select().order_by(Message.id.desc()).get()
    assert same.requester_address == MIA
    assert (last.body, last.author_kind, last.placed_by) == ("Thanks from me too.", "guest", "references")
    answer(desk, house, ticket, "You are welcome.")
    assert len(desk.wait_for_mail(MIA, 3)) == 3
    assert len(desk.wait_for_mail(TOM, 2)) == 2


def test_a_copy_that_is_refused_does_not_fail_the_answer(desk: RunningDesk, house: House) -> None:
    """R-MAIL-15, R-MAIL-11: the guest has the words; the copy is told of in the timeline."""
    ticket = written(desk, house, TOM)
    accept(house, ticket, TOM)
    with hotel(house.hotel.id):
        replies.send(tickets.lock(ticket.id), "On their way.", actor=house.ana.actor, now=clock.now())
    answered = desk.wait_for_mail(MIA, 2)[1]
    copy = desk.wait_for_mail(TOM)[0]
    desk.settle()
    desk.send(bounce_of(copy, TOM), sender="", to=copy.sunk.mail_from)
    desk.settle()
    with hotel(house.hotel.id):
        assert Message.get(~Message.is_automatic, Message.direction == "out").delivery_state == "sent"
        assert "copy failed" in {event.kind for event in Event.select()}
        (tom,) = participants.people(Ticket.get_by_id(ticket.id))
    assert "5.1.1" in tom.mail_error
    assert answered.message_id == copy.message_id


def test_a_copy_the_relay_refuses_is_told_of(desk: RunningDesk, house: House) -> None:
    """R-WF-7: only the requester's own mail decides what the message shows."""
    ticket = written(desk, house, TOM)
    accept(house, ticket, TOM)
    desk.sink.answer_always(Answer("550 5.1.1 nobody here", Moment.RCPT))
    with hotel(house.hotel.id):
        replies.send(tickets.lock(ticket.id), "On their way.", actor=house.ana.actor, now=clock.now())
    desk.settle()
    with hotel(house.hotel.id):
        kinds = [event.kind for event in Event.select()]
    assert kinds.count("copy failed") == 1
    assert kinds.count("answer failed") == 1


def bounce_of(sent: Delivered, recipient: str) -> bytes:
    report = EmailMessage()
    report["From"] = "MAILER-DAEMON@mx.guest.example"
    report["To"], report["Subject"] = sent.sunk.mail_from, "Undelivered Mail Returned to Sender"
    report["X-Failed-Recipients"] = recipient
    report.set_content(f"{recipient}: 550 5.1.1 unknown user\n\nMessage-ID: {sent.message_id}\n")
    return report.as_bytes().replace(b"\n", b"\r\n")
