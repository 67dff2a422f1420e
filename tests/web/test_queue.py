"""The queue: chips, filters in the address, pages, empty states (R-WEB-4)."""

import re
from datetime import timedelta

import pytest

from tests.builders import make_room, make_ticket
from tests.web.conftest import House
from workflow import clock
from workflow.database import hotel
from workflow.services import search_index, tickets
from workflow.values import Priority, State


def test_the_queue_shows_what_is_open_and_counts_the_rest(house: House) -> None:
    make_ticket(house.hotel, "No towels", room=make_room(house.hotel), priority=Priority.URGENT)
    waiting = make_ticket(house.hotel, "Late check-out")
    with hotel(house.hotel.id):
        tickets.move(tickets.lock(waiting.id), State.WAITING_GUEST, actor=house.ana.actor, now=clock.now())
    page = house.browser(house.ana).get("/queue").text
    assert "No towels" in page
    assert "Urgent" in page
    assert "Late check-out" not in page
    assert "Open <b>1</b>" in page
    assert "Waiting <b>1</b>" in page
    assert "Not done <b>2</b>" in page


def test_filters_stand_in_the_address_and_add_up(house: House) -> None:
    mine = make_ticket(house.hotel, "Towels, mine", assignee=house.ana)
    make_ticket(house.hotel, "Towels, nobody's")
    make_ticket(house.hotel, "Crib")
    search_index.gather_all()
    browser = house.browser(house.ana)
    assert _subjects(browser.get("/queue?assignee=me&q=towels").text) == ["Towels, mine"]
    assert _subjects(browser.get("/queue?assignee=none").text) == ["Crib", "Towels, nobody&#39;s"]
    assert _subjects(browser.get(f"/queue?state=all&q={mine.pid.lower()}").text) == ["Towels, mine"]
    assert _subjects(browser.get("/queue?state=in_progress").text) == ["Towels, mine"]
    assert _subjects(browser.get("/queue?q=100%25").text) == []


def test_what_an_address_says_wrongly_counts_as_not_said(house: House) -> None:
    make_ticket(house.hotel, "Crib")
    answer = house.browser(house.ana).get("/queue?state=lost&assignee=seven&page=-3&q=%00&since=soon&after=x&guest=-1&sort=up&view=a")
    assert answer.status_code == 200
    assert _subjects(answer.text) == ["Crib"]


def test_a_long_queue_has_pages(house: House) -> None:
    for number in range(52):
        make_ticket(house.hotel, f"Wish {number}", now=clock.now() - timedelta(minutes=60 - number))
    browser = house.browser(house.ana)
    first, second = browser.get("/queue").text, browser.get("/queue?page=2").text
    assert len(_subjects(first)) == 50
    assert _subjects(second) == ["Wish 1", "Wish 0"]
    assert 'rel="next" href="/queue?page=2"' in first
    assert 'rel="prev" href="/queue?"' in second
    assert browser.get("/queue?page=99999").status_code == 200


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("", "Nobody waits for an answer"),
        ("?q=crib", "Nothing found"),
        ("?assignee=me", "You have no tickets here"),
        ("?state=done", "No tickets here"),
    ],
)
def test_an_empty_list_says_what_to_do(house: House, query: str, words: str) -> None:
    assert words in house.browser(house.ana).get(f"/queue{query}").text


def test_a_guests_words_are_shown_and_never_run(house: House) -> None:
    evil = "<script>alert(1)</script>"
    ticket = make_ticket(
        house.hotel, evil, description=f"{evil}\"'><img src=x onerror=alert(1)>", requester_name=evil
    )
    browser = house.browser(house.ana)
    for path in ("/queue", f"/tickets/{ticket.pid}", f"/queue?q={evil}"):
        page = browser.get(path).text
        assert evil not in page
        assert "<img" not in page
        assert "&lt;script&gt;" in page


def _subjects(page: str) -> list[str]:
    return re.findall(r'class="row-link"[^>]*>([^<]*)</a>', page)
