"""A form that is sent twice, and one that was overtaken by what others wrote (R-STAFF-5)."""

import re
from concurrent.futures import ThreadPoolExecutor

import pytest
from werkzeug.test import TestResponse

from tests.builders import make_answer, make_guest_message, make_member, make_ticket
from tests.web.conftest import Browser, House
from workflow.database import hotel
from workflow.models import Effect, Message, Ticket

HIDDEN = re.compile(r'<input type="hidden" name="(\w+)" value="([^"]*)"')


@pytest.fixture
def ticket(house: House) -> Ticket:
    return make_ticket(house.hotel, channel=house.channel)


def form_on(browser: Browser, ticket: Ticket) -> dict[str, str]:
    """The hidden fields of the box to write in."""
    page = browser.get(f"/tickets/{ticket.pid}").text
    return dict(HIDDEN.findall(page[page.index('id="composer"') :]))


def send(
    browser: Browser, ticket: Ticket, fields: dict[str, str], body: str, how: str = "reply"
) -> TestResponse:
    return browser.client.post(f"/tickets/{ticket.pid}/{how}", data={**fields, "body": body})


def said(ticket: Ticket) -> list[str]:
    with hotel(ticket.hotel_id):
        return [m.body for m in Message.select().where(Message.direction != "in").order_by(Message.id)]


@pytest.mark.parametrize("how", ["reply", "note"])
def test_the_same_form_twice_is_one_message(house: House, ticket: Ticket, how: str) -> None:
    browser = house.browser(house.ana)
    fields = form_on(browser, ticket)
    first, again = [send(browser, ticket, fields, "On their way.", how) for _ in range(2)]
    assert (first.status_code, first.location) == (again.status_code, again.location)
    assert first.status_code == 303
    assert said(ticket) == ["On their way."]
    with hotel(ticket.hotel_id):
        assert Effect.select().count() == (1 if how == "reply" else 0)


def test_two_at_the_same_moment_are_one_message(house: House, ticket: Ticket) -> None:
    browsers = [house.browser(house.ana)]
    browsers += [Browser(house.app.test_client()) for _ in range(3)]
    cookie = browsers[0].client.get_cookie("bellhop-session")
    assert cookie is not None
    for other in browsers[1:]:
        other.client.set_cookie("bellhop-session", cookie.value)
    fields = form_on(browsers[0], ticket)
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda browser: send(browser, ticket, fields, "On their way."), browsers))
    assert [answer.status_code for answer in answers] == [303] * 4
    assert said(ticket) == ["On their way."]


def test_other_words_from_the_same_page_are_another_message(house: House, ticket: Ticket) -> None:
    browser = house.browser(house.ana)
    fields = form_on(browser, ticket)
    for body in ("One.", "Two."):
        assert send(browser, ticket, fields, body).status_code == 303
    assert said(ticket) == ["One.", "Two."]


def test_the_same_words_from_a_new_page_are_sent_again(house: House, ticket: Ticket) -> None:
    browser = house.browser(house.ana)
    for _ in range(2):
        assert send(browser, ticket, form_on(browser, ticket), "Thank you!").status_code == 303
    assert said(ticket) == ["Thank you!", "Thank you!"]


def test_a_guest_who_wrote_in_the_meantime_is_read_first(house: House, ticket: Ticket) -> None:
    """R-STAFF-5: nothing is sent, the words stay, and from the page that shows the new message it goes."""
    browser = house.browser(house.ana)
    fields = form_on(browser, ticket)
    make_guest_message(ticket, "We found them, thanks.")
    held = send(browser, ticket, fields, "On <their> way.")
    assert held.status_code == 409
    assert "Mia Sand wrote in the meantime: read it, then send." in held.text
    assert "We found them, thanks." in held.text
    assert "On &lt;their&gt; way.</textarea>" in held.text
    assert said(ticket) == []
    shown = dict(HIDDEN.findall(held.text[held.text.index('id="composer"') :]))
    assert send(browser, ticket, shown, "On <their> way.").status_code == 303
    assert said(ticket) == ["On <their> way."]


def test_an_answer_of_a_colleague_is_read_first(house: House, ticket: Ticket) -> None:
    """R-STAFF-5"""
    ben = make_member(house.hotel, email="ben@aurora.example", name="Ben")
    browser = house.browser(house.ana)
    fields = form_on(browser, ticket)
    make_answer(ticket, "Coming.", ben)
    held = send(browser, ticket, fields, "On their way.")
    assert held.status_code == 409
    assert "Ben answered in the meantime: read it, then send." in held.text
    assert send(browser, ticket, fields, "Ben is on it.", "note").status_code == 303
