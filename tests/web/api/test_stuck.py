"""Stuck items and numbers by API (R-MAIL-14, R-WF-7)."""

import pytest

from tests.builders import make_ticket
from tests.web.conftest import Api, House
from workflow import clock
from workflow.database import hotel, rows
from workflow.models import Deadline, Effect, Inbox
from workflow.services import inbox
from workflow.services.inbox import Incoming, Route


def quarantined(house: House) -> int:
    route = Route(house.channel.id, house.hotel.id, True)
    (id,) = inbox.accept(
        [Incoming(route, "smtp", clock.now(), b"x", "a@guest.example", house.channel.address)]
    )
    with hotel(house.hotel.id):
        Inbox.update(state="quarantined", reason="ValueError").execute()
        Effect.update(state="dead", error="ValueError", attempts=5).execute()
    return id


def test_quarantine_list_show_retry(api: Api, house: House) -> None:
    """R-MAIL-14"""
    id = quarantined(house)
    listed = api.call("GET", "/quarantine").json
    assert listed["pagination"]["total"] == 1
    assert listed["data"] == [api.call("GET", f"/quarantine/{id}").json]
    assert (listed["data"][0]["state"], listed["data"][0]["reason"]) == ("quarantined", "ValueError")
    assert api.call("GET", "/stats").json["stuck"] == {
        "quarantined": 1,
        "held": 0,
        "effects": 0,
        "deadlines": 0,
        "answers": 0,
    }
    assert api.call("POST", f"/quarantine/{id}/retry").status_code == 204
    assert api.call("POST", f"/quarantine/{id}/retry").status_code == 404
    with hotel(house.hotel.id):
        assert (Inbox.get().state, Effect.get().state) == ("received", "waiting")


def test_retrying_the_effect_of_a_quarantined_mail_reads_the_mail_again(api: Api, house: House) -> None:
    quarantined(house)
    (effect,) = api.call("GET", "/effects").json["data"]
    assert (effect["kind"], effect["attempts"], effect["state"]) == ("process_inbox", 5, "dead")
    assert api.call("GET", f"/effects/{effect['id']}").json == effect
    assert api.call("POST", f"/effects/{effect['id']}/retry").status_code == 204
    with hotel(house.hotel.id):
        assert (Inbox.get().state, Effect.get().state) == ("received", "waiting")


def test_drop_needs_a_reason(api: Api, house: House) -> None:
    id = quarantined(house)
    assert api.call("POST", f"/quarantine/{id}/drop", {"reason": ""}).status_code == 422
    assert api.call("POST", f"/quarantine/{id}/drop", {"reason": "Spam"}).status_code == 204
    assert api.call("GET", "/quarantine").json["data"] == []
    assert api.call("GET", "/effects").json["data"] == []


def test_stats_count_what_is_not_done(api: Api, house: House) -> None:
    make_ticket(house.hotel)
    make_ticket(house.hotel, assignee=house.ana)
    stats = api.call("GET", "/stats").json
    assert stats["tickets"] == {
        "open": 1,
        "in_progress": 1,
        "answered": 0,
        "waiting_guest": 0,
        "waiting_internal": 0,
        "on_hold": 0,
    }
    assert stats["unassigned"] == 1


def make_dead_deadlines(house: House, count: int) -> None:
    with hotel(house.hotel.id):
        rows(
            "INSERT INTO deadlines (hotel_id, kind, subject, due_at, look_at, created_at, state, attempts, error)"
            " SELECT %s, 'shift_change', number::text, now(), now(), now(), 'dead', 6, 'KeyError: 7'"
            " FROM generate_series(1, %s) AS number",
            (house.hotel.id, count),
        )


def test_a_dead_deadline_is_listed_and_tried_again_or_dropped(api: Api, house: House) -> None:
    """R-WF-7"""
    make_dead_deadlines(house, 2)
    second, first = api.call("GET", "/deadlines").json["data"]
    assert (first["kind"], first["attempts"], first["error"]) == ("shift_change", 6, "KeyError: 7")
    assert api.call("GET", f"/deadlines/{first['id']}").json == first
    assert api.call("GET", "/stats").json["stuck"]["deadlines"] == 2
    assert api.call("POST", f"/deadlines/{first['id']}/retry").status_code == 204
    assert api.call("POST", f"/deadlines/{first['id']}/retry").status_code == 404
    assert api.call("POST", f"/deadlines/{second['id']}/drop", {"reason": ""}).status_code == 422
    assert api.call("POST", f"/deadlines/{second['id']}/drop", {"reason": "Done by hand"}).status_code == 204
    with hotel(house.hotel.id):
        again, dropped = Deadline.select().order_by(Deadline.id)
    assert (again.state, again.attempts, again.error) == ("armed", 0, "")
    assert (dropped.state, dropped.error) == ("cancelled", "Dropped by Ana: Done by hand")


def test_a_dead_deadline_does_not_come_back_beside_a_newer_one(api: Api, house: House) -> None:
    make_dead_deadlines(house, 1)
    with hotel(house.hotel.id):
        rows(
            "INSERT INTO deadlines (hotel_id, kind, subject, due_at, look_at, created_at)"
            " SELECT hotel_id, kind, subject, due_at, look_at, created_at FROM deadlines"
        )
    (dead,) = api.call("GET", "/deadlines").json["data"]
    refused = api.call("POST", f"/deadlines/{dead['id']}/retry")
    assert (refused.status_code, refused.json["allowed"]) == (409, ["drop"])


@pytest.mark.parametrize("path", ["/effects", "/deadlines"])
def test_long_lists_of_what_is_stuck_have_pages(api: Api, house: House, path: str) -> None:
    """R-WF-7, R-WEB-5: the total is told, and every one is reached."""
    make_dead_deadlines(house, 205)
    with hotel(house.hotel.id):
        rows(
            "INSERT INTO effects (hotel_id, kind, state, look_at, created_at)"
            " SELECT %s, 'send_notice', 'dead', now(), now() FROM generate_series(1, 205)",
            (house.hotel.id,),
        )
    first = api.call("GET", f"{path}?pageSize=200").json
    assert (first["pagination"]["total"], len(first["data"])) == (205, 200)
    rest = api.call("GET", f"{path}?pageSize=200&cursor={first['pagination']['nextCursor']}").json
    by_number = api.call("GET", f"{path}?pageSize=200&page=2").json
    assert rest["data"] == by_number["data"]
    assert rest["pagination"]["nextCursor"] is None
    ids = [int(one["id"]) for one in first["data"] + rest["data"]]
    assert ids == sorted(set(ids), reverse=True)
    assert len(ids) == 205


def test_all_of_a_kind_are_tried_again_at_once(api: Api, house: House) -> None:
    """R-WF-7: as many as there were; a kind that is none is refused."""
    with hotel(house.hotel.id):
        for _ in range(2):
            Effect.create(
                hotel_id=house.hotel.id,
                kind="send_notice",
                state="dead",
                attempts=9,
                look_at=clock.now(),
                created_at=clock.now(),
            )
    assert api.call("POST", "/stuck/retry", {"kind": "effects"}).json == {"retried": 2}
    assert api.call("POST", "/stuck/retry", {"kind": "effects"}).json == {"retried": 0}
    assert api.call("POST", "/stuck/retry", {"kind": "held"}).status_code == 422
