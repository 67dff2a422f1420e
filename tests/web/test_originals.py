"""Mail as it came: HTML in a frame without rights, the source to be saved (R-WEB-4, R-MAIL-1)."""

import pytest

from tests.builders import make_guest_message, make_member, make_ticket
from tests.web.conftest import House
from workflow import clock
from workflow.database import hotel
from workflow.desk import Desk
from workflow.models import Message, Ticket
from workflow.services import inbox, stored_files, uploads
from workflow.services.inbox import Incoming
from workflow.services.uploads import Upload
from workflow.values import Role

WICKED = """<p onclick="steal()">Hello <b>there</b></p><script>steal()</script><style>*{display:none}</style>
<img src="https://tracker.example/pixel.gif"><form action="https://evil.example"><input name="password"></form>
<a href="javascript:steal()">click</a><iframe src="https://evil.example"></iframe>"""


@pytest.fixture
def ticket(house: House) -> Ticket:
    return make_ticket(house.hotel, channel=house.channel)


def html_of(ticket: Ticket) -> str:
    message = make_guest_message(ticket, "Hello there")
    with hotel(ticket.hotel_id):
        Message.update(body_html=WICKED).where(Message.id == message.id).execute()
    return f"/tickets/{ticket.pid}/messages/{message.id}/html"


def test_html_is_shown_in_a_frame_that_can_do_nothing(house: House, ticket: Ticket) -> None:
    browser, path = house.browser(house.ana), html_of(ticket)
    page = browser.get(f"/tickets/{ticket.pid}")
    assert f'<iframe src="{path}" sandbox title="The message as it was sent"' in page.text
    assert "frame-src 'self'" in page.headers["Content-Security-Policy"]
    frame = browser.get(path)
    assert frame.status_code == 200
    assert "<b>there</b>" in frame.text
    for wicked in (
        "script",
        "onclick",
        "style",
        "tracker.example",
        "form",
        "password",
        "javascript",
        "iframe",
    ):
        assert wicked not in frame.text
    policy = frame.headers["Content-Security-Policy"]
    assert "default-src 'none'; sandbox;" in policy
    assert "frame-ancestors 'self'" in policy
    assert frame.headers["X-Frame-Options"] == "SAMEORIGIN"


def test_a_message_of_another_ticket_or_hotel_is_not_there(house: House, ticket: Ticket) -> None:
    path, other = html_of(ticket), make_ticket(house.hotel, channel=house.channel)
    browser = house.browser(house.ana)
    assert browser.get(path.replace(ticket.pid, other.pid)).status_code == 404
    agent = make_member(house.hotel, Role.AI_AGENT, email="agent@aurora.example", name="Agent")
    assert house.browser(agent).get(path.replace("/html", "/source")).status_code == 403


def test_the_source_of_a_mail_is_held_with_its_file(house: House, ticket: Ticket) -> None:
    """R-TKT-13, R-API-1: the file is in it."""
    message, now = make_guest_message(ticket, "The bill"), clock.now()
    route = inbox.find_route(house.channel.address)
    assert route is not None
    raw = b"From: mia@guest.example\r\n\r\nThe bill"
    (mail,) = inbox.accept([Incoming(route, "smtp", now, raw, "mia@guest.example", house.channel.address)])
    desk: Desk = house.app.config["DESK"]
    files = uploads.keep([Upload("bill.pdf", b"%PDF-1.4")], hotel_id=ticket.hotel_id, desk=desk, now=now)
    with hotel(ticket.hotel_id):
        uploads.hang(message, files)
        Message.update(inbox_id=mail).where(Message.id == message.id).execute()
    path = f"/tickets/{ticket.pid}/messages/{message.id}/source"
    assert house.browser(house.ana).get(path).data == raw
    with hotel(ticket.hotel_id):
        stored_files.record_check(ticket.hotel_id, files[0].sha256, "Worm.Test", now=now)
    refused = house.browser(house.ana).get(path)
    assert (refused.status_code, raw in refused.data) == (409, False)


def test_a_message_without_html_or_source_says_so(house: House, ticket: Ticket) -> None:
    browser, message = house.browser(house.ana), make_guest_message(ticket, "Plain")
    for kind in ("html", "source"):
        missing = browser.get(f"/tickets/{ticket.pid}/messages/{message.id}/{kind}")
        assert missing.status_code == 404
