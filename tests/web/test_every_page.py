"""Every page of the panel that a link leads to, in Chromium: axe-core without a violation in both themes, a silent
console, nothing the policy stops, no sideways scrolling at the width of a desk and of a phone (R-WEB-4).

The pages are found by following links, so a new page joins by itself. Pictures are left in output/pictures/pages.
"""

import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import Page, sync_playwright
from werkzeug.exceptions import HTTPException

from bellhop.roles_page import routes
from tests.builders import make_member, make_session
from tests.web.conftest import Browser, House
from tests.web.full_house import fill
from tests.web.serving import serving
from workflow.settings import Settings
from workflow.values import Role

CHROMIUM = shutil.which("chromium")
PICTURES = Path(__file__).parents[2] / "output" / "pictures" / "pages"
LINK = re.compile(r'href="(/[^"#]*)')
FORM = re.compile(r'<form[^>]*?(?:method="(\w+)"[^>]*?action="([^"]*)"|action="([^"]*)"[^>]*?method="(\w+)")')
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
LOOKS = {"light": (1280, "en-GB"), "dark": (390, "de-DE")}
SHARDS = 2

pytestmark = pytest.mark.skipif(
    CHROMIUM is None, reason="chromium is not installed (apt-get install chromium)"
)


@dataclass
class Look:
    """A browser of the owner, and what its console said."""

    page: Page
    address: str
    paths: dict[str, str]  # by endpoint
    theme: str
    complaints: list[str] = field(default_factory=list)


def found_by_links(app: Flask, browser: Browser) -> dict[str, str]:
    """One path for each page that links lead to, from the queue on, by its endpoint."""
    adapter = app.url_map.bind("")
    found: dict[str, str] = {}
    waiting, seen = ["/queue", "/settings"], set[str]()
    while waiting:
        path = waiting.pop(0)
        endpoint = _endpoint(adapter, path)
        if endpoint is None or endpoint in found or path in seen:
            continue
        seen.add(path)
        answer = browser.get(path)
        assert answer.status_code < 500, path
        if answer.status_code in (302, 303):
            waiting.append(urlsplit(answer.location).path)
        if answer.status_code != 200 or answer.mimetype != "text/html":
            continue
        found[endpoint] = path
        waiting += [link.replace("&amp;", "&") for link in LINK.findall(answer.text)]
    return found


def _endpoint(adapter: Any, path: str) -> str | None:
    try:
        endpoint, _ = adapter.match(urlsplit(path).path, method="GET")
    except HTTPException:
        return None
    return str(endpoint) if endpoint.startswith("panel.") else None


def equip(house: House, owner_token: str) -> None:
    """One of each thing that has a page of its own."""
    api = house.api(owner_token)
    for path, body in (
        ("/tags", {"name": "vip"}),
        ("/canned", {"name": "wifi", "body": "The network is called Aurora."}),
        ("/departments", {"name": "Housekeeping"}),
        ("/categories", {"name": "Spa"}),
        ("/rooms/bulk", {"numbers": ["101", "102"]}),
        ("/tokens", {"name": "Till", "role": "reception"}),
        ("/webhook-endpoints", {"url": "https://till.example/hook", "events": ["ticket.created"]}),
        ("/guests", {"name": "Mia Sand"}),
        (
            f"/channels/{house.channel.id}/mailboxes",
            {"host": "imap.example", "user": "desk", "password": "x"},
        ),
        (
            "/calendars",
            {
                "name": "Day",
                "timeZone": "Europe/Rome",
                "week": {"monday": [{"from": "08:00", "to": "20:00"}]},
            },
        ),
        (
            "/channels",
            {"kind": "whatsapp", "address": "+4930123456", "accountSid": "AC" + "0" * 32, "token": "0" * 32},
        ),
    ):
        answer = api.call("POST", path, body)
        assert answer.status_code in (200, 201), f"{path}: {answer.text}"


@pytest.fixture(
    params=[(theme, shard) for theme in LOOKS for shard in range(SHARDS)], ids=lambda p: f"{p[0]}-{p[1]}"
)
def look(request: pytest.FixtureRequest, house: House, settings: Settings) -> Iterator[Look]:
    theme, shard = request.param
    width, locale = LOOKS[theme]
    fill(house.hotel, house.channel, house.ana, settings)
    owner = make_member(house.hotel, Role.OWNER, email="olga@aurora.example", name="Olga")
    token = make_session(owner)
    equip(house, token)
    paths = found_by_links(house.app, house.browser(owner))
    mine = dict(sorted(paths.items())[shard::SHARDS])
    with sync_playwright() as playwright, serving(settings) as address:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        context = chromium.new_context(
            viewport={"width": width, "height": 900}, color_scheme=theme, locale=locale
        )
        context.add_cookies([{"name": "bellhop-session", "value": token, "url": address}])
        page = context.new_page()
        shown = Look(page, address, mine, theme)
        page.on("console", lambda message: shown.complaints.append(f"{page.url}: {message.text}"))
        page.on("pageerror", lambda error: shown.complaints.append(f"{page.url}: {error}"))
        yield shown
        chromium.close()


def test_a_page_is_fit_to_be_seen(look: Look) -> None:
    """R-WEB-4: WCAG 2.2 AA by axe-core, in both themes, at both widths, in English and German."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    wrong = []
    for endpoint, path in look.paths.items():
        look.page.goto(look.address + path)
        name = endpoint.removeprefix("panel.")
        look.page.screenshot(path=PICTURES / f"{name}-{look.theme}.png", full_page=True)
        if look.page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
            wrong.append(f"{path}: scrolls sideways")
        report = Axe().run(look.page, options={"runOnly": RULES})
        wrong += [
            f"{path}: {violation['id']} at {violation['nodes'][0]['target']}: {violation['nodes'][0]['html'][:200]}"
            for violation in report.response["violations"]
        ]
    assert wrong + look.complaints == [], "\n".join(wrong + look.complaints)


# Pages that a letter, a form or the first start leads to.
NOT_BY_LINK = [
    "/account/second-factor",
    "/confirm/{token}",
    "/first-run",
    "/forgotten",
    "/login",
    "/login/code",
    "/set-password",
    "/settings/channels/whatsapp/{id}/check",
    "/settings/channels/{id}/test",
    "/welcome",
]
# What a link or a script takes that is no page: files, pictures, parts of a page, ways that lead on.
NO_PAGES = re.compile(
    r"^/$|^/settings$|/files/|export|\.csv$|\.eml$|/changes$|/new/guests$|/logo$|/html$|/source$|/spam/\{id\}|/stuck/mail/"
)


def test_every_page_can_be_reached(house: House, settings: Settings) -> None:
    """R-WEB-4: a page that no link leads to might as well not be there."""
    fill(house.hotel, house.channel, house.ana, settings)
    owner = make_member(house.hotel, Role.OWNER, email="olga@aurora.example", name="Olga")
    token = make_session(owner)
    equip(house, token)
    found = found_by_links(house.app, house.browser(owner))
    lost = {
        route.path
        for route in routes(house.app)
        if route.blueprint == "panel"
        and route.method == "GET"
        and route.endpoint not in found
        and not (NO_PAGES.search(route.path) and route.path != "/settings/changes")
    }
    assert sorted(lost) == NOT_BY_LINK, "\n".join(sorted(lost))


def test_every_form_of_a_german_page_leads_somewhere(house: House, settings: Settings) -> None:
    """R-I18N-1: words are translated, addresses are not."""
    fill(house.hotel, house.channel, house.ana, settings)
    owner = make_member(house.hotel, Role.OWNER, email="olga@aurora.example", name="Olga")
    token = make_session(owner)
    equip(house, token)
    browser, adapter = house.browser(owner), house.app.url_map.bind("")
    forms = set()
    for path in found_by_links(house.app, browser).values():
        page = browser.get(path, headers={"Accept-Language": "de"}).text
        forms |= {((a or d).upper(), (b or c).replace("&amp;", "&")) for a, b, c, d in FORM.findall(page)}
    assert len(forms) > 60
    for method, action in forms:
        if action:
            adapter.match(urlsplit(action).path, method=method)
