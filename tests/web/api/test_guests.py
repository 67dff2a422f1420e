"""Guests over the API: search, addresses that belong to one, two that are one and two again."""

from datetime import timedelta

import pytest

from tests.builders import (
    make_guest,
    make_guest_message,
    make_hotel,
    make_member,
    make_room,
    make_session,
    make_stay,
    make_ticket,
)
from tests.web.conftest import Api, House
from workflow import clock
from workflow.database import hotel
from workflow.models import Guest, Ticket, WhatsappContact
from workflow.services import guests, merging, tickets
from workflow.values import Role


@pytest.fixture
def mia(house: House) -> Guest:
    return make_guest(house.hotel, phone="+39123456789")


@pytest.fixture
def mimi(house: House) -> Guest:
    return make_guest(house.hotel, "Mimi", email="mimi@work.example")


def guest_of(ticket: Ticket) -> int:
    with hotel(ticket.hotel_id):
        found: int = Ticket.get_by_id(ticket.id).guest_id
        return found


def test_a_guest_is_made_read_and_changed(api: Api) -> None:
    """issue 7: guests by API."""
    made = api.call(
        "POST",
        "/guests",
        {
            "name": " Leo  Roth ",
            "language": "de",
            "addresses": [{"kind": "email", "value": "Leo@Guest.Example"}],
        },
    )
    assert made.status_code == 201
    assert made.json["name"] == "Leo Roth"
    ((address,),) = (made.json["addresses"],)
    assert address["value"] == "leo@guest.example"
    changed = api.call(
        "PATCH",
        f"/guests/{made.json['id']}",
        {
            "name": "Leo Roth-Kern",
            "addAddresses": [{"kind": "phone", "value": "+49 30 123456"}],
            "removeAddressIds": [address["id"]],
        },
    )
    assert changed.status_code == 200
    assert [one["value"] for one in changed.json["addresses"]] == ["+4930123456"]
    assert api.call("GET", f"/guests/{made.json['id']}").json["name"] == "Leo Roth-Kern"


def test_guests_are_found_by_name_address_number_and_room(house: House, api: Api, mia: Guest) -> None:
    make_stay(house.hotel, mia, make_room(house.hotel, "12"))
    make_guest(house.hotel, "Tom Kern", email="tom@guest.example")
    for q in ("sand", "mia@guest", "0123 456", "12"):
        found = api.call("GET", f"/guests?q={q}").json["data"]
        assert [one["id"] for one in found] == [str(mia.id)], q
    assert found[0]["room"] == "12"
    assert api.call("GET", "/guests?q=%25").json["data"] == []
    page = api.call("GET", "/guests?pageSize=1").json
    assert page["pagination"]["total"] == 2
    second = api.call("GET", f"/guests?pageSize=1&cursor={page['pagination']['nextCursor']}").json
    assert [one["name"] for one in page["data"] + second["data"]] == ["Tom Kern", "Mia Sand"]


def test_an_address_belongs_to_one_guest_and_the_refusal_says_whose(
    api: Api, mia: Guest, mimi: Guest
) -> None:
    """issue 7: a conflict says whose, to those who may see guests."""
    taken = {"addAddresses": [{"kind": "email", "value": "mia@guest.example"}]}
    refused = api.call("PATCH", f"/guests/{mimi.id}", {"name": "Changed", **taken})
    assert refused.status_code == 409
    assert "Mia Sand" in refused.json["detail"]
    assert api.call("GET", f"/guests/{mimi.id}").json["name"] == "Mimi"  # all or nothing


def test_another_hotel_may_have_the_same_guest(api: Api, mia: Guest) -> None:
    """R-WEB-3: what is foreign is answered like what is missing."""
    other = make_hotel("BER", name="Berg")
    theirs = make_guest(other, "Mia Elsewhere")
    foreign = api.call("GET", f"/guests/{theirs.id}")
    missing = api.call("GET", "/guests/999999")
    assert (foreign.status_code, foreign.json) == (404, missing.json)
    for method, path, body in (
        ("PATCH", f"/guests/{theirs.id}", {"name": "x"}),
        ("POST", f"/guests/{theirs.id}/merge", {"into": str(mia.id)}),
        ("POST", f"/guests/{theirs.id}/unmerge", None),
        ("POST", f"/guests/{mia.id}/merge", {"into": str(theirs.id)}),
    ):
        answer = api.call(method, path, body)
        assert answer.status_code in (404, 422), path
        assert "Elsewhere" not in answer.text


def test_two_guests_become_one_and_two_again_exactly(house: House, api: Api, mia: Guest, mimi: Guest) -> None:
    """R-TKT-5: merge guests with undo, also after more was written."""
    room = make_room(house.hotel)
    stay = make_stay(house.hotel, mimi, room)
    old = make_ticket(house.hotel, channel=house.channel, guest=mimi, requester_address="mimi@work.example")
    hers = make_ticket(house.hotel, channel=house.channel, guest=mia)
    with hotel(house.hotel.id):
        contact = WhatsappContact.create(
            hotel_id=house.hotel.id, channel_id=house.channel.id, guest_id=mimi.id, created_at=clock.now()
        )
    before = [api.call("GET", f"/guests/{one.id}").json for one in (mia, mimi)]

    merged = api.call("POST", f"/guests/{mimi.id}/merge", {"into": str(mia.id)})
    assert merged.status_code == 200
    assert {one["value"] for one in merged.json["addresses"]} == {
        "mia@guest.example",
        "+39123456789",
        "mimi@work.example",
    }
    assert (merged.json["ticketCount"], merged.json["stays"][0]["id"]) == (2, str(stay.id))
    assert [one["name"] for one in merged.json["merged"]] == ["Mimi"]
    assert api.call("GET", f"/guests/{mimi.id}").json["mergedInto"] == {"id": str(mia.id), "name": "Mia Sand"}
    assert api.call("GET", "/guests?q=Mimi").json["data"][0]["id"] == str(mia.id)  # by her address
    assert guest_of(old) == mia.id

    with hotel(house.hotel.id):
        known = guests.find(house.hotel.id, "mimi@work.example", on=clock.now().date())
    assert known is not None
    assert (known.guest_id, known.stay_id) == (mia.id, stay.id)
    make_guest_message(old, "And one more thing.")
    later = make_ticket(house.hotel, channel=house.channel, guest=mia, requester_address="mimi@work.example")
    newer = make_ticket(house.hotel, channel=house.channel, guest=mia)

    parted = api.call("POST", f"/guests/{mimi.id}/unmerge")
    assert parted.status_code == 200
    after = [api.call("GET", f"/guests/{one.id}").json for one in (mia, mimi)]
    assert after == [{**before[0], "ticketCount": 2}, {**before[1], "ticketCount": 2}]
    assert [guest_of(one) for one in (old, later, hers, newer)] == [mimi.id, mimi.id, mia.id, mia.id]
    with hotel(house.hotel.id):
        assert WhatsappContact.get_by_id(contact.id).guest_id == mimi.id
    lines = api.call("GET", f"/tickets/{old.pid}/events").json["data"]
    assert [one["kind"] for one in lines if "guest" in one["kind"]] == ["guest merged", "guests parted"]
    assert api.call("POST", f"/guests/{mimi.id}/unmerge").status_code == 404


def test_an_undo_that_cannot_be_exact_is_refused_in_a_plain_sentence(
    house: House, api: Api, mia: Guest, mimi: Guest
) -> None:
    """R-TKT-5: tickets of both that became one, an address that was taken away, a second merge on top."""
    old = make_ticket(house.hotel, channel=house.channel, guest=mimi, requester_address="mimi@work.example")
    hers = make_ticket(house.hotel, channel=house.channel, guest=mia)
    third = make_guest(house.hotel, "Third", email="third@guest.example")
    assert api.call("POST", f"/guests/{mimi.id}/merge", {"into": str(mia.id)}).status_code == 200
    assert api.call("PATCH", f"/guests/{mimi.id}", {"name": "x"}).status_code == 422
    assert api.call("POST", f"/guests/{mimi.id}/merge", {"into": str(third.id)}).status_code == 422

    assert api.call("POST", f"/guests/{mia.id}/merge", {"into": str(third.id)}).status_code == 200
    refused = api.call("POST", f"/guests/{mimi.id}/unmerge")
    assert (refused.status_code, "undo that first" in refused.json["detail"]) == (422, True)
    assert api.call("POST", f"/guests/{mia.id}/unmerge").status_code == 200

    address = next(
        one for one in api.call("GET", f"/guests/{mia.id}").json["addresses"] if "mimi" in one["value"]
    )
    api.call("PATCH", f"/guests/{mia.id}", {"removeAddressIds": [address["id"]]})
    refused = api.call("POST", f"/guests/{mimi.id}/unmerge")
    assert (refused.status_code, "an address" in refused.json["detail"]) == (422, True)

    with hotel(house.hotel.id):
        first, second = merging.lock_both(old.id, hers.id)
        merging.merge(first, second, actor=house.ana.actor, now=clock.now())
    assert guest_of(old) == mia.id


def test_tickets_of_both_that_became_one_are_not_parted(
    house: House, api: Api, mia: Guest, mimi: Guest
) -> None:
    """R-TKT-5"""
    old = make_ticket(house.hotel, channel=house.channel, guest=mimi, requester_address="mimi@work.example")
    hers = make_ticket(house.hotel, channel=house.channel, guest=mia)
    api.call("POST", f"/guests/{mimi.id}/merge", {"into": str(mia.id)})
    with hotel(house.hotel.id):
        first, second = merging.lock_both(old.id, hers.id)
        merging.merge(first, second, actor=house.ana.actor, now=clock.now())
    refused = api.call("POST", f"/guests/{mimi.id}/unmerge")
    assert refused.status_code == 422
    assert old.pid in refused.json["detail"]
    assert hers.pid in refused.json["detail"]


def test_whatsapp_of_both_in_one_ticket_is_not_parted(
    house: House, api: Api, mia: Guest, mimi: Guest
) -> None:
    """R-TKT-5: words of one guest never stay behind in the other one's ticket."""
    hers = make_ticket(house.hotel, channel=house.channel, guest=mia)
    with hotel(house.hotel.id):
        contact = WhatsappContact.create(
            hotel_id=house.hotel.id, channel_id=house.channel.id, guest_id=mimi.id, created_at=clock.now()
        )
    api.call("POST", f"/guests/{mimi.id}/merge", {"into": str(mia.id)})
    message = make_guest_message(hers, "By phone now.")
    with hotel(house.hotel.id):
        type(message).update(contact_id=contact.id, created_at=clock.now() + timedelta(seconds=1)).execute()
    refused = api.call("POST", f"/guests/{mimi.id}/unmerge")
    assert (refused.status_code, hers.pid in refused.json["detail"]) == (422, True)


def test_staff_and_programs_that_only_help_see_no_guests(house: House, mia: Guest) -> None:
    """R-WEB-2: reception and above."""
    for role in (Role.STAFF, Role.AI_AGENT):
        member = make_member(house.hotel, role, email=f"{role}@aurora.example", name=role)
        api = house.api(make_session(member))
        assert api.call("GET", "/guests").status_code == 403
        assert api.call("GET", f"/guests/{mia.id}").status_code == 403
        assert api.call("GET", "/stays").status_code == 403


def test_an_answer_to_a_merged_guests_ticket_still_reaches_him(
    house: House, api: Api, mia: Guest, mimi: Guest
) -> None:
    old = make_ticket(house.hotel, channel=house.channel, guest=mimi, requester_address="mimi@work.example")
    api.call("POST", f"/guests/{mimi.id}/merge", {"into": str(mia.id)})
    with hotel(house.hotel.id):
        assert tickets.lock(old.id).requester_address == "mimi@work.example"
    assert api.call("POST", f"/tickets/{old.pid}/messages", {"body": "They are here."}).status_code == 201


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "name"),
        ({"name": "x" * 201}, "name"),
        ({"name": "Leo", "language": "klingon!"}, "language"),
        ({"name": "Leo", "addresses": [{"kind": "email", "value": "no mail"}]}, "addresses"),
        ({"name": "Leo", "addresses": [{"kind": "phone", "value": "0301234"}]}, "addresses"),
        ({"name": "Leo", "addresses": [{"kind": "fax", "value": "1"}]}, "addresses"),
        ({"name": "Leo", "friend": "Mia"}, "friend"),
    ],
)
def test_what_is_wrong_is_named(api: Api, body: dict[str, object], field: str) -> None:
    answer = api.call("POST", "/guests", body)
    assert answer.status_code == 422
    assert field in str(answer.json)
