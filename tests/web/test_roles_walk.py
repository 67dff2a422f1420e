"""Every cell of docs/roles.md is driven: role × route, own and colleague's ticket, own and other hotel (R-WEB-2)."""

import re
from dataclasses import dataclass

import pytest
from click.testing import CliRunner
from flask import Flask
from werkzeug.test import TestResponse

from bellhop.cli import bellhop
from bellhop.project import ROOT
from bellhop.roles_page import FINER, NO, OWN, ROLES, YES, Route, page, routes
from tests.builders import Colleague, make_channel, make_hotel, make_member, make_session, make_ticket
from tests.web.conftest import Browser, House
from tests.web.guests import check_in, session_of
from tests.web.samples import json_body
from web.access import Access
from workflow.database import hotel
from workflow.models import Ticket
from workflow.values import Role

IDS = re.compile(r"\{(?:id|\w+_id)\}")
NOWHERE = 123_456_789_012
PEOPLE = (Role.OWNER, Role.MANAGER, Role.RECEPTION, Role.STAFF, Role.AI_AGENT)
# Ends what the walk goes on with.
APART = {"/logout", "/api/v1/auth/logout"}


def test_the_page_is_what_the_command_prints() -> None:
    """R-WEB-2: `bellhop roles > docs/roles.md`."""
    printed = CliRunner().invoke(bellhop, ["roles"])
    assert printed.exit_code == 0
    assert (ROOT / "docs" / "roles.md").read_text("utf-8") == printed.output


@dataclass
class Walk:
    """Somebody of a role, a ticket of his own, one of a colleague in another department, one of another hotel."""

    house: House
    me: Colleague
    browser: Browser
    csrf: str
    token: str
    own: Ticket
    colleagues: str
    foreign: str

    def call(self, route: Route, pid: str) -> TestResponse:
        path = re.sub(r"\{\w+\}", "x", IDS.sub(str(NOWHERE), route.path).replace("{pid}", pid))
        if route.blueprint == "api":
            api = self.house.api(self.token)
            answer = api.call(route.method, path.removeprefix("/api/v1"), json_body(route))
        elif route.method == "GET":
            answer = self.browser.get(path)
        else:
            answer = self.browser.client.post(path, data={"csrf": self.csrf})
        if answer.status_code < 400 and route.method != "GET":
            self.token = make_session(self.me)  # a call may end the sessions of its own author
        return answer

    def bring_back(self, ticket: Ticket) -> None:
        """As it was before somebody deleted, closed or gave it away."""
        with hotel(ticket.hotel_id):
            Ticket.update(
                deleted_at=None, state=ticket.state, assignee_id=ticket.assignee_id, version=ticket.version
            ).where(Ticket.id == ticket.id).execute()


def walk_of(app: Flask, role: Role) -> Walk:
    aurora, sol = make_hotel(), make_hotel("SOL", name="Sol Hotel")
    house = House(app, aurora, make_channel(aurora), make_member(aurora))
    me = make_member(aurora, role, email="me@aurora.example", name="Me")
    other = make_member(aurora, Role.STAFF, email="other@aurora.example", name="Other")
    browser = house.browser(me)
    return Walk(
        house,
        me,
        browser,
        browser.csrf("/notifications"),
        make_session(me),
        make_ticket(aurora, channel=house.channel, assignee=me),
        make_ticket(aurora, channel=house.channel, assignee=other).pid,
        make_ticket(sol, channel=make_channel(sol, "sol@desk.localhost")).pid,
    )


@pytest.mark.parametrize("role", PEOPLE)
def test_a_role_gets_what_its_column_says(app: Flask, role: Role) -> None:
    """R-WEB-2, R-WEB-3"""
    walk = walk_of(app, role)
    wrong = []
    for route in sorted(routes(app), key=lambda route: route.blueprint, reverse=True):
        if route.path in APART or route.blueprint not in ("api", "panel") or route.entry is Access.EVERYBODY:
            continue
        cell = route.cell(role)
        answer = walk.call(route, walk.own.pid)
        assert not answer.headers.get("Location", "").startswith("/login"), (
            f"the session ended before {route}"
        )
        allowed = answer.status_code not in (401, 403)
        if (route.method, route.path) in FINER and allowed is False:
            allowed = cell in (YES, OWN)  # the sample asks for more than this role may give
        if allowed != (cell in (YES, OWN)) or answer.status_code >= 500:
            wrong.append(f"{route.method} {route.path}: {cell} on the own, got {answer.status_code}")
        if "{pid}" in route.path:
            if route.method != "GET":
                walk.bring_back(walk.own)
            wrong += _on_others(walk, route, cell)
    assert wrong == []


def test_a_guest_gets_what_his_column_says(house: House) -> None:
    """R-WEB-2, R-QR-3: his own ticket where it says "own", a refusal everywhere else; never another guest's."""
    mia, tom = check_in(house), check_in(house, "Tom Baker", "7")
    session = session_of(house, mia)
    own = make_ticket(house.hotel, channel=house.channel, guest=mia.guest, room=mia.room)
    toms = make_ticket(house.hotel, channel=house.channel, guest=tom.guest, room=tom.room)
    wrong = []
    for route in routes(house.app):
        if route.blueprint != "api" or route.path in APART or route.entry is Access.EVERYBODY:
            continue
        path = IDS.sub(str(NOWHERE), route.path).removeprefix("/api/v1")
        body = json_body(route)
        answer = house.api(session).call(route.method, path.replace("{pid}", own.pid), body)
        if (answer.status_code not in (401, 403)) != (route.cell(Role.GUEST) in (YES, OWN)):
            wrong.append(f"{route.method} {route.path}: {route.cell(Role.GUEST)}, got {answer.status_code}")
        if "{pid}" in path:
            others = house.api(session).call(route.method, path.replace("{pid}", toms.pid), body)
            if others.status_code not in (403, 404):
                wrong.append(f"{route.method} {route.path}: another guest's got {others.status_code}")
    assert wrong == []


def _on_others(walk: Walk, route: Route, cell: str) -> list[str]:
    """A colleague's ticket is refused by the role, or for who sees his own only is not there; another hotel's never is."""
    found = []
    colleagues = walk.call(route, walk.colleagues)
    if cell == OWN and colleagues.status_code not in (404, 422):
        found.append(f"{route.method} {route.path}: a colleague's ticket got {colleagues.status_code}")
    if cell == NO and colleagues.status_code != 403:
        found.append(f"{route.method} {route.path}: refused, and a colleague's got {colleagues.status_code}")
    foreign = walk.call(route, walk.foreign)
    if foreign.status_code not in (404, 422):
        found.append(f"{route.method} {route.path}: another hotel's ticket got {foreign.status_code}")
    return found


def test_the_table_has_a_column_for_every_role() -> None:
    """R-WEB-2"""
    assert set(ROLES) == set(Role)
    assert any(line.startswith("| `DELETE /api/v1/tickets/{pid}` ") for line in page())
