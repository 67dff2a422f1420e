"""Settings → Webhooks in the panel (R-WEB-4, R-WF-8)."""

from __future__ import annotations

import re

import pytest

from tests.builders import make_hotel, make_member, make_ticket
from tests.web.conftest import Browser, House
from workflow.database import hotel
from workflow.models import WebhookDelivery, WebhookEndpoint
from workflow.values import Role

LIST = "/settings/webhooks"
NEW = f"{LIST}/new"
FIELDS = {"url": "https://partner.example/hooks", "description": "Our PMS", "events": ["ticket.created"]}
SECRET = re.compile(r"whsec_[A-Za-z0-9+/=]+")


@pytest.fixture
def owner(house: House) -> Browser:
    return house.browser(make_member(house.hotel, Role.OWNER, email="ola@aurora.example", name="Ola"))


def endpoint_in(house: House) -> WebhookEndpoint:
    with hotel(house.hotel.id):
        return WebhookEndpoint.get()


def test_an_endpoint_is_added_and_its_secret_shown_once(house: House, owner: Browser) -> None:
    added = owner.post(NEW, NEW, **FIELDS)
    assert added.status_code == 201
    (secret,) = set(SECRET.findall(added.text))
    own = f"{LIST}/{endpoint_in(house).id}"
    for path in (own, LIST):
        page = owner.get(path)
        assert "Our PMS" in page.text
        assert secret not in page.text
    renewed = owner.post(f"{own}/secret", own)
    (fresh,) = set(SECRET.findall(renewed.text))
    assert fresh != secret
    assert "signs too until" in renewed.text


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"url": "http://partner.example/"}, "The address begins with https://."),
        ({"url": "nonsense"}, "Write a whole address"),
        ({"events": []}, "Choose at least one"),
        ({"description": "a" * 201}, "at most 200 characters"),
    ],
)
def test_a_refusal_names_the_field_and_keeps_the_rest(
    house: House, owner: Browser, change: dict[str, object], words: str
) -> None:
    fields = {**FIELDS, **change}
    answer = owner.post(NEW, NEW, **fields)
    assert answer.status_code == 422
    assert words in answer.text
    if "description" not in change:
        assert 'value="Our PMS"' in answer.text
    owner.post(NEW, NEW, **FIELDS)
    own = f"{LIST}/{endpoint_in(house).id}"
    assert words in owner.post(own, own, **fields).text


def test_what_is_set_is_changed_and_switched_and_removed(house: House, owner: Browser) -> None:
    owner.post(NEW, NEW, **FIELDS)
    own = f"{LIST}/{endpoint_in(house).id}"
    owner.post(own, own, **{**FIELDS, "events": ["ticket.closed", "qr.issued"]})
    assert endpoint_in(house).events == ["ticket.closed", "qr.issued"]
    owner.post(f"{own}/off", own)
    assert not endpoint_in(house).enabled
    assert "switched off" in owner.get(own).text
    assert owner.post(f"{own}/test", own).status_code == 409
    owner.post(f"{own}/on", own)
    assert endpoint_in(house).enabled
    assert owner.post(f"{own}/remove", own).status_code == 303
    assert "No endpoint yet" in owner.get(LIST).text


def test_the_log_shows_what_was_said_and_sends_it_again(house: House, owner: Browser) -> None:
    """R-WF-8: redeliver."""
    owner.post(NEW, NEW, **FIELDS)
    own = f"{LIST}/{endpoint_in(house).id}"
    pid = make_ticket(house.hotel).pid
    page = owner.get(own).text
    assert pid in page
    assert "&#34;type&#34;:&#34;ticket.created&#34;" in page
    with hotel(house.hotel.id):
        WebhookDelivery.update(state="failed").execute()
        id = WebhookDelivery.get().id
    assert owner.post(f"{own}/redeliver", own, delivery=str(id)).status_code == 303
    with hotel(house.hotel.id):
        assert WebhookDelivery.get().state == "waiting"
    assert owner.post(f"{own}/redeliver", own, delivery=str(id)).status_code == 409
    for nonsense in ("", "x", "9" * 30, "-1", "999"):
        assert owner.post(f"{own}/redeliver", own, delivery=nonsense).status_code == 404


def test_a_test_event_is_asked_for_by_a_button(house: House, owner: Browser) -> None:
    owner.post(NEW, NEW, **FIELDS)
    own = f"{LIST}/{endpoint_in(house).id}"
    answer = owner.post(f"{own}/test", own)
    assert "webhook.test" in owner.get(answer.location).text


def test_another_hotels_endpoint_is_not_there(house: House, owner: Browser) -> None:
    """R-WEB-3"""
    owner.post(NEW, NEW, **FIELDS)
    id = endpoint_in(house).id
    stranger = make_member(make_hotel("BEL", name="Bellevue"), Role.OWNER, email="bo@bel.example", name="Bo")
    browser = house.browser(stranger)
    assert browser.get(f"{LIST}/{id}").status_code == 404
    for act in ("", "/off", "/on", "/test", "/secret", "/redeliver", "/remove"):
        assert browser.post(f"{LIST}/{id}{act}", LIST + "/new", **FIELDS).status_code == 404, act
    assert endpoint_in(house).enabled


def test_the_page_speaks_german(owner: Browser) -> None:
    """R-I18N-1"""
    page = owner.get(NEW, headers={"Accept-Language": "de"}).text
    assert "Empfänger hinzufügen" in page
    assert "Ein Ticket wurde eröffnet" in page
