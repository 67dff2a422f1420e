"""Webhook endpoints through the API (R-WF-8): set up, secrets shown once, the log, one sent again."""

from __future__ import annotations

import pytest

from tests.builders import make_hotel, make_member, make_session, make_ticket
from tests.web.conftest import Api, House
from workflow import clock
from workflow.database import hotel
from workflow.models import Effect, Event, WebhookDelivery, WebhookEndpoint, WebhookEvent
from workflow.queries.paging import Wanted
from workflow.services.hotel_events import of_hotels
from workflow.values import EffectKind, EffectState, Role

URL = "https://partner.example/hooks?key=abc"


@pytest.fixture
def owner(house: House) -> Api:
    member = make_member(house.hotel, Role.OWNER, email="ola@aurora.example", name="Ola")
    return house.api(make_session(member))


def create(api: Api, **fields: object) -> dict[str, object]:
    answer = api.call("POST", "/webhook-endpoints", {"url": URL, "events": ["ticket.created"], **fields})
    assert answer.status_code == 201, answer.text
    made: dict[str, object] = answer.json
    return made


def test_the_secret_is_shown_once_and_stands_sealed(house: House, owner: Api) -> None:
    """R-WF-8"""
    made = create(owner)
    secret = str(made["secret"])
    assert secret.startswith("whsec_")
    assert secret not in owner.call("GET", f"/webhook-endpoints/{made['id']}").text
    assert secret not in owner.call("GET", "/webhook-endpoints").text
    with hotel(house.hotel.id):
        assert secret.encode() not in bytes(WebhookEndpoint.get().secret)


def test_what_is_named_is_changed_and_the_rest_stays(owner: Api) -> None:
    made = create(owner, description="Our PMS")
    changed = owner.call(
        "PATCH",
        f"/webhook-endpoints/{made['id']}",
        {"events": ["ticket.closed", "qr.issued"], "enabled": False},
    )
    assert changed.status_code == 200
    assert changed.json["events"] == ["ticket.closed", "qr.issued"]
    assert (changed.json["description"], changed.json["enabled"]) == ("Our PMS", False)


@pytest.mark.parametrize(
    ("fields", "named"),
    [
        ({"url": "http://partner.example/"}, "url"),
        ({"url": "ftp://partner.example/"}, "url"),
        ({"url": "https://"}, "url"),
        ({"url": "https://user:word@partner.example/"}, "url"),
        ({"url": "https://partner.example/#part"}, "url"),
        ({"url": "https://partner.example:99999/"}, "url"),
        ({"url": "https://[::1/"}, "url"),
        ({"url": "https://127.0.0.1/hooks"}, "url"),
        ({"url": "https://[fd00::1]/hooks"}, "url"),
        ({"url": "https://pärtner.example/"}, "url"),
        ({"url": "https://partner.example/\x00"}, "url"),
        ({"url": 7}, "url"),
        ({"events": []}, "events"),
        ({"events": ["ticket.exploded"]}, "events"),
        ({"description": "a" * 201}, "description"),
        ({"description": "two\nlines"}, "description"),
        ({"enabled": "perhaps"}, "enabled"),
        ({"secret": "whsec_mine"}, "secret"),
    ],
)
def test_what_cannot_be_is_refused_and_names_the_field(
    owner: Api, fields: dict[str, object], named: str
) -> None:
    answer = owner.call("POST", "/webhook-endpoints", {"url": URL, "events": ["ticket.created"], **fields})
    if fields == {"url": "https://partner.example/\x00"}:  # what cannot be stored is taken out at the door
        assert answer.status_code == 201
        return
    assert answer.status_code == 422
    assert answer.content_type == "application/problem+json"
    assert named in answer.text


def test_another_hotels_endpoint_is_answered_like_none(house: House, owner: Api) -> None:
    """R-WEB-3"""
    other = make_hotel("BEL", name="Bellevue")
    stranger = make_member(other, Role.OWNER, email="bo@bellevue.example", name="Bo")
    theirs = create(house.api(make_session(stranger)))["id"]
    for method, path in (
        ("GET", ""),
        ("PATCH", ""),
        ("DELETE", ""),
        ("POST", "/test"),
        ("POST", "/rotate-secret"),
        ("GET", "/deliveries"),
        ("POST", "/deliveries/1/redeliver"),
    ):
        foreign = owner.call(method, f"/webhook-endpoints/{theirs}{path}", None if method == "GET" else {})
        missing = owner.call(method, f"/webhook-endpoints/999999{path}", None if method == "GET" else {})
        assert foreign.status_code == 404, (method, path)
        assert foreign.json == missing.json


def test_a_test_event_is_due_and_shows_in_the_log(house: House, owner: Api) -> None:
    """R-WF-8"""
    made = create(owner)
    assert owner.call("POST", f"/webhook-endpoints/{made['id']}/test", {}).status_code == 202
    (row,) = owner.call("GET", f"/webhook-endpoints/{made['id']}/deliveries").json["data"]
    assert (row["type"], row["state"], row["attempts"]) == ("webhook.test", "waiting", [])
    assert row["nextAttemptAt"] is not None
    again = owner.call("POST", f"/webhook-endpoints/{made['id']}/deliveries/{row['id']}/redeliver", {})
    assert (again.status_code, again.json["detail"]) == (409, "This delivery is being sent already.")


def test_the_log_has_pages(house: House, owner: Api) -> None:
    made = create(owner)
    for _ in range(3):
        make_ticket(house.hotel)
    path = f"/webhook-endpoints/{made['id']}/deliveries"
    first = owner.call("GET", f"{path}?pageSize=2").json
    rest = owner.call("GET", f"{path}?pageSize=2&cursor={first['pagination']['nextCursor']}").json
    ids = [row["id"] for row in (*first["data"], *rest["data"])]
    assert ids == sorted(ids, key=int, reverse=True)
    assert (len(ids), first["pagination"]["total"]) == (3, 3)
    assert rest["pagination"]["nextCursor"] is None


def test_switching_off_drops_what_waits_and_redelivery_asks_for_on(house: House, owner: Api) -> None:
    made = create(owner)
    make_ticket(house.hotel)
    path = f"/webhook-endpoints/{made['id']}"
    owner.call("PATCH", path, {"enabled": False})
    (row,) = owner.call("GET", f"{path}/deliveries").json["data"]
    assert row["state"] == "dropped"
    refused = owner.call("POST", f"{path}/deliveries/{row['id']}/redeliver", {})
    assert (refused.status_code, "Switch it on first" in refused.json["detail"]) == (409, True)
    owner.call("PATCH", path, {"enabled": True})
    assert owner.call("POST", f"{path}/deliveries/{row['id']}/redeliver", {}).status_code == 202


def test_what_was_erased_is_not_sent_again(house: House, owner: Api) -> None:
    """R-PRIV-1"""
    made = create(owner)
    make_ticket(house.hotel)
    path = f"/webhook-endpoints/{made['id']}"
    with hotel(house.hotel.id):
        WebhookEvent.update(body="{}").execute()
        WebhookDelivery.update(state="dropped").execute()
        id = WebhookDelivery.get().id
    refused = owner.call("POST", f"{path}/deliveries/{id}/redeliver", {})
    assert (refused.status_code, "was erased" in refused.json["detail"]) == (409, True)


def test_a_removed_endpoint_takes_its_log_along_and_leaves_nothing_due(house: House, owner: Api) -> None:
    made = create(owner)
    make_ticket(house.hotel)
    assert owner.call("DELETE", f"/webhook-endpoints/{made['id']}").status_code == 204
    with hotel(house.hotel.id):
        (effect,) = Effect.select().where(Effect.kind == EffectKind.SEND_WEBHOOK)
    assert effect.state == EffectState.DONE


def test_every_change_is_written_down_without_a_secret(house: House, owner: Api) -> None:
    """R-TKT-4: who, what, old, new; the rest of an address often holds a key, so it is not written."""
    made = create(owner)
    owner.call("POST", f"/webhook-endpoints/{made['id']}/rotate-secret", {})
    owner.call("PATCH", f"/webhook-endpoints/{made['id']}", {"enabled": False})
    owner.call("DELETE", f"/webhook-endpoints/{made['id']}")
    with hotel(house.hotel.id):
        found = [one for one in of_hotels([house.hotel.id], Wanted()).rows if one.kind.startswith("webhook")]
        written = " ".join(str(row.__data__) for row in Event.select())
    assert [event.kind for event in reversed(found)] == [
        "webhook endpoint added",
        "webhook secret renewed",
        "webhook endpoint changed",
        "webhook endpoint removed",
    ]
    assert {event.actor_name for event in found} == {"Ola"}
    assert "key=abc" not in written
    assert "whsec_" not in written


def test_reception_may_not_look_after_webhooks(house: House) -> None:
    """R-WEB-2"""
    answer = house.api(make_session(house.ana)).call("GET", "/webhook-endpoints")
    assert answer.status_code == 403


def test_at_most_twenty_endpoints_a_hotel(owner: Api) -> None:
    for _ in range(20):
        create(owner)
    answer = owner.call("POST", "/webhook-endpoints", {"url": URL, "events": ["ticket.created"]})
    assert answer.status_code == 422


def test_what_happens_right_now_is_due_right_now(house: House, owner: Api) -> None:
    create(owner)
    make_ticket(house.hotel)
    with hotel(house.hotel.id):
        (effect,) = Effect.select().where(Effect.kind == EffectKind.SEND_WEBHOOK)
    assert effect.look_at <= clock.now()
