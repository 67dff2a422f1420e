"""Answers that are held, over real SMTP and HTTP: "was this you?", a colleague who was quicker, SEND (R-STAFF-2, R-STAFF-5)."""

import re
import urllib.parse
import urllib.request
from collections.abc import Iterator
from http.cookiejar import CookieJar
from pathlib import Path

import pytest

from tests import builders
from tests.flows.desk import Delivered, House, RunningDesk, guest_mail, reply_to
from tests.processes import wait_until
from workflow.database import hotel
from workflow.models import Inbox

MIA, EVE = "mia@aurora-guest.example", "eve@elsewhere.example"


@pytest.fixture
def desk(house: House, database_url: str, own_redis: str, tmp_path: Path) -> Iterator[RunningDesk]:
    """With the panel, which has the page that confirms."""
    services = ("smtp", "worker", "clock", "web")
    with RunningDesk(
        database_url=database_url, redis_url=own_redis, folder=tmp_path / "desk", services=services
    ) as running:
        yield running


def opened(link: str) -> tuple[str, urllib.request.OpenerDirector]:
    """The page, as a browser gets it that has never been here."""
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
    with browser.open(link, timeout=60) as answer:
        return answer.read().decode(), browser


def click(link: str) -> str:
    """The page's one button."""
    page, browser = opened(link)
    token = re.search(r'name="csrf" value="([0-9a-f]+)"', page)
    assert token is not None
    form = urllib.parse.urlencode({"csrf": token[1]}).encode()
    with browser.open(link, data=form, timeout=60) as answer:
        return str(answer.read().decode())


def link_in(mail: Delivered) -> str:
    found = re.search(r"http://\S+/confirm/\S+", mail.text)
    assert found is not None
    return found[0]


def test_a_stolen_address_is_asked_about_and_a_second_answer_waits_for_send(
    desk: RunningDesk, house: House
) -> None:
    """R-STAFF-2, R-STAFF-5: one after the other at one ticket, each answer reaches Mia once."""
    jon = builders.make_member(house.hotel, email="jon@aurora.example", name="Jon")
    desk.send(
        guest_mail(house, "Hello, room 12 has no towels.", sender=MIA), sender=MIA, to=house.desk_address
    )
    anas, jons = desk.wait_for_mail(house.ana.email)[0], desk.wait_for_mail(jon.email)[0]
    desk.wait_for_mail(MIA)

    desk.send(reply_to(anas, "Two towels are coming.", sender=EVE), sender=EVE, to=anas.reply_to)
    asked = desk.wait_for_mail(house.ana.email, 2)[1]
    assert "Was this you?" in asked.text
    page, _ = opened(link_in(asked))
    assert "Two towels are coming." in page
    desk.settle()
    assert len(desk.mails_to(MIA)) == 1
    assert desk.mails_to(EVE) == []
    assert "Thank you, Ana" in click(link_in(asked))
    assert "Two towels are coming." in desk.wait_for_mail(MIA, 2)[1].text

    desk.send(reply_to(jons, "I bring soap.", sender=jon.email), sender=jon.email, to=jons.reply_to)
    wait_until(lambda: any("is held" in mail.text for mail in desk.mails_to(jon.email)), what="Jon is asked")
    held = next(mail for mail in desk.mails_to(jon.email) if "is held" in mail.text)
    assert "Ana answered 1 min ago." in held.text
    desk.settle()
    assert len(desk.mails_to(MIA)) == 2
    desk.send(reply_to(held, "SEND", sender=jon.email), sender=jon.email, to=held.reply_to)
    assert "I bring soap." in desk.wait_for_mail(MIA, 3)[2].text
    desk.settle()
    assert len(desk.mails_to(MIA)) == 3
    with hotel(house.hotel.id):
        assert {row.state for row in Inbox.select()} == {"processed"}
