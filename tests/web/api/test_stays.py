"""Stays over the API: booked, in, out, moved, taken from a list."""

from datetime import timedelta

import pytest

from tests.builders import make_guest, make_hotel, make_room, make_stay
from tests.web.conftest import Api, House
from workflow import clock
from workflow.database import hotel
from workflow.models import Guest, GuestAddress, Stay

TODAY = clock.now().date()


def send(api: Api, text: str | bytes, kind: str = "text/csv") -> dict[str, object]:
    answer = api.client.post(
        "/api/v1/stays/import",
        data=text if isinstance(text, bytes) else text.encode(),
        content_type=kind,
        headers=api.headers,
    )
    assert answer.status_code == 200, answer.text
    found: dict[str, object] = answer.json
    return found


def stays_of(house: House) -> list[Stay]:
    with hotel(house.hotel.id):
        return list(Stay.select().order_by(Stay.id))


def test_a_stay_is_booked_checked_in_moved_and_checked_out(house: House, api: Api) -> None:
    """issue 7: stays by API. R-QR-3: the moments and the room that sessions hang on."""
    guest = make_guest(house.hotel)
    make_room(house.hotel, "12")
    make_room(house.hotel, "14")
    made = api.call(
        "POST",
        "/stays",
        {
            "confirmation": "C-1",
            "guestId": str(guest.id),
            "arrival": str(TODAY),
            "departure": str(TODAY + timedelta(days=2)),
        },
    )
    assert (made.status_code, made.json["status"], made.json["room"]) == (201, "booked", None)
    path = f"/stays/{made.json['id']}"
    roomless = api.call("PATCH", path, {"status": "in_house"})
    assert (roomless.status_code, roomless.json["field"]) == (422, "room")
    inside = api.call("PATCH", path, {"status": "in_house", "room": "12"}).json
    assert (inside["status"], inside["room"]["number"], inside["checkedOutAt"]) == ("in_house", "12", None)
    assert inside["checkedInAt"] is not None
    assert api.call("PATCH", path, {"room": "14"}).json["room"]["number"] == "14"
    refused = api.call("PATCH", path, {"status": "cancelled"})
    assert (refused.status_code, refused.json["allowed"]) == (409, ["departed", "booked"])
    gone = api.call("PATCH", path, {"status": "departed"}).json
    assert (gone["status"], gone["checkedOutAt"] is not None) == ("departed", True)
    back = api.call("PATCH", path, {"status": "in_house"}).json
    assert (back["checkedInAt"], back["checkedOutAt"]) == (inside["checkedInAt"], None)


def test_stays_are_listed_by_day_room_guest_and_state(house: House, api: Api) -> None:
    mia, leo = make_guest(house.hotel), make_guest(house.hotel, "Leo", email="leo@guest.example")
    room = make_room(house.hotel, "12")
    here = make_stay(house.hotel, mia, room, arrival=TODAY - timedelta(days=1), nights=1)
    comes = make_stay(house.hotel, leo, room, arrival=TODAY, status="booked")
    for query, expected in (
        (f"inHouse={TODAY}", [comes, here]),
        (f"arriving={TODAY}", [comes]),
        (f"departing={TODAY}", [here]),
        ("status=in_house", [here]),
        (f"guest={leo.id}", [comes]),
        ("room=12", [comes, here]),
        ("room=13", []),
        (f"confirmation={here.confirmation}", [here]),
    ):
        found = api.call("GET", f"/stays?{query}").json["data"]
        assert [one["id"] for one in found] == [str(one.id) for one in expected], query
    assert api.call("GET", "/stays?arriving=tomorrow").status_code == 422


def test_a_foreign_stay_is_not_there(house: House, api: Api) -> None:
    """R-WEB-3: the same answer as for one that is missing."""
    other = make_hotel("BER", name="Berg")
    theirs = make_stay(other, make_guest(other), make_room(other))
    for method, body in (("GET", None), ("PATCH", {"status": "departed"})):
        foreign = api.call(method, f"/stays/{theirs.id}", body)
        missing = api.call(method, "/stays/99999", body)
        assert (foreign.status_code, foreign.json) == (404, missing.json)
    room = make_room(house.hotel, "14")
    mine = make_stay(house.hotel, make_guest(house.hotel), room)
    assert api.call("PATCH", f"/stays/{mine.id}", {"room": "12"}).json["field"] == "room"


CSV = """confirmation;name;email;phone;language;room;arrival;departure;status
R1;Mia Sand;mia@guest.example;+39 123 456789;it;12;{today};{later};in_house
R2;Jürgen Groß;juergen@guest.example;;de;;{later};{after};
"""


def filled(text: str) -> str:
    return text.format(today=TODAY, later=TODAY + timedelta(days=2), after=TODAY + timedelta(days=4))


@pytest.mark.parametrize(
    "encode",
    [
        lambda text: text.encode(),
        lambda text: text.encode("utf-8-sig"),
        lambda text: text.encode("latin-1"),
        lambda text: text.encode("utf-16"),
        lambda text: text.replace(";", ",").replace("\n", "\r\n").encode(),
        lambda text: text.replace(";", "\t").encode(),
        lambda text: (
            text.replace("confirmation", "Buchungs-Nr").replace("Buchungs-Nr", "Buchungsnummer").encode()
        ),
    ],
    ids=["utf-8", "bom", "latin-1", "utf-16", "comma", "tab", "german header"],
)
def test_a_list_is_read_as_people_export_it_and_twice_is_once(house: House, api: Api, encode: object) -> None:
    """issue 9: stays by CSV."""
    assert callable(encode)
    make_room(house.hotel, "12")
    body = encode(filled(CSV))
    first = send(api, body)
    assert (first["taken"], first["refused"]) == (2, 0), first
    again = send(api, body)
    assert [line["outcome"] for line in again["lines"]] == ["unchanged", "unchanged"]  # type: ignore[attr-defined]
    with hotel(house.hotel.id):
        assert [guest.name for guest in Guest.select().order_by(Guest.id)] == ["Mia Sand", "Jürgen Groß"]
        assert GuestAddress.select().count() == 3
    assert [(one.status, one.room_id is not None) for one in stays_of(house)] == [
        ("in_house", True),
        ("booked", False),
    ]


def test_bad_lines_are_listed_with_the_reason_and_the_others_stand(house: House, api: Api) -> None:
    """issue 9: nothing half-written."""
    make_room(house.hotel, "12")
    done = send(
        api,
        "confirmation,name,email,room,arrival,departure,status,colour\n"
        "R1,Mia,mia@guest.example,12,2026-11-20,2026-11-22,,blue\n"
        "R2,Leo,,99,2026-11-20,2026-11-22,,\n"
        "R3,Leo,,,11/20/2026,2026-11-22,,\n"
        ",Leo,,,2026-11-20,2026-11-22,,\n"
        "R5,Leo,,,2026-11-22,2026-11-20,,\n"
        "R6,,,,2026-11-20,2026-11-22,,\n"
        "R7,Leo,,,2026-11-20,2026-11-22,asleep,\n"
        "R8,Leo,,,20.11.2026,22.11.2026,Checked Out,\n"
        "R9,Leo,not an address,,2026-11-20,2026-11-22,,\n",
    )
    lines = done["lines"]
    assert isinstance(lines, list)
    assert [line["outcome"] for line in lines] == ["created", *["refused"] * 6, "created", "created"]
    assert [line["field"] for line in lines[1:7]] == [
        "room",
        "arrival",
        "confirmation",
        "departure",
        "guest.name",
        "status",
    ]
    assert lines[1]["reason"] == "There is no room 99."
    assert lines[8]["warnings"]
    assert [stay.confirmation for stay in stays_of(house)] == ["R1", "R8", "R9"]
    with hotel(house.hotel.id):
        assert Guest.select().count() == 3


def test_a_list_without_a_state_leaves_a_guest_in_the_house(house: House, api: Api) -> None:
    make_room(house.hotel, "12")
    send(api, filled(CSV))
    send(api, filled("confirmation,name,arrival,departure\nR1,Mia Sand,{today},{after}\n"))
    stay = stays_of(house)[0]
    assert (stay.status, stay.departure) == ("in_house", TODAY + timedelta(days=4))


NO_LISTS = (
    b"",
    b"just words",
    b"confirmation,name,arrival\nR1,Mia,2026-11-20",
    b"confirmation,arrival,departure\nR1,2026-11-20,2026-11-22",
    b"confirmation,name,name,arrival,departure\nR1,Mia,Mia,2026-11-20,2026-11-22",
    b"confirmation,name,arrival,departure\n",
    b"\x00\xff\xfe\x00,;\t\n" * 100,
    b"confirmation,name,arrival,departure\n" + b"x" * 200_000,
    b"confirmation,name,arrival,departure\n" + b"R,M,2026-11-20,2026-11-22\n" * 5001,
)


def test_what_is_no_list_is_refused(house: House, api: Api) -> None:
    for body in NO_LISTS:
        answer = api.client.post(
            "/api/v1/stays/import", data=body, content_type="text/csv", headers=api.headers
        )
        assert answer.status_code == 422, body[:80]
        assert answer.json["detail"]
    assert stays_of(house) == []


def test_a_list_is_text(api: Api) -> None:
    assert api.call("POST", "/stays/import", {}).status_code == 415


WRONG: tuple[tuple[dict[str, str], str], ...] = (
    (
        {"confirmation": "C", "arrival": "2026-11-20", "departure": "2026-11-21", "guestId": "999"},
        "guestId",
    ),
    (
        {"confirmation": "C", "arrival": "2026-11-20", "departure": "2026-11-19", "guestId": "1"},
        "departure",
    ),
    (
        {"confirmation": " ", "arrival": "2026-11-20", "departure": "2026-11-21", "guestId": "1"},
        "confirmation",
    ),
    ({"confirmation": "C", "arrival": "soon", "departure": "2026-11-21", "guestId": "1"}, "arrival"),
    (
        {
            "confirmation": "C",
            "arrival": "2026-11-20",
            "departure": "2026-11-21",
            "guestId": "1",
            "room": "9",
        },
        "room",
    ),
    (
        {"confirmation": "C", "arrival": "0001-01-01", "departure": "9999-12-31", "guestId": "1"},
        "departure",
    ),
)


def test_what_is_wrong_is_named(house: House, api: Api) -> None:
    guest = make_guest(house.hotel)
    for body, field in WRONG:
        guest_id = str(guest.id) if body["guestId"] == "1" else "999"
        answer = api.call("POST", "/stays", {**body, "guestId": guest_id})
        assert answer.status_code == 422, body
        assert field in str(answer.json), body


def test_a_confirmation_is_one_stay(house: House, api: Api) -> None:
    stay = make_stay(house.hotel, make_guest(house.hotel), make_room(house.hotel))
    body = {
        "confirmation": stay.confirmation,
        "guestId": str(stay.guest_id),
        "arrival": str(TODAY),
        "departure": str(TODAY),
    }
    assert api.call("POST", "/stays", body).json["field"] == "confirmation"
