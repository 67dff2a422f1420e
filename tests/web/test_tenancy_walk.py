"""Hotel Aurora with the ids of hotel Sol, through every route that exists (R-WEB-3).

Sol has one row in every table (tests/planting.py), all its words a marker. Nothing of it may reach Aurora, and no
answer may tell what is Sol's from what is nowhere; also when our own scoping is switched off, for row security stands
behind it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import peewee
import psycopg2
import pytest
from flask import Flask
from werkzeug.test import TestResponse

from bellhop.roles_page import Route, routes
from tests.builders import make_channel, make_hotel, make_member, make_session, make_ticket
from tests.planting import MARKER, PLANTED_ID, plant
from tests.web.conftest import Api, Browser, House
from tests.web.samples import json_body
from web.access import Access
from web.app import create_app
from workflow.database import hotel, rows
from workflow.pid import Pid
from workflow.queries.sight import Sight
from workflow.queries.sql import EVERY
from workflow.settings import Settings
from workflow.values import Role

NOWHERE = 123_456_789_012
IDS = re.compile(r"\{(?:id|\w+_id)\}")
# Differs from page to page; on paper stands when it was printed.
ONCE = re.compile(r'name="nonce" value="[^"]+"|\d{4}-\d\d-\d\dT[\d:.]+|<p class="on-paper">[^<]*</p>')
REFERS = re.compile(r"(?:[a-z]Ids?|^pids?|^into|Pid)$")
NAMES_NO_ROW = {"authservId"}
# Routes that end the session the walk goes on with, or choose among the hotels of a person.
APART = {"/logout", "/api/v1/auth/logout", "/hotel"}


@dataclass
class Two:
    """Olga owns Aurora; Sol is the other hotel."""

    house: House
    sol_id: int
    sol_pid: str
    own_pid: str
    api: Api
    browser: Browser
    csrf: str

    def call(self, route: Route, path: str, body: Any = None) -> TestResponse:
        """As a program for the API, with the form's token for the panel."""
        if route.blueprint == "api":
            return self.api.call(route.method, path.removeprefix("/api/v1"), body)
        if route.method == "GET":
            return self.browser.get(path)
        return self.browser.client.post(path, data={"csrf": self.csrf})


@pytest.fixture
def two(app: Flask, settings: Settings) -> Two:
    sol = make_hotel("SOL", name=f"Hotel {MARKER}")
    plant(settings.database_url, sol.id, str(Pid("SOL", "202611", 1)))
    aurora = make_hotel()
    ana = make_member(aurora)
    house = House(app, aurora, make_channel(aurora), ana)
    olga = make_member(aurora, Role.OWNER, email="olga@aurora.example", name="Olga")
    own = make_ticket(aurora, channel=house.channel, assignee=ana)
    browser = house.browser(olga)
    return Two(
        house,
        sol.id,
        str(Pid("SOL", "202611", 1)),
        own.pid,
        house.api(make_session(olga)),
        browser,
        browser.csrf("/notifications"),
    )


def walked(app: Flask) -> list[Route]:
    return [
        route
        for route in routes(app)
        if route.path not in APART
        and route.blueprint in ("api", "panel")
        and route.entry is not Access.EVERYBODY
    ]


def at(route: Route, two: Two, id: int, pid: str) -> str:
    """The route's address with this id in each place; a hotel's own id where the place means a hotel."""
    path = IDS.sub(str(id_asked(route, two) if id == PLANTED_ID else id), route.path).replace("{pid}", pid)
    return re.sub(r"\{\w+\}", "x", path)


def id_asked(route: Route, two: Two) -> int:
    return two.sol_id if route.path.startswith("/api/v1/hotels/") else PLANTED_ID


def differ(foreign: TestResponse, nowhere: TestResponse, *asked: object) -> bool:
    """Whether two answers differ in more than what they repeat of the questions."""
    return _said(foreign, asked) != _said(nowhere, asked)


def _said(answer: TestResponse, asked: tuple[object, ...]) -> tuple[int, str]:
    text = ONCE.sub("", answer.text)
    for word in asked:
        text = text.replace(str(word), "…")
    return answer.status_code, text


def test_no_route_tells_a_foreign_id_from_one_that_is_nowhere(two: Two) -> None:
    """R-WEB-3: the same status and the same words."""
    differing = []
    with_ids = [route for route in walked(two.house.app) if IDS.search(route.path)]
    assert len(with_ids) > 60
    for route in with_ids:
        body = json_body(route)
        foreign = two.call(route, at(route, two, PLANTED_ID, two.own_pid), body)
        nowhere = two.call(route, at(route, two, NOWHERE, two.own_pid), body)
        if differ(foreign, nowhere, NOWHERE, id_asked(route, two)):
            differing.append((route.method, route.path, foreign.status_code, nowhere.status_code))
        assert MARKER not in foreign.text, route.path
    assert differing == []


def test_no_route_tells_a_foreign_number_from_one_that_is_nowhere(two: Two) -> None:
    """R-WEB-3: a ticket's number names its hotel, and still says nothing."""
    missing = str(Pid("SOL", "202611", 77777))
    with_pids = [route for route in walked(two.house.app) if "{pid}" in route.path]
    assert len(with_pids) > 40
    for route in with_pids:
        body = json_body(route)
        foreign = two.call(route, at(route, two, PLANTED_ID, two.sol_pid), body)
        nowhere = two.call(route, at(route, two, PLANTED_ID, missing), body)
        own_hotels = two.call(route, at(route, two, PLANTED_ID, str(Pid("AUR", "202611", 77777))), body)
        assert foreign.status_code in (404, 422), f"{route.method} {route.path}"
        assert not differ(foreign, nowhere, two.sol_pid, missing), route.path
        assert own_hotels.status_code in (404, 422), route.path
        assert MARKER not in foreign.text, route.path


def test_no_body_tells_a_foreign_id_from_one_that_is_nowhere(two: Two) -> None:
    """R-WEB-3: guests, rooms, members, files, tickets that a body names."""
    tried = 0
    for route in walked(two.house.app):
        body = json_body(route) if route.blueprint == "api" else None
        for name in _that_refer(route):
            tried += 1
            foreign, nowhere = (
                _with(body, name, two.sol_pid, PLANTED_ID),
                _with(body, name, MISSING_PID, NOWHERE),
            )
            path = at(route, two, 1001, two.own_pid)
            got, other = two.call(route, path, foreign), two.call(route, path, nowhere)
            assert not differ(got, other, two.sol_pid, MISSING_PID, NOWHERE, PLANTED_ID), (route.path, name)
            assert got.status_code >= 400 or name.endswith("s"), f"{route.path} took a foreign {name}"
            assert MARKER not in got.text
    assert tried > 20


MISSING_PID = str(Pid("SOL", "202611", 77777))


def _that_refer(route: Route) -> Iterator[str]:
    body = json_body(route, everything=True) if route.blueprint == "api" else None
    for name, value in (body or {}).items():
        if REFERS.search(name) and name not in NAMES_NO_ROW and not isinstance(value, dict):
            yield name


def _with(body: Any, name: str, pid: str, id: int) -> dict[str, Any]:
    one = pid if name in ("pid", "pids", "into") or name.endswith("Pid") else str(id)
    return {**(body or {}), name: [one] if name.endswith("s") else one}


@pytest.mark.parametrize("scoped", [True, False], ids=["as it is", "with our scoping switched off"])
def test_nothing_of_a_foreign_hotel_is_ever_read(
    two: Two, monkeypatch: pytest.MonkeyPatch, scoped: bool
) -> None:
    """R-WEB-3: every page, list, export and search; the second time only the database stands between."""
    if not scoped:
        monkeypatch.setattr(Sight, "condition", lambda self: EVERY)
        monkeypatch.setattr(Sight, "sees", lambda self, ticket: True)
    read = [route for route in walked(two.house.app) if route.method == "GET"]
    assert len(read) > 80
    for route in read:
        for id in (PLANTED_ID, 1001):
            path = at(route, two, id, two.own_pid)
            answer = two.call(route, path)
            assert answer.status_code < 500, path
            assert MARKER.encode() not in answer.data, path
            assert two.sol_pid.encode() not in answer.data, path
    for path in ("/tickets", "/queue", "/my-tickets", "/export.csv", "/guests", "/stays"):
        for query in (f"q={MARKER}", f"q={two.sol_pid}", f"guest={PLANTED_ID}", f"tag={MARKER}"):
            answer = two.api.call("GET", f"{path}?{query}")
            assert answer.status_code < 500, (path, query)
            assert not (answer.json or {}).get("data") if answer.is_json else True, (path, query)


def test_the_database_refuses_in_every_table(two: Two, settings: Settings) -> None:
    """R-WEB-3: without any condition of ours, what is Sol's can be neither read, changed, removed nor added to."""
    tables = _planted_tables(settings.database_url, two.sol_id)
    assert len(tables) > 60
    for table in tables:
        for statement in (
            f'SELECT hotel_id FROM "{table}" WHERE hotel_id = {two.sol_id}',
            f'UPDATE "{table}" SET hotel_id = hotel_id WHERE hotel_id = {two.sol_id} RETURNING 1',
            f'DELETE FROM "{table}" WHERE hotel_id = {two.sol_id} RETURNING 1',
        ):
            assert _denied_or_nothing(two.house.hotel.id, statement), statement
        assert _planted_tables(settings.database_url, two.sol_id) == tables
        with (
            pytest.raises(peewee.PeeweeException, match=r"row-level security|permission denied"),
            hotel(two.house.hotel.id),
        ):
            rows(f'INSERT INTO "{table}" (hotel_id) VALUES ({two.sol_id})')


def _denied_or_nothing(hotel_id: int, statement: str) -> bool:
    try:
        with hotel(hotel_id):
            return rows(statement) == []
    except peewee.PeeweeException as error:
        return "permission denied" in str(error)


def _planted_tables(database_url: str, hotel_id: int) -> list[str]:
    """Where the hotel has rows, as the owner of the database sees it."""
    with psycopg2.connect(database_url) as connection, connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name FROM information_schema.columns WHERE table_schema = 'public' AND column_name = 'hotel_id'"
        )
        found = []
        for (table,) in sorted(cursor.fetchall()):
            cursor.execute(f'SELECT EXISTS (SELECT FROM "{table}" WHERE hotel_id = %s)', (hotel_id,))
            found += [table] if cursor.fetchone()[0] else []
        return found


def test_a_new_route_joins_the_walk(settings: Settings) -> None:
    """R-WEB-2: the list comes from the application; a route without an entry stops it."""
    app = create_app(settings)
    app.add_url_rule("/new", "forgotten", lambda: "")
    with pytest.raises(KeyError, match="/new has no entry"):
        routes(app)
