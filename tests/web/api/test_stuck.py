"""Stuck items and numbers by API (R-MAIL-14, R-WF-7)."""

from tests.builders import make_ticket
from tests.web.conftest import Api, House
from workflow import clock
from workflow.database import hotel
from workflow.models import Effect, Inbox
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
