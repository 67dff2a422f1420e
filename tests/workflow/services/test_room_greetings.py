"""A room's sign begins a WhatsApp or a mail: its short code ties the ticket to the room, once (R-QR-4)."""

from tests import builders
from tests.workflow.services.chat import Chat
from tests.workflow.services.reception import Reception
from workflow import clock
from workflow.database import hotel
from workflow.models import Hotel, Room, Ticket
from workflow.sealing import Keys
from workflow.services import room_greetings, room_signs


def greeting(at: Hotel, room: Room, keys: Keys, actor: builders.Colleague) -> str:
    with hotel(at.id):
        code = room_signs.code_of(at.id, room.id, actor=actor.actor, keys=keys, now=clock.now())
    sign = room_signs.find(code)
    with hotel(at.id):
        return room_greetings.make(sign, now=clock.now())


def test_a_whatsapp_from_a_sign_is_about_its_room(chat: Chat) -> None:
    """R-QR-4: nobody knows the number, and the room is known all the same."""
    room = builders.make_room(chat.hotel)
    words = greeting(chat.hotel, room, chat.desk.keys, chat.ana)
    chat.writes(f"Hello, I am in room 12. {words}\n\nNo towels")
    (ticket,) = chat.tickets()
    assert (ticket.room_id, ticket.guest_id) == (room.id, None)


def test_a_mail_from_a_sign_is_about_its_room_and_the_next_one_with_the_code_is_not(
    reception: Reception,
) -> None:
    """R-QR-4"""
    room = builders.make_room(reception.hotel)
    words = greeting(reception.hotel, room, reception.desk.keys, reception.ana)
    for subject in ("Towels", "Lamp"):
        reception.guest_writes(f"Hello, I am in room 12. {words}\n\nPlease help.", subject=subject)
    with hotel(reception.hotel.id):
        found = {ticket.subject: ticket.room_id for ticket in Ticket.select()}
    assert found == {"Towels": room.id, "Lamp": None}


def test_a_code_of_a_revoked_sign_says_nothing(reception: Reception) -> None:
    """R-QR-4"""
    room = builders.make_room(reception.hotel)
    words = greeting(reception.hotel, room, reception.desk.keys, reception.ana)
    with hotel(reception.hotel.id):
        room_signs.revoke(reception.hotel.id, room.id, actor=reception.ana.actor, now=clock.now())
        assert room_greetings.room_of(reception.hotel.id, words, now=clock.now()) is None
