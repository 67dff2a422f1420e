"""The PMS door: signed, each delivery once, in any order, all of a body or none (R-PMS-1)."""

import json
import threading
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

import pytest
import standardwebhooks
from werkzeug.test import TestResponse

from tests.builders import make_guest, make_hotel, make_member, make_room, make_session, make_stay
from tests.web.conftest import House
from workflow import clock
from workflow.database import hotel
from workflow.models import Guest, GuestAddress, Message, PmsDelivery, Room, Stay, Ticket
from workflow.services import pms, tickets
from workflow.values import Role, State

STAYS, SYNC = "/api/v1/webhooks/pms/stays", "/api/v1/webhooks/pms/ticket-sync"


class Pms:
    """The program on the other side, signing with the public package."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.secret = self.rotate()
        self.count = 0

    def rotate(self) -> str:
        olga = make_member(self.house.hotel, Role.OWNER, email="olga@aurora.example", name="Olga")
        made = self.house.api(make_session(olga)).call("POST", "/pms/secret")
        assert made.status_code == 201
        self.secret = made.json["secret"]
        return self.secret

    def send(
        self,
        path: str,
        body: object,
        *,
        id: str = "",
        at: datetime | None = None,
        secret: str = "",
        code: str = "AUR",
        **headers: str,
    ) -> TestResponse:
        self.count += 1
        at = at or clock.now()
        id = id or f"msg_{self.count}"
        raw = json.dumps(body)
        signature = standardwebhooks.Webhook(secret or self.secret).sign(id, at, raw)
        return self.house.app.test_client().post(
            path,
            data=raw,
            content_type="application/json",
            headers={
                "Bellhop-Hotel": code,
                "webhook-id": id,
                "webhook-timestamp": str(int(at.timestamp())),
                "webhook-signature": signature,
                **{name.replace("_", "-"): value for name, value in headers.items()},
            },
        )

    def stays(self, *said: Mapping[str, object], **options: Any) -> TestResponse:
        return self.send(STAYS, {"stays": list(said)}, **options)

    def ticket(self, event: str, ticket: Mapping[str, object], **options: Any) -> TestResponse:
        return self.send(SYNC, {"externalId": "T-1", "event": event, "ticket": ticket}, **options)


@pytest.fixture
def front(house: House) -> Pms:
    return Pms(house)


def said(confirmation: str = "R1", name: str = "Mia Sand", **more: object) -> dict[str, object]:
    guest = {"name": name, "emails": ["mia@guest.example"], "phones": ["+39 123 456789"], "language": "it"}
    return {
        "confirmation": confirmation,
        "guest": {**guest, **dict(more.pop("guest", {}))},  # type: ignore[call-overload]
        "room": "12",
        "arrival": "2026-11-20",
        "departure": "2026-11-23",
        "status": "booked",
        **more,
    }


def found(house: House, confirmation: str = "R1") -> Stay:
    with hotel(house.hotel.id):
        stay: Stay = Stay.get(Stay.confirmation == confirmation)
        return stay


def test_a_stay_comes_with_its_guest_and_room(house: House, front: Pms) -> None:
    """R-PMS-1, R-TKT-2: stays come from the feed, and addresses with them."""
    answer = front.stays(said(), said("R2", "Leo Roth", guest={"emails": [], "phones": ["+4930123456"]}))
    assert answer.status_code == 200, answer.text
    assert [one["outcome"] for one in answer.json["stays"]] == ["created", "created"]
    with hotel(house.hotel.id):
        assert [guest.name for guest in Guest.select().order_by(Guest.id)] == ["Mia Sand", "Leo Roth"]
        assert [one.value for one in GuestAddress.select().order_by(GuestAddress.id)] == [
            "mia@guest.example",
            "+39123456789",
            "+4930123456",
        ]
        assert Room.get_by_id(Stay.get(Stay.confirmation == "R1").room_id).number == "12"
    again = front.stays(said(status="checked_in"))
    assert again.json["stays"][0]["outcome"] == "updated"
    assert found(house).status == "in_house"
    assert front.stays(said(status="checked_in")).json["stays"][0]["outcome"] == "unchanged"


def test_the_same_delivery_again_is_answered_as_the_first_time(house: House, front: Pms) -> None:
    """R-PMS-1: dedupe by webhook-id, kept by the database."""
    first = front.stays(said(), id="one")
    front.stays(said(departure="2026-11-25"), id="two")
    again = front.stays(said(), id="one")
    assert (again.status_code, again.json) == (200, first.json)
    assert str(found(house).departure) == "2026-11-25"
    other = front.stays(said("R9"), id="one")
    assert other.status_code == 422
    with hotel(house.hotel.id):
        assert PmsDelivery.select().count() == 2


def test_one_delivery_at_many_doors_at_once_is_done_once(house: House, front: Pms) -> None:
    """R-PMS-1"""
    answers: list[TestResponse] = []
    now = clock.now()
    threads = [
        threading.Thread(target=lambda: answers.append(front.stays(said(), id="one", at=now)))
        for _ in range(6)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [answer.status_code for answer in answers] == [200] * 6
    assert len({answer.text for answer in answers}) == 1
    with hotel(house.hotel.id):
        assert (Stay.select().count(), Guest.select().count()) == (1, 1)


def test_older_word_does_not_undo_newer(house: House, front: Pms) -> None:
    """R-PMS-1: what comes late changes nothing, neither the PMS's own newer word nor a person's."""
    now = clock.now()
    front.stays(said(status="in_house", room="14"), at=now)
    late = front.stays(said(status="booked"), at=now - timedelta(minutes=2))
    assert late.json["stays"][0]["outcome"] == "older"
    assert found(house).status == "in_house"
    by_field = front.stays(said(status="booked", updatedAt=(now - timedelta(hours=3)).isoformat()))
    assert by_field.json["stays"][0]["outcome"] == "older"
    path = f"/stays/{found(house).id}"
    assert house.api(make_session(house.ana)).call("PATCH", path, {"status": "departed"}).status_code == 200
    assert front.stays(said(status="in_house"), at=now).json["stays"][0]["outcome"] == "older"
    assert found(house).status == "departed"


def test_all_of_a_body_or_none(house: House, front: Pms) -> None:
    """R-PMS-1"""
    answer = front.stays(said(), said("R2", arrival="2026-11-24"))
    assert answer.status_code == 422
    assert answer.json["field"] == "stays[1].departure"
    with hotel(house.hotel.id):
        assert (Stay.select().count(), Guest.select().count(), Room.select().count()) == (0, 0, 0)


def test_two_people_are_never_made_one_by_their_name(house: House, front: Pms) -> None:
    """R-PMS-1, R-WA-4: nor by an address that they share."""
    front.stays(said())
    front.stays(said("R2", guest={"emails": ["other@guest.example"], "phones": []}))  # another Mia Sand
    spouse = front.stays(said("R3", "Tom Sand", guest={"phones": []}))  # who books with her address
    assert spouse.json["stays"][0]["warnings"]
    front.stays(said("R4", "Sand, Mia"))
    with hotel(house.hotel.id):
        guests = {stay.confirmation: stay.guest_id for stay in Stay.select()}
        names = {guest.id: guest.name for guest in Guest.select()}
    assert len(set(guests.values())) == 3
    assert guests["R1"] == guests["R4"]
    assert names[guests["R3"]] == "Tom Sand"
    assert names[guests["R1"]] == "Mia Sand"


def test_a_booking_that_changes_hands_does_not_rename_its_first_guest(house: House, front: Pms) -> None:
    front.stays(said())
    front.stays(said("R1", "Tom Kern", guest={"emails": ["tom@guest.example"], "phones": []}))
    with hotel(house.hotel.id):
        assert [guest.name for guest in Guest.select().order_by(Guest.id)] == ["Mia Sand", "Tom Kern"]
    assert found(house).guest_id == 2
    front.stays(said("R1", "Tom Kerner", guest={"emails": ["tom@guest.example"], "phones": []}))
    with hotel(house.hotel.id):
        assert Guest.get_by_id(2).name == "Tom Kerner"  # his address and his stay: a slip of the pen


def test_an_address_nobody_can_use_costs_no_stay(house: House, front: Pms) -> None:
    answer = front.stays(said(guest={"emails": ["call him"], "phones": ["030 1234"]}))
    assert answer.status_code == 200
    assert len(answer.json["stays"][0]["warnings"]) == 2


WRONG: tuple[dict[str, Any], ...] = (
    {"code": "NIL"},
    {"code": ""},
    {"code": "BER"},
    {"code": "' OR 1=1"},
    {"secret": "whsec_" + "QUFB" * 8},
    {"at": clock.now() - timedelta(minutes=20)},
    {"at": clock.now() + timedelta(days=1)},
    {"webhook_signature": "v1,AAAA"},
    {"webhook_signature": ""},
    {"webhook_id": "other"},
    {"webhook_timestamp": "now"},
)


def test_whoever_is_not_the_pms_gets_one_answer(house: House, front: Pms) -> None:
    """R-PMS-1: unknown hotel, no connection, wrong signature or time look alike; nothing is kept."""
    make_hotel("BER", name="Berg")
    nobody = front.stays(said(), code="ZZZ")
    for wrong in WRONG:
        answer = front.stays(said(), **wrong)
        assert (answer.status_code, answer.json) == (401, nobody.json), wrong
        assert answer.content_type == "application/problem+json"
    with hotel(house.hotel.id):
        assert Stay.select().count() == 0


def test_a_changed_secret_leaves_a_day_to_change_over(house: House, front: Pms) -> None:
    """R-PMS-1: rotation."""
    old = front.secret
    new = front.rotate()
    assert old != new
    both = standardwebhooks.Webhook(old), standardwebhooks.Webhook(new)
    assert both[0] is not both[1]
    assert front.stays(said(), secret=old).status_code == 200
    assert front.stays(said(), secret=new).status_code == 200
    with hotel(house.hotel.id):
        row = pms.connection(house.hotel.id)
        assert row is not None
        type(row).update(former_until=clock.now()).execute()
        assert new.encode() not in bytes(row.secret)  # sealed
    assert front.stays(said(), secret=old).status_code == 401
    olga = make_member(house.hotel, Role.OWNER, email="olga@aurora.example", name="Olga")
    api = house.api(make_session(olga))
    shown = api.call("GET", "/pms")
    assert (shown.json["isConnected"], new in shown.text) == (True, False)
    assert api.call("DELETE", "/pms").status_code == 204
    assert front.stays(said(), secret=new).status_code == 401


SENSELESS: tuple[object, ...] = (
    {},
    {"stays": []},
    {"stays": "all"},
    {"stays": [said()] * 501},
    {"stays": [said(arrival="soon")]},
    {"stays": [said(status="asleep")]},
    {"stays": [said(room="x" * 21)]},
    {"stays": [{**said(), "guest": {}}]},
    {"stays": [{**said(), "colour": "blue"}]},
    {"stays": [said("\u0000")]},
    {"stays": [said(arrival="0001-01-01", departure="9999-12-31")]},
)


def test_a_signed_body_that_makes_no_sense_is_refused(house: House, front: Pms) -> None:
    for body in SENSELESS:
        answer = front.send(STAYS, body)
        assert answer.status_code == 422, (body, answer.text)
    with hotel(house.hotel.id):
        assert Stay.select().count() == 0


def test_a_ticket_of_the_pms_is_opened_once_and_follows_it(house: House, front: Pms) -> None:
    """R-PMS-1: ticket-sync, unique by externalId, status mapped."""
    guest = make_guest(house.hotel)
    stay = make_stay(house.hotel, guest, make_room(house.hotel, "12"))
    word = {"subject": "Tap drips", "description": "In the bath.", "priority": "high", "status": "new"}
    made = front.ticket("ticket.created", {**word, "confirmation": stay.confirmation})
    assert (made.status_code, made.json["outcome"], made.json["state"]) == (200, "created", "open")
    with hotel(house.hotel.id):
        ticket = tickets.find(house.hotel.id, made.json["pid"])
        assert (ticket.source, ticket.priority, ticket.created_by_kind) == ("pms", "high", "program")
        assert (ticket.guest_id, ticket.stay_id, ticket.room_id) == (guest.id, stay.id, stay.room_id)
    again = front.ticket("ticket.created", {**word, "confirmation": stay.confirmation})
    assert (again.json["pid"], again.json["outcome"]) == (made.json["pid"], "unchanged")
    for event, more, state in (
        ("ticket.updated", {"status": "started"}, State.IN_PROGRESS),
        ("ticket.updated", {"status": "completed"}, State.RESOLVED),
        ("ticket.updated", {"status": "pending", "comment": "Parts are ordered."}, State.ON_HOLD),
        ("ticket.closed", {}, State.CLOSED),
        ("ticket.updated", {"status": "done"}, State.CLOSED),
        ("ticket.reopened", {"priority": "critical", "subject": "Tap drips again"}, State.OPEN),
        ("ticket.updated", {"status": "sleeping"}, State.OPEN),
    ):
        answer = front.ticket(event, more)
        assert (answer.status_code, answer.json["state"]) == (200, state), answer.text
    assert answer.json["warnings"] == ["This status is not known here: the state was left as it is."]
    with hotel(house.hotel.id):
        assert Ticket.select().count() == 1
        ticket = tickets.find(house.hotel.id, made.json["pid"])
        assert (ticket.subject, ticket.priority) == ("Tap drips again", "urgent")
        assert [(one.direction, one.body) for one in Message.select()] == [("note", "Parts are ordered.")]


def test_older_word_about_a_ticket_changes_nothing(house: House, front: Pms) -> None:
    """R-PMS-1"""
    now = clock.now()
    front.ticket("ticket.created", {"subject": "Tap drips", "status": "done"}, at=now)
    late = front.ticket("ticket.updated", {"status": "new"}, at=now - timedelta(minutes=1))
    assert (late.json["outcome"], late.json["state"]) == ("older", "resolved")


def test_a_ticket_without_a_subject_or_with_unknown_names(front: Pms) -> None:
    assert front.ticket("ticket.created", {}).json["field"] == "ticket.subject"
    made = front.ticket(
        "ticket.created", {"subject": "Tap", "room": "99", "department": "Moon", "guest": {"emails": ["?"]}}
    )
    assert (made.status_code, len(made.json["warnings"])) == (200, 3)
