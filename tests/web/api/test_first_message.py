"""Writing to a guest first, by API (R-TKT-11)."""

from tests.builders import make_guest, make_hotel, make_member, make_session
from tests.web.conftest import Api, House
from workflow.database import hotel
from workflow.models import Effect, Message, Ticket
from workflow.values import Role

KEY = {"Idempotency-Key": "f1"}


def test_a_ticket_begins_with_our_message_once(api: Api, house: House) -> None:
    """R-TKT-11, R-WEB-5"""
    guest = make_guest(house.hotel)
    body = {
        "subject": "Your crib",
        "guestId": str(guest.id),
        "firstMessage": {"body": "It is in your room.", "channel": "email"},
    }
    first = api.call("POST", "/tickets", body, **KEY)
    assert first.status_code == 201, first.text
    assert (first.json["state"], first.json["guest"]["name"]) == ("answered", "Mia Sand")
    assert api.call("POST", "/tickets", body, **KEY).json == first.json
    with hotel(house.hotel.id):
        (said,) = Message.select()
        assert (said.direction, said.recipients) == ("out", ["mia@guest.example"])
        assert [effect.kind for effect in Effect.select()] == ["send_answer"]


def test_what_is_refused_opens_no_ticket(api: Api, house: House) -> None:
    """R-TKT-11, R-WEB-3: a foreign guest is not there; the field is named."""
    foreign = make_guest(make_hotel("BER"), "Kim", email="kim@guest.example")
    words = {"body": "Hello."}
    for more, field in (
        ({"guestId": str(foreign.id), "firstMessage": words}, "to"),
        ({"firstMessage": {**words, "to": "max@guest.example"}}, "to"),
        ({"firstMessage": {"body": " ", "to": "max@guest.example", "confirmed": True}}, "body"),
        (
            {"firstMessage": {**words, "to": "+491701234567", "channel": "whatsapp", "confirmed": True}},
            "guestPhone",
        ),
        ({"firstMessage": {**words, "who": "me"}}, "firstMessage.who"),
    ):
        refused = api.call("POST", "/tickets", {"subject": "Crib", **more})
        assert refused.status_code == 422, (more, refused.text)
        assert field.partition(".")[0] in refused.text
    with hotel(house.hotel.id):
        assert Ticket.select().count() == 0


def test_a_program_that_may_not_answer_does_not_write_first(house: House) -> None:
    """R-WEB-2"""
    agent = make_member(house.hotel, Role.AI_AGENT, email="bot@aurora.example")
    body = {"subject": "Crib", "firstMessage": {"body": "Hi", "to": "max@guest.example", "confirmed": True}}
    assert house.api(make_session(agent)).call("POST", "/tickets", body).status_code == 403
    with hotel(house.hotel.id):
        assert Ticket.select().count() == 0


def test_a_phone_call_is_written_down_as_one(api: Api) -> None:
    """R-TKT-11"""
    opened = api.call("POST", "/tickets", {"subject": "TV", "roomNumber": "", "cameBy": "phone"})
    assert opened.status_code == 201
    events = api.call("GET", f"/tickets/{opened.json['pid']}/events").json["data"]
    assert ("came by", "phone") in [(one["kind"], one["new"]) for one in events]
    assert api.call("POST", "/tickets", {"subject": "TV", "cameBy": "fax"}).status_code == 422
