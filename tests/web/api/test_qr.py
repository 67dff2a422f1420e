"""QR codes through the API: issued for who is in the room, exchanged once, refused alike when forged (R-QR-1, R-QR-2)."""

import threading
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import jwt
import pytest
from flask import Flask

from tests.builders import make_guest, make_hotel, make_member, make_room, make_session, make_stay
from tests.processes import wait_until
from tests.web.conftest import House
from tests.web.guests import InHouse, check_in, issue, keys_of
from web.app import create_app
from workflow import clock
from workflow.database import hotel, rows
from workflow.models import Event, GuestSession, QrToken, Stay
from workflow.services import guests, qr_codes, qr_limits
from workflow.services.qr_limits import QrLimits
from workflow.settings import Settings
from workflow.values import Role


def generous(house: House) -> None:
    with hotel(house.hotel.id):
        qr_limits.set_limits(house.hotel.id, QrLimits(1000, 1000), actor=house.ana.actor, now=clock.now())


def generate(house: House, who: InHouse, **more: object) -> Any:
    body = {"guestId": str(who.guest.id), "roomId": str(who.room.id), **more}
    return house.api(make_session(house.ana)).call("POST", "/qr/generate", body)


def validate(house: House, token: str) -> Any:
    return house.api("").call("POST", "/qr/validate", {"token": token})


def test_a_code_is_issued_and_exchanged_for_a_session(house: House) -> None:
    """R-QR-1, R-QR-2: the shapes, to the letter."""
    mia, before = check_in(house), clock.now()
    answer = generate(house, mia)
    issued = answer.get_json()
    assert (answer.status_code, set(issued)) == (201, {"qrUrl", "token", "expiresAt"})
    assert issued["qrUrl"] == f"http://127.0.0.1:8000/q/{issued['token']}?l=en"
    expires = datetime.fromisoformat(issued["expiresAt"])
    assert timedelta(minutes=59) < expires - before <= timedelta(minutes=61)
    session = validate(house, issued["token"])
    assert session.status_code == 200
    assert session.get_json() == {
        "sessionToken": session.get_json()["sessionToken"],
        "guestId": str(mia.guest.id),
        "hotelId": str(house.hotel.id),
        "roomId": str(mia.room.id),
    }
    me = house.api(session.get_json()["sessionToken"]).call("GET", "/me")
    assert me.get_json()["memberships"] == [{"hotelId": str(house.hotel.id), "code": "AUR", "role": "guest"}]


def test_the_token_says_what_the_row_says_and_only_its_digest_is_kept(house: House) -> None:
    """R-QR-1"""
    mia = check_in(house)
    token = generate(house, mia).get_json()["token"]
    claims = jwt.decode(token, options={"verify_signature": False})
    assert jwt.get_unverified_header(token) == {"alg": "HS256", "kid": "1", "typ": "JWT"}
    assert set(claims) == {"hotelId", "guestId", "roomId", "tokenId", "aud", "purpose", "iat", "exp", "jti"}
    with hotel(house.hotel.id):
        (row,) = rows("SELECT row_to_json(q)::text FROM qr_tokens q WHERE id = %s", (int(claims["tokenId"]),))
    assert token.rpartition(".")[2] not in row[0]
    assert claims["jti"] not in row[0]


@pytest.mark.parametrize(
    ("role", "may"),
    [(Role.OWNER, True), (Role.MANAGER, True), (Role.RECEPTION, True), (Role.STAFF, False), (Role.AI_AGENT, False)],
)  # fmt: skip
def test_reception_or_above_issues_codes(house: House, role: Role, may: bool) -> None:
    """R-QR-1, R-WEB-2"""
    mia = check_in(house)
    member = make_member(house.hotel, role, email="one@aurora.example", name="One")
    body = {"guestId": str(mia.guest.id), "roomId": str(mia.room.id)}
    answer = house.api(make_session(member)).call("POST", "/qr/generate", body)
    assert answer.status_code == (201 if may else 403)


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"status": "booked"}, "not checked in"),
        ({"status": "departed"}, "gone"),
        ({"status": "cancelled"}, "never came"),
        ({"arrival": -3, "departure": -1}, "past check-out"),
        ({"arrival": 1, "departure": 2}, "not there yet"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_only_who_is_in_the_room_now_gets_a_code(house: House, change: dict[str, Any], why: str) -> None:
    """R-QR-1"""
    mia = check_in(house)
    today = guests.today(house.hotel.time_zone, clock.now())
    days = {name: today + timedelta(days=days) for name, days in change.items() if name != "status"}
    with hotel(house.hotel.id):
        Stay.update(**{**change, **days}).where(Stay.id == mia.stay.id).execute()
    answer = generate(house, mia)
    assert answer.status_code == 422, why
    assert "is not in this room now" in answer.get_json()["detail"]


def test_another_room_another_guest_and_another_hotel_get_none(house: House) -> None:
    """R-QR-1, R-WEB-3"""
    mia, tom = check_in(house), check_in(house, "Tom Baker", "7")
    rome = make_hotel("ROM", name="Roma")
    guest, room = make_guest(rome, "Ugo"), make_room(rome, "12")
    foreign = InHouse(guest, room, make_stay(rome, guest, room))
    details = {
        generate(house, who).get_json()["detail"]
        for who in (replace(mia, room=tom.room), replace(mia, guest=tom.guest), foreign)
    }
    assert len(details) == 1


@pytest.mark.parametrize("minutes", [0, -1, 7 * 24 * 60 + 1, "60", 10**30, None, 1.5])
def test_a_code_is_good_for_a_minute_to_a_week(house: House, minutes: object) -> None:
    assert generate(house, check_in(house), expiresInMinutes=minutes).status_code == 422


def test_a_code_never_outlives_check_out(house: House) -> None:
    """R-QR-3"""
    mia = check_in(house)
    with hotel(house.hotel.id):
        tomorrow = clock.now().date() + timedelta(days=1)
        Stay.update(departure=tomorrow).where(Stay.id == mia.stay.id).execute()
    issued = generate(house, mia, expiresInMinutes=7 * 24 * 60).get_json()
    local = datetime.fromisoformat(issued["expiresAt"]).astimezone(UTC)
    assert local == datetime(tomorrow.year, tomorrow.month, tomorrow.day, 11, tzinfo=UTC)  # noon in Rome


def test_a_code_works_once(house: House) -> None:
    """R-QR-2"""
    token = generate(house, check_in(house)).get_json()["token"]
    assert validate(house, token).status_code == 200
    again = validate(house, token)
    assert (again.status_code, again.get_json()["type"]) == (409, "urn:bellhop:problem:code-used")


def test_of_a_hundred_redeems_at_once_one_gets_in(house: House) -> None:
    """R-QR-2: through the whole application, on PostgreSQL. The code's row is held until many of them wait for it: without
    the lock all of these would have read that nobody has used it.
    """
    generous(house)
    issued = issue(house, check_in(house))
    statuses: Counter[int] = Counter()

    def redeem() -> None:
        answer = house.app.test_client().post("/api/v1/qr/validate", json={"token": issued.token})
        statuses[answer.status_code] += 1

    threads = [threading.Thread(target=redeem) for _ in range(100)]
    with hotel(house.hotel.id):
        rows("SELECT FROM qr_tokens WHERE id = %s FOR UPDATE", (issued.id,))
        for thread in threads:
            thread.start()
        wait_until(
            lambda: rows("SELECT count(*) FROM pg_locks WHERE NOT granted")[0][0] >= 5, what="redeems wait"
        )
    for thread in threads:
        thread.join()
    assert statuses == {200: 1, 409: 99}
    with hotel(house.hotel.id):
        assert GuestSession.select().count() == 1


def test_a_revoked_code_a_late_one_and_one_of_a_past_stay_say_why(house: House) -> None:
    """R-QR-2, R-QR-3"""
    mia = check_in(house)
    revoked, late, past = (generate(house, mia).get_json()["token"] for _ in range(3))
    ids = [int(jwt.decode(one, options={"verify_signature": False})["tokenId"]) for one in (revoked, late)]
    api = house.api(make_session(house.ana))
    assert api.call("POST", f"/qr/{ids[0]}/revoke").status_code == 204
    assert api.call("POST", f"/qr/{ids[0]}/revoke").status_code == 204
    with hotel(house.hotel.id):
        QrToken.update(expires_at=clock.now()).where(QrToken.id == ids[1]).execute()
    answers = [validate(house, revoked), validate(house, late)]
    with hotel(house.hotel.id):
        Stay.update(status="departed").where(Stay.id == mia.stay.id).execute()
    answers.append(validate(house, past))
    assert [answer.status_code for answer in answers] == [410, 410, 410]
    assert len({answer.get_json()["detail"] for answer in answers}) == 3
    assert answers[0].get_json()["type"] == "urn:bellhop:problem:code-revoked"


def _claims(token: str) -> dict[str, Any]:
    return dict(jwt.decode(token, options={"verify_signature": False}))


def _signed(token: str, key: bytes, *, kid: str = "1", algorithm: str = "HS256", **changes: object) -> str:
    return jwt.encode({**_claims(token), **changes}, key, algorithm=algorithm, headers={"kid": kid})


FORGERIES: dict[str, Callable[[str, bytes], str]] = {
    "no algorithm": lambda token, key: jwt.encode(_claims(token), "", algorithm="none", headers={"kid": "1"}),
    "another algorithm": lambda token, key: _signed(token, key * 2, algorithm="HS512"),
    "another key": lambda token, key: _signed(token, b"x" * 32),
    "another key id": lambda token, key: _signed(token, key, kid="2"),
    "another audience": lambda token, key: _signed(token, key, aud="somebody"),
    "another purpose": lambda token, key: _signed(token, key, purpose="reset"),
    "another hotel": lambda token, key: _signed(token, key, hotelId="999999"),
    "another row": lambda token, key: _signed(token, key, tokenId="999999"),
    "no number": lambda token, key: _signed(token, key, tokenId="one"),
    "a huge number": lambda token, key: _signed(token, key, tokenId="9" * 40),
    "a claim less": lambda token, key: jwt.encode(
        {name: value for name, value in _claims(token).items() if name != "jti"}, key, headers={"kid": "1"}
    ),
    "a changed guest": lambda token, key: _signed(token, key, guestId="777"),
    "a cut signature": lambda token, key: token[:-4],
    "no token": lambda token, key: "hello",
    "NUL": lambda token, key: "a\x00b.c.d",
    "half a surrogate": lambda token, key: "\ud800.a.b",
    "another alphabet": lambda token, key: "é.é.é",
}


@pytest.mark.parametrize("forgery", FORGERIES)
def test_what_the_desk_did_not_write_is_refused_alike(house: House, forgery: str) -> None:
    """R-QR-1, R-QR-2"""
    token = issue(house, check_in(house)).token
    answer = validate(house, FORGERIES[forgery](token, keys_of(house).key("qr token")))
    assert answer.status_code == 400
    assert answer.get_json()["type"] == "urn:bellhop:problem:code-unknown"
    assert answer.get_json()["detail"] == qr_codes.UNKNOWN
    assert validate(house, token).status_code == 200


def test_ten_a_minute_from_an_address_and_five_for_a_guest(house: House) -> None:
    """R-QR-2"""
    mia, tom = check_in(house), check_in(house, "Tom Baker", "7")
    mias, toms = issue(house, mia).token, issue(house, tom).token
    first = [validate(house, mias).status_code for _ in range(6)]
    assert first == [200, 409, 409, 409, 409, 429]
    then = [validate(house, toms).status_code for _ in range(4)]
    assert then == [200, 409, 409, 409]
    stopped = validate(house, toms)
    assert stopped.status_code == 429
    assert 1 <= int(stopped.headers["Retry-After"]) <= 60
    assert validate(house, "hello").status_code == 429


def test_a_forwarded_header_is_no_other_address(house: House) -> None:
    """R-QR-2"""
    client = house.app.test_client()
    statuses = [
        client.post(
            "/api/v1/qr/validate", json={"token": "hello"}, headers={"X-Forwarded-For": f"192.0.2.{n}"}
        ).status_code
        for n in range(11)
    ]
    assert statuses == [400] * 10 + [429]


def test_a_hotel_sets_its_own_limits(house: House) -> None:
    """R-QR-2: by its managers, written down."""
    mara = make_member(house.hotel, Role.MANAGER, email="mara@aurora.example", name="Mara")
    api = house.api(make_session(mara))
    assert api.call("GET", "/qr/limits").get_json() == {"perAddress": 10, "perGuest": 5}
    changed = api.call("PATCH", "/qr/limits", {"perGuest": 2})
    assert changed.get_json() == {"perAddress": 10, "perGuest": 2}
    assert api.call("PATCH", "/qr/limits", {"perGuest": 0}).status_code == 422
    assert house.api(make_session(house.ana)).call("PATCH", "/qr/limits", {"perGuest": 9}).status_code == 403
    token = issue(house, check_in(house)).token
    assert [validate(house, token).status_code for _ in range(3)] == [200, 409, 429]
    with hotel(house.hotel.id):
        event = Event.get(Event.field == "QR limits: per_guest")
    assert (event.old, event.new, event.actor_name) == ("5", "2", "Mara")


def test_without_redis_each_process_counts_alone_and_says_so(settings: Settings) -> None:
    """R-QR-2: the stated stance."""
    app: Flask = create_app(replace(settings, redis_url="redis://127.0.0.1:1/0"))
    aurora = make_hotel()
    house = House(app, aurora, None, make_member(aurora))  # type: ignore[arg-type]
    statuses = [validate(house, "hello").status_code for _ in range(11)]
    assert statuses == [400] * 10 + [429]
    metrics = app.test_client().get("/metrics").text
    line = next(
        line for line in metrics.splitlines() if line.startswith("bellhop_limits_without_redis_total")
    )
    assert float(line.split()[1]) >= 11


def test_issuing_using_and_revoking_stand_in_the_hotels_timeline(house: House) -> None:
    """R-TKT-4: who, which code, which room; no guest's name and no token."""
    mia = check_in(house)
    issued = issue(house, mia)
    validate(house, issued.token)
    house.api(make_session(house.ana)).call("POST", f"/qr/{issued.id}/revoke")
    with hotel(house.hotel.id):
        found = [
            (event.kind, event.actor_name, event.field)
            for event in Event.select().where(Event.ticket_id.is_null()).order_by(Event.id)
        ]
    about = f"no. {issued.id}, room 12"
    assert found[-3:] == [
        ("QR code issued", "Ana", about),
        ("QR code used", "", about),
        ("QR code revoked", "Ana", about),
    ]


def test_the_list_shows_what_is_good_and_never_a_code(house: House) -> None:
    """R-QR-3"""
    mia, tom = check_in(house), check_in(house, "Tom Baker", "7")
    used, waiting = issue(house, mia), issue(house, tom)
    validate(house, used.token)
    api = house.api(make_session(house.ana))
    codes, sessions = (api.call("GET", path).get_json() for path in ("/qr", "/qr/sessions"))
    assert [(one["id"], one["room"]["number"]) for one in codes["data"]] == [(str(waiting.id), "7")]
    assert waiting.token not in str(codes)
    assert [one["guest"]["name"] for one in sessions["data"]] == ["Mia Sand"]
    id = sessions["data"][0]["id"]
    assert api.call("POST", f"/qr/sessions/{id}/revoke").status_code == 204
    assert api.call("GET", "/qr/sessions").get_json()["data"] == []


def test_anothers_codes_and_sessions_are_not_there(house: House) -> None:
    """R-WEB-3"""
    issued = issue(house, check_in(house))
    rome = make_hotel("ROM", name="Roma")
    ugo = house.api(make_session(make_member(rome, email="ugo@roma.example", name="Ugo")))
    foreign, missing = ugo.call("POST", f"/qr/{issued.id}/revoke"), ugo.call("POST", "/qr/99999/revoke")
    assert foreign.status_code == missing.status_code == 404
    assert foreign.get_json() == missing.get_json()
    assert ugo.call("GET", "/qr").get_json()["data"] == []
    assert validate(house, issued.token).status_code == 200


def test_a_card_waits_for_check_in(house: House) -> None:
    """R-QR-1: printed for today's arrival, good from check-in to check-out, once."""
    mia = check_in(house, status="booked")
    with hotel(house.hotel.id):
        card = qr_codes.issue_card(
            house.hotel.id,
            guest_id=mia.guest.id,
            room_id=mia.room.id,
            actor=house.ana.actor,
            keys=keys_of(house),
            now=clock.now(),
        )
    early = validate(house, card.token)
    assert (early.status_code, early.get_json()["type"]) == (409, "urn:bellhop:problem:code-not-yet-active")
    with hotel(house.hotel.id):
        Stay.update(status="in_house").where(Stay.id == mia.stay.id).execute()
    assert validate(house, card.token).status_code == 200
    assert validate(house, card.token).status_code == 409
    assert card.expires_at > clock.now() + timedelta(days=2)
