"""The panel's answers wait a few seconds, in which their authors can take them back (R-WEB-4)."""

import io
import re

import pytest

from tests.builders import make_answer, make_member, make_ticket
from tests.web.conftest import Browser, House
from worker.timekeeper import Timekeeper
from workflow import clock
from workflow.database import hotel
from workflow.desk import Desk
from workflow.models import Deadline, Hotel, Message, Ticket
from workflow.services import recall
from workflow.values import Role

UNDO = re.compile(r'action="(/tickets/[^/]+/answers/\d+/undo)[^"]*"')


@pytest.fixture
def ticket(house: House) -> Ticket:
    with hotel(house.hotel.id):
        row = Hotel.get_by_id(house.hotel.id)
        row.settings = {**row.settings, recall.SETTING: 5}
        row.save(only=(Hotel.settings,))
    return make_ticket(house.hotel, channel=house.channel)


@pytest.fixture
def browser(house: House, ticket: Ticket) -> Browser:
    return house.browser(house.ana)


def its_time_comes(house: House) -> None:
    with hotel(house.hotel.id):
        Deadline.update(due_at=clock.now(), look_at=clock.now()).where(
            Deadline.kind == "answer_goes"
        ).execute()
    desk: Desk = house.app.config["DESK"]
    assert Timekeeper(desk).round() == 1


def answers(ticket: Ticket) -> list[str]:
    with hotel(ticket.hotel_id):
        return [str(one.body) for one in Message.select().where(Message.direction == "out")]


def test_an_answer_waits_is_shown_and_goes(house: House, browser: Browser, ticket: Ticket) -> None:
    path = f"/tickets/{ticket.pid}"
    assert browser.post(f"{path}/reply", path, body="They come.").status_code == 303
    page = browser.get(path).text
    assert "not sent yet" in page
    assert "They come." in page
    assert UNDO.search(page)
    assert answers(ticket) == []
    before = browser.get(f"{path}/changes").json["stamp"]
    its_time_comes(house)
    assert answers(ticket) == ["They come."]
    page = browser.get(path).text
    assert not UNDO.search(page)
    assert browser.get(f"{path}/changes").json["stamp"] != before


def test_taken_back_it_stands_in_the_form_with_its_files(browser: Browser, ticket: Ticket) -> None:
    """What was typed is kept, the guest gets nothing, and it can be sent again."""
    path = f"/tickets/{ticket.pid}"
    browser.post(
        f"{path}/reply", path, body="The <bill>.", solution="on", files=(io.BytesIO(b"One night"), "bill.txt")
    )
    undo = UNDO.search(browser.get(path).text)
    assert undo is not None
    page = browser.post(undo[1], path)
    assert page.status_code == 200
    assert "The guest got nothing." in page.text
    assert ">The &lt;bill&gt;.</textarea>" in page.text
    upload = re.search(r'name="upload" value="(\d+)"[^>]*checked', page.text)
    assert upload is not None
    assert re.search(r'name="solution" checked', page.text)
    assert answers(ticket) == []
    late = browser.post(undo[1], path)
    assert late.status_code == 409
    assert "has gone out already, or was taken back before" in late.text
    browser.post(f"{path}/reply", path, body="The bill.", upload=upload[1])
    assert "bill.txt" in browser.get(path).text


def test_a_colleague_sees_it_but_cannot_take_it_back(house: House, browser: Browser, ticket: Ticket) -> None:
    path = f"/tickets/{ticket.pid}"
    browser.post(f"{path}/reply", path, body="They come.")
    undo = UNDO.search(browser.get(path).text)
    assert undo is not None
    olga = house.browser(make_member(house.hotel, Role.MANAGER, email="olga@aurora.example", name="Olga"))
    assert "not sent yet" in olga.get(path).text
    assert not UNDO.search(olga.get(path).text)
    assert olga.post(undo[1], path).status_code == 404


def test_a_refused_form_keeps_its_words_and_files(house: House, browser: Browser, ticket: Ticket) -> None:
    """Overtaken by a colleague: 409, and all of it stands there again."""
    path = f"/tickets/{ticket.pid}"
    jon = make_member(house.hotel, Role.RECEPTION, email="jon@aurora.example", name="Jon")
    make_answer(ticket, "I do it", jon)
    refused = browser.post(
        f"{path}/reply", path, body="No, I", heard="1", files=(io.BytesIO(b"One night"), "bill.txt")
    )
    assert refused.status_code == 409
    assert "Jon answered in the meantime" in refused.text
    assert ">No, I</textarea>" in refused.text
    assert 'data-name="bill.txt"' in refused.text


def test_a_file_goes_ahead_and_with_the_note(browser: Browser, ticket: Ticket) -> None:
    path = f"/tickets/{ticket.pid}"
    sent = browser.post("/uploads", path, file=(io.BytesIO(b"One night"), "bill.txt"))
    assert sent.status_code == 201
    assert (sent.json["name"], sent.json["size"]) == ("bill.txt", 9)
    browser.post(f"{path}/note", path, body="See the bill", upload=sent.json["id"])
    assert "bill.txt" in browser.get(path).text
    program = browser.post("/uploads", path, file=(io.BytesIO(b"MZ program"), "setup.exe"))
    assert program.status_code == 422
    assert "is a program" in program.json["problem"]
    assert browser.post("/uploads", path).status_code == 422
