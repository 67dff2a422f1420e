"""Other programs are told of QR codes: which, for whom and when, and never the code itself (R-QR-1, R-QR-2)."""

import json
from datetime import timedelta

from tests.builders import make_guest, make_hotel, make_member, make_room, make_stay
from workflow import clock
from workflow.database import hotel, rows
from workflow.sealing import Keys
from workflow.services import qr_codes


def test_issuing_and_using_a_code_are_told_without_the_code(database_url: str) -> None:
    aurora = make_hotel()
    ana, keys = make_member(aurora), Keys("a secret that only tests know, 32 characters and more")
    guest, room = make_guest(aurora), make_room(aurora)
    make_stay(aurora, guest, room)
    with hotel(aurora.id):
        rows(
            "INSERT INTO webhook_endpoints (hotel_id, url, events, secret, created_at, updated_at)"
            " VALUES (%s, 'https://x.example', '[\"qr.issued\", \"qr.validated\"]', 'sealed', %s, %s)",
            (aurora.id, clock.now(), clock.now()),
        )
        issued = qr_codes.issue(
            aurora.id,
            guest_id=guest.id,
            room_id=room.id,
            minutes=60,
            actor=ana.actor,
            keys=keys,
            now=clock.now() - timedelta(seconds=1),
        )
    qr_codes.redeem(issued.token, keys=keys, now=clock.now())
    with hotel(aurora.id):
        bodies = [json.loads(body) for (body,) in rows("SELECT body FROM webhook_events ORDER BY id")]
    assert [body["type"] for body in bodies] == ["qr.issued", "qr.validated"]
    for body in bodies:
        told = body["data"]["qr"]
        assert (told["id"], told["guest"], told["room"]) == (
            str(issued.id),
            {"id": str(guest.id)},
            {"id": str(room.id)},
        )
        assert issued.token not in str(body)
        assert "Mia" not in str(body)
