"""A relay rewrote the Message-IDs and dropped what pointed to them: the marker at the foot finds home (R-MAIL-8)."""

from email.message import EmailMessage

from tests import builders
from tests.flows.desk import Delivered, House, RunningDesk, guest_mail, reply_to
from tests.processes import wait_until
from workflow import clock
from workflow.database import hotel
from workflow.models import Inbox, Message, Ticket
from workflow.services.overview import counters

MIA, EVE = "mia@aurora-guest.example", "eve@elsewhere.example"


def told(desk: RunningDesk, house: House) -> tuple[Delivered, Delivered]:
    """Mia's acknowledgement and Ana's notice."""
    desk.send(guest_mail(house, "No towels.", sender=MIA), sender=MIA, to=house.desk_address)
    acknowledgement, notice = desk.wait_for_mail(MIA)[0], desk.wait_for_mail(house.ana.email)[0]
    desk.settle()
    return acknowledgement, notice


def rewritten(original: Delivered, house: House, text: str, *, sender: str) -> EmailMessage:
    """An answer to the plain address that quotes the mail, and points to it by nothing else."""
    mail = reply_to(original, text, sender=sender)
    for name in ("In-Reply-To", "References", "Subject", "To"):
        del mail[name]
    mail["To"], mail["Subject"] = house.desk_address, "My room"
    mail["In-Reply-To"] = "<rewritten-0815@relay.example>"
    return mail


def last_message(house: House) -> Message:
    with hotel(house.hotel.id):
        found: Message = Message.select().order_by(Message.id.desc()).get()
    return found


def test_a_guests_answer_finds_its_ticket(desk: RunningDesk, house: House) -> None:
    acknowledgement, _ = told(desk, house)
    desk.send(
        rewritten(acknowledgement, house, "And no soap.", sender=MIA), sender=MIA, to=house.desk_address
    )
    desk.wait_for_mail(house.ana.email, 2)
    last = last_message(house)
    assert (last.body, last.placed_by, last.author_kind) == ("And no soap.", "body_marker", "guest")
    with hotel(house.hotel.id):
        assert Ticket.select().count() == 1


def test_a_strangers_answer_is_from_outside(desk: RunningDesk, house: House) -> None:
    """The marker routes, as the signed address does; it gives no right."""
    acknowledgement, _ = told(desk, house)
    desk.send(
        rewritten(acknowledgement, house, "I was sent this.", sender=EVE), sender=EVE, to=house.desk_address
    )
    desk.wait_for_mail(house.ana.email, 2)
    last = last_message(house)
    assert (last.body, last.placed_by, last.author_kind) == ("I was sent this.", "body_marker", "outsider")
    assert desk.mails_to(EVE) == []


def test_a_members_answer_to_the_plain_address_goes_to_the_guest(desk: RunningDesk, house: House) -> None:
    """R-STAFF-2: for mailboxes without plus-addresses; the marker never reaches the guest."""
    _, notice = told(desk, house)
    mail = rewritten(notice, house, "They are on their way.", sender=house.ana.email)
    desk.send(mail, sender=house.ana.email, to=house.desk_address)
    answer = desk.wait_for_mail(MIA, 2)[1]
    assert "They are on their way." in answer.text
    marker = next(line for line in notice.text.splitlines() if line.startswith("[#"))
    assert marker[2:-1].encode() not in answer.sunk.raw.lower()


def test_another_member_cannot_use_it(desk: RunningDesk, house: House) -> None:
    """R-STAFF-2: the marker was made for one; the other's mail is held, as it answers a mail of ours."""
    jon = builders.make_member(house.hotel, email="jon@aurora.example", name="Jon")
    _, notice = told(desk, house)
    mail = rewritten(notice, house, "Mine.", sender=jon.email)
    mail.replace_header("In-Reply-To", notice.message_id)
    desk.send(mail, sender=jon.email, to=house.desk_address)
    wait_until(lambda: counters(now=clock.now())["inbox"]["held"] == 1, what="the mail is held")
    desk.settle()
    assert len(desk.mails_to(MIA)) == 1
    with hotel(house.hotel.id):
        assert "not to the reply address" in Inbox.get(Inbox.state == "held").reason


def test_a_notification_that_a_member_passes_on_is_no_answer(desk: RunningDesk, house: House) -> None:
    """R-STAFF-2: words for a colleague at another desk of the house must not reach the guest."""
    _, notice = told(desk, house)
    mail = rewritten(notice, house, "Can you look after this grumbler?", sender=house.ana.email)
    mail.replace_header("Subject", f"Fwd: {notice.message['Subject']}")
    desk.send(mail, sender=house.ana.email, to=house.desk_address)
    wait_until(lambda: counters(now=clock.now())["inbox"]["held"] == 1, what="the mail is held")
    desk.settle()
    assert len(desk.mails_to(MIA)) == 1
