"""The queue: chips, filters in the address, pages, empty states (R-WEB-4)."""

import html
import logging
import re
from datetime import timedelta

import pytest

from tests.builders import make_department, make_member, make_room, make_ticket
from tests.web.conftest import House
from workflow import clock
from workflow.database import hotel
from workflow.models import Ticket
from workflow.services import search_index, tickets
from workflow.values import Priority, Role, State


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
    answer = house.browser(house.ana).get(
        "/queue?state=lost&assignee=seven&page=-3&q=%00&since=soon&after=x&guest=-1&sort=up&view=a"
    )
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


def test_chips_say_how_many_tickets_they_lead_to(house: House) -> None:
    """R-TKT-8: a number is a link to the list behind it, with what the list is narrowed to kept."""
    jon = make_member(house.hotel, Role.STAFF, email="jon@aurora.example", name="Jon")
    make_ticket(house.hotel, "Flood", priority=Priority.URGENT, assignee=jon)
    make_ticket(house.hotel, "Fire alarm", priority=Priority.URGENT)
    late = make_ticket(house.hotel, "Towels")
    with hotel(house.hotel.id):
        Ticket.update(due_at=clock.now() - timedelta(minutes=3)).where(Ticket.id == late.id).execute()
    browser = house.browser(house.ana)
    page = browser.get("/queue").text
    assert _chips(page) >= {"Urgent 2", "Overdue 1", "Nobody's 2", "Mine 0", "Low 0", "Everybody's 3"}
    narrowed = browser.get("/queue?assignee=none&priority=urgent").text
    assert _subjects(narrowed) == ["Fire alarm"]
    assert _chips(narrowed) >= {"Urgent 1", "Nobody's 1", "Everybody's 2", "Overdue 0", "Open 1"}
    assert 'href="/queue?assignee=none&amp;priority=urgent&amp;overdue=1"' in narrowed
    assert _subjects(browser.get("/queue?overdue=1").text) == ["Towels"]
    assert _subjects(browser.get(f"/queue?assignee={jon.staff_id}").text) == ["Flood"]


def test_more_filters_stand_in_the_address_and_can_be_taken_off(house: House) -> None:
    """R-TKT-8"""
    garden = make_department(house.hotel, "Garden")
    then = clock.now() - timedelta(days=9)
    make_ticket(house.hotel, "Lawn", department=garden, room=make_room(house.hotel, "12"))
    make_ticket(house.hotel, "Pond", now=then)
    browser = house.browser(house.ana)
    for query, subjects in (
        (f"department={garden.id}", ["Lawn"]),
        ("room=12", ["Lawn"]),
        ("source=email", ["Pond", "Lawn"]),
        ("source=whatsapp,qr", []),
        (f"until={(then + timedelta(days=1)).date()}", ["Pond"]),
        (f"since={(then + timedelta(days=2)).date()}", ["Lawn"]),
        ("tag=vip", []),
        ("state=open,waiting_guest&sort=createdAt", ["Lawn", "Pond"]),
        ("snoozed=yes", []),
        ("guest=999", []),
        ("since=0001-01-01&until=9999-12-31", ["Pond", "Lawn"]),
    ):
        assert _subjects(browser.get(f"/queue?{query}").text) == subjects, query
    page = browser.get(f"/queue?department={garden.id}&room=12").text
    assert 'class="chip chosen" href="/queue?room=12"' in page
    assert f'class="chip chosen" href="/queue?department={garden.id}"' in page


def test_a_row_says_its_clock_its_channel_and_what_is_new(house: House) -> None:
    """R-WEB-4: red only when over, amber in the last quarter."""
    now = clock.now()
    for subject, due in (("Over", -12), ("Soon", 4), ("Later", 45)):
        ticket = make_ticket(house.hotel, subject, now=now - timedelta(minutes=20))
        with hotel(house.hotel.id):
            Ticket.update(due_at=now + timedelta(minutes=due, seconds=30)).where(
                Ticket.id == ticket.id
            ).execute()
    page = house.browser(house.ana).get("/queue").text
    marks = re.findall(r'class="badge due ?(\w*)"[^>]*>([^<]*)<', page)
    assert marks == [("over", "11 min over"), ("soon", "due in 4 min"), ("", "due in 45 min")]
    assert page.count("unread-dot") == 3
    assert page.count('<span class="way-name">Mail</span>') == 3


def test_the_list_is_told_anew_only_when_something_happened(house: House) -> None:
    """R-WEB-4: 304 for who has it; else rows, chips and numbers as they stand now, without the page around them."""
    make_ticket(house.hotel, "Crib")
    browser = house.browser(house.ana)
    first = browser.get("/queue/changes?priority=medium")
    assert _subjects(first.text) == ["Crib"]
    assert 'data-open="1"' in first.text
    assert "<html" not in first.text
    again = browser.get("/queue/changes?priority=medium", headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304
    make_ticket(house.hotel, "Towels")
    now = browser.get("/queue/changes?priority=medium", headers={"If-None-Match": first.headers["ETag"]})
    assert sorted(_subjects(now.text)) == ["Crib", "Towels"]


def test_a_page_of_many_tickets_asks_no_more_than_one_of_few(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    """P9"""
    browser = house.browser(house.ana)

    def asked() -> int:
        caplog.clear()
        with caplog.at_level(logging.DEBUG, logger="peewee"):
            assert browser.get("/queue").status_code == 200
        return len(caplog.records)

    for number in range(2):
        make_ticket(house.hotel, f"Wish {number}", room=make_room(house.hotel, str(number)))
    few = asked()
    for number in range(2, 30):
        make_ticket(
            house.hotel, f"Wish {number}", room=make_room(house.hotel, str(number)), assignee=house.ana
        )
    assert asked() == few
    assert few <= 30


def _chips(page: str) -> set[str]:
    found = re.findall(r'<a class="chip[^>]*>([^<]*?) ?(?:<b>(\d+)</b>)?</a>', page)
    return {f"{html.unescape(name)} {count}".strip() for name, count in found}
