"""A panel and an API in this process, for the hotel of the test's database."""

import re
from dataclasses import dataclass
from typing import Any

import pytest
import redis
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.builders import PASSWORD, Colleague, make_channel, make_hotel, make_member, make_session
from tests.web.samples import application
from web.app import furnish
from workflow.database import hotel as as_hotel
from workflow.models import Channel, Hotel
from workflow.services import recall
from workflow.settings import Settings

CSRF = re.compile(r'name="csrf" value="([0-9a-f]+)"')


class Browser:
    """A person at the panel: keeps cookies, sends the token of the form he sees."""

    def __init__(self, client: FlaskClient) -> None:
        self.client = client

    def get(self, path: str, **options: Any) -> TestResponse:
        return self.client.get(path, **options)

    def post(self, path: str, seen_on: str = "/login", **fields: Any) -> TestResponse:
        """Sends a form with the token that stands on a page."""
        return self.client.post(path, data={"csrf": self.csrf(seen_on), **fields})

    def csrf(self, seen_on: str) -> str:
        """The token of the forms on a page."""
        token = CSRF.search(self.get(seen_on).text)
        assert token is not None, f"no form on {seen_on}"
        return token[1]

    def log_in(self, as_: Colleague, *, next: str = "") -> TestResponse:
        return self.post("/login", email=as_.email, password=PASSWORD, next=next)


class Api:
    """A program with a token."""

    def __init__(self, client: FlaskClient, token: str) -> None:
        self.client = client
        self.headers = {"Authorization": f"Bearer {token}"} if token else {}

    def call(self, method: str, path: str, body: object = None, **headers: str) -> TestResponse:
        options: dict[str, Any] = {} if body is None else {"json": body}
        return self.client.open(
            f"/api/v1{path}", method=method, headers={**self.headers, **headers}, **options
        )


@dataclass
class House:
    """Hotel Aurora with its desk address and Ana at the reception."""

    app: Flask
    hotel: Hotel
    channel: Channel
    ana: Colleague

    def browser(self, as_: Colleague | None = None) -> Browser:
        browser = Browser(self.app.test_client())
        if as_ is not None:
            browser.client.set_cookie("bellhop-session", make_session(as_))
        return browser

    def api(self, token: str) -> Api:
        return Api(self.app.test_client(), token)


@pytest.fixture
def app(settings: Settings) -> Flask:
    """The one of this process: to put hundreds of routes together and compile their templates costs more than a test."""
    with redis.Redis.from_url(settings.redis_url) as client:
        for key in client.scan_iter("bellhop:limit:*"):  # what an earlier test counted
            client.delete(key)
    app = application()
    furnish(app, settings)
    return app


@pytest.fixture
def house(app: Flask) -> House:
    """Its answers go at once: no worker runs here that would send them a few seconds later (test_undo has those)."""
    hotel = make_hotel()
    hotel.settings = {**hotel.settings, recall.SETTING: 0}
    with as_hotel(hotel.id):
        hotel.save(only=(Hotel.settings,))
    return House(app, hotel, make_channel(hotel), make_member(hotel))
