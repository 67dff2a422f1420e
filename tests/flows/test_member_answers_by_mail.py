"""A member answers the notification from a mail client; the guest gets the words and the files, and nothing else."""

from tests import builders
from tests.flows.desk import Delivered, House, RunningDesk, guest_mail, reply_to
from tests.processes import wait_until
from workflow import clock
from workflow.database import hotel
from workflow.models import Event, Inbox, Message, Ticket
from workflow.services.overview import counters

MIA = "mia@aurora-guest.example"
PICTURE = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40


def told(desk: RunningDesk, house: House) -> Delivered:
    """Mia has written; this is what Ana got."""
    desk.send(
        guest_mail(house, "Hello, room 12 has no towels.", sender=MIA), sender=MIA, to=house.desk_address
    )
    desk.wait_for_mail(MIA)
    return desk.wait_for_mail(house.ana.email)[0]


def test_the_words_and_files_reach_the_guest_from_the_desk(desk: RunningDesk, house: House) -> None:
    """R-STAFF-1, R-STAFF-2, R-TKT-3: words without the quote, files whole, threaded, answered, told who did it."""
    notification = told(desk, house)
    mail = reply_to(notification, "They are on their way.\n\nAna", sender=f"Ana Private <{house.ana.email}>")
    mail["X-Mailer"] = "canary-mailer"
    mail.add_attachment(PICTURE, maintype="image", subtype="png", filename="Grüße vom Zimmer.png")
    desk.send(mail, sender=house.ana.email, to=notification.reply_to)

    answer = desk.wait_for_mail(MIA, 2)[1]
    desk.settle()
    assert "They are on their way." in answer.text
    assert "no towels" not in answer.text
    assert answer.files() == {"Grüße vom Zimmer.png": PICTURE}
    assert answer.message["From"].addresses[0].addr_spec == house.desk_address
    for canary in (house.ana.email.encode(), b"canary-mailer", b"Ana Private"):
        assert canary not in answer.sunk.raw
    with hotel(house.hotel.id):
        (ticket,) = Ticket.select()
        (guests_own,) = Message.select().where(Message.direction == "in")
        (sent,) = Message.select().where(Message.direction == "out", ~Message.is_automatic)
        who = [(event.kind, event.actor_name) for event in Event.select().order_by(Event.id)]
    assert answer.message["In-Reply-To"] == guests_own.rfc_message_id
    assert guests_own.rfc_message_id in answer.message["References"]
    assert ticket.pid in answer.message["Subject"]
    assert ticket.state == "answered"
    assert ticket.first_response_at is not None
    assert ticket.assignee_id == house.ana.staff_id, "who answers a ticket that nobody has, has it"
    assert sent.delivery_state == "sent"
    assert ("answered", "Ana") in who
    assert ("state", "Ana") in who


def held(house: House) -> list[Inbox]:
    with hotel(house.hotel.id):
        return list(Inbox.select().where(Inbox.state == "held"))


def assert_held_and_nothing_sent(desk: RunningDesk, house: House, *, reason: str) -> None:
    wait_until(lambda: held(house), what="the mail is held")
    desk.settle()
    (row,) = held(house)
    assert reason in row.reason
    assert len(desk.mails_to(MIA)) == 1, "only the acknowledgement"
    assert counters(now=clock.now())["inbox"]["held"] == 1
    with hotel(house.hotel.id):
        assert Ticket.get().state == "open"


def test_a_strangers_answer_to_a_members_address_is_held(desk: RunningDesk, house: House) -> None:
    """R-STAFF-2: somebody got hold of the notification."""
    notification = told(desk, house)
    mail = reply_to(notification, "Your room is free, leave now.", sender="eve@elsewhere.example")
    desk.send(mail, sender="eve@elsewhere.example", to=notification.reply_to)
    assert_held_and_nothing_sent(desk, house, reason="no member")


def test_a_forged_reply_address_is_held(desk: RunningDesk, house: House) -> None:
    """R-STAFF-2: one character of the token was changed, so that another ticket might be meant."""
    notification = told(desk, house)
    local, _, domain = notification.reply_to.partition("@")
    last = "a" if local[-5] != "a" else "b"
    forged = f"{local[:-5]}{last}{local[-4:]}@{domain}"
    desk.send(reply_to(notification, "Anything.", sender=house.ana.email), sender=house.ana.email, to=forged)
    assert_held_and_nothing_sent(desk, house, reason="not made by this desk")


def test_another_members_reply_address_is_held(desk: RunningDesk, house: House) -> None:
    """R-STAFF-2: the address is Ana's, the sender is Jon."""
    jon = builders.make_member(house.hotel, email="jon@aurora.example", name="Jon")
    notification = told(desk, house)
    desk.send(reply_to(notification, "Mine.", sender=jon.email), sender=jon.email, to=notification.reply_to)
    assert_held_and_nothing_sent(desk, house, reason="somebody else than Jon")


def test_a_sender_that_failed_authentication_is_held(desk: RunningDesk, house: House) -> None:
    """R-STAFF-2, R-MAIL-12: From says Ana, her domain says no."""
    notification = told(desk, house)
    mail = reply_to(notification, "Anything.", sender=house.ana.email)
    mail["Authentication-Results"] = "mx.aurora.example; dmarc=fail header.from=aurora.example"
    desk.send(mail, sender=house.ana.email, to=notification.reply_to)
    assert_held_and_nothing_sent(desk, house, reason="could not be verified")


def test_an_answer_to_the_plain_desk_address_is_held(desk: RunningDesk, house: House) -> None:
    """R-STAFF-2: the client ignored Reply-To and quoted nothing; without any signed token nothing goes to the guest."""
    notification = told(desk, house)
    desk.send(
        reply_to(notification, "On the way.", sender=house.ana.email, quote=False),
        sender=house.ana.email,
        to=house.desk_address,
    )
    assert_held_and_nothing_sent(desk, house, reason="not to the reply address")


def test_a_members_automatic_answer_goes_nowhere(desk: RunningDesk, house: House) -> None:
    """R-MAIL-9: an out-of-office note to a notification is ignored, with the reason kept."""
    notification = told(desk, house)
    mail = reply_to(notification, "I am away until Monday.", sender=house.ana.email)
    mail["Auto-Submitted"] = "auto-replied"
    desk.send(mail, sender="", to=notification.reply_to)
    wait_until(lambda: counters(now=clock.now())["inbox"]["ignored"] == 1, what="the mail is ignored")
    desk.settle()
    assert len(desk.mails_to(MIA)) == 1


def test_a_member_who_asked_himself_answers_as_a_guest(desk: RunningDesk, house: House) -> None:
    """R-STAFF-2: Ana spends a night here; what she answers to her own acknowledgement goes into her ticket."""
    ana = house.ana.email
    desk.send(guest_mail(house, "My own room has no towels.", sender=ana), sender=ana, to=house.desk_address)
    received = desk.wait_for_mail(ana, 2)
    acknowledgement = next(one for one in received if one.message["Auto-Submitted"] == "auto-replied")
    desk.send(reply_to(acknowledgement, "They came.", sender=ana), sender=ana, to=acknowledgement.reply_to)

    desk.wait_for_mail(ana, 3)
    assert held(house) == []
    with hotel(house.hotel.id):
        assert Ticket.select().count() == 1
        said = [one.body for one in Message.select().where(Message.direction == "in").order_by(Message.id)]
    assert [words.strip() for words in said] == ["My own room has no towels.", "They came."]
