"""A guest's mail comes in over SMTP; a ticket stands, the guest has its number, the member on duty is told."""

from tests.flows.desk import House, RunningDesk, guest_mail
from workflow.database import hotel
from workflow.models import Event, Message, Ticket
from workflow.pid import parse_pid

MIA = "mia@aurora-guest.example"


def test_a_guests_mail_becomes_a_ticket_with_a_number(desk: RunningDesk, house: House) -> None:
    """R-MAIL-1, R-PID-1, R-TKT-1, R-TKT-2: the whole way from SMTP to acknowledgement and notification."""
    mail = guest_mail(house, "Hello, room 12 has no towels.", sender=MIA)
    desk.send(mail, sender=MIA, to=house.desk_address)
    acknowledgement = desk.wait_for_mail(MIA)[0]
    notification = desk.wait_for_mail(house.ana.email)[0]
    desk.settle()

    with hotel(house.hotel.id):
        (ticket,) = Ticket.select()
        (incoming,) = Message.select().where(Message.direction == "in")
        kinds = [event.kind for event in Event.select().order_by(Event.id)]
    pid = parse_pid(ticket.pid)
    assert pid is not None
    assert (pid.code, pid.number) == ("AUR", 1)
    assert (ticket.state, ticket.source, ticket.subject) == ("open", "email", "No towels")
    assert None not in (ticket.guest_id, ticket.stay_id, ticket.room_id)
    assert incoming.body == "Hello, room 12 has no towels."
    assert kinds == ["created", "acknowledged"]
    assert ticket.pid in acknowledgement.text
    assert acknowledgement.message["Auto-Submitted"] == "auto-replied"
    assert acknowledgement.sunk.mail_from == ""
    assert "room 12 has no towels" in notification.text
    assert notification.reply_to.startswith("aurora+")
