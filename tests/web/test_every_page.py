"""Every page of the panel that a link leads to, in Chromium: axe-core without a violation in both themes, a silent
console, nothing the policy stops, no sideways scrolling at the width of a desk and of a phone (R-WEB-4).

The pages are found by following links, so a new page joins by itself. With BELLHOP_PICTURES=1 pictures are left in
output/pictures/pages.
"""

import re
from typing import Any
from urllib.parse import urlsplit

import pytest
from flask import Flask
from playwright.sync_api import Browser as Chromium
from werkzeug.exceptions import HTTPException

from bellhop.roles_page import routes
from tests.builders import Colleague, make_member, make_session
from tests.chromium import SCROLLS_SIDEWAYS, log_in, needs_chromium, picture, violations
from tests.web.conftest import Browser, House
from tests.web.full_house import fill
from tests.web.serving import serving
from workflow.settings import Settings
from workflow.values import Role

LINK = re.compile(r'href="(/[^"#]*)')
FORM = re.compile(r'<form[^>]*?(?:method="(\w+)"[^>]*?action="([^"]*)"|action="([^"]*)"[^>]*?method="(\w+)")')
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
LOOKS = (("light", 1280, "en-GB"), ("dark", 390, "de-DE"))
SHARDS = 2  # for as many processes


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


@pytest.fixture
def owner(house: House, settings: Settings) -> Colleague:
    """Of a house with one of each thing that has a page of its own."""
    fill(house.hotel, house.channel, house.ana, settings)
    owner = make_member(house.hotel, Role.OWNER, email="olga@aurora.example", name="Olga")
    equip(house, owner)
    return owner


def equip(house: House, owner: Colleague) -> None:
    api = house.api(make_session(owner))
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


@needs_chromium
@pytest.mark.parametrize("shard", range(SHARDS))
def test_a_page_is_fit_to_be_seen(
    shard: int, chromium: Chromium, house: House, owner: Colleague, settings: Settings
) -> None:
    """R-WEB-4: WCAG 2.2 AA by axe-core, in both themes, at both widths, in English and German."""
    paths = sorted(found_by_links(house.app, house.browser(owner)).items())[shard::SHARDS]
    wrong: list[str] = []
    with serving(settings) as address:
        for theme, width, locale in LOOKS:
            context = chromium.new_context(
                viewport={"width": width, "height": 900},
                color_scheme=theme,  # type: ignore[arg-type]
                locale=locale,
                base_url=address,
            )
            log_in(context, address, owner)
            page = context.new_page()
            page.on("console", lambda message: wrong.append(f"{message.page.url}: {message.text}"))
            page.on("pageerror", lambda error: wrong.append(str(error)))
            for endpoint, path in paths:
                page.goto(path)
                picture(page, f"pages/{endpoint.removeprefix('panel.')}-{theme}")
                if page.evaluate(SCROLLS_SIDEWAYS):
                    wrong.append(f"{path}: scrolls sideways")
                wrong.extend(f"{path}: {words}" for words in violations(page, runOnly=RULES))
            context.close()
    assert wrong == [], "\n".join(wrong)


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


def test_every_page_can_be_reached(house: House, owner: Colleague) -> None:
    """R-WEB-4: a page that no link leads to might as well not be there. R-I18N-1: on the German ones words are
    translated, addresses are not."""
    browser, adapter = house.browser(owner), house.app.url_map.bind("")
    found = found_by_links(house.app, browser)
    lost = {
        route.path
        for route in routes(house.app)
        if route.blueprint == "panel"
        and route.method == "GET"
        and route.endpoint not in found
        and not (NO_PAGES.search(route.path) and route.path != "/settings/changes")
    }
    assert sorted(lost) == NOT_BY_LINK, "\n".join(sorted(lost))
    forms = set()
    for path in found.values():
        page = browser.get(path, headers={"Accept-Language": "de"}).text
        forms |= {((a or d).upper(), (b or c).replace("&amp;", "&")) for a, b, c, d in FORM.findall(page)}
    assert len(forms) > 60
    for method, action in forms:
        if action:
            adapter.match(urlsplit(action).path, method=method)
