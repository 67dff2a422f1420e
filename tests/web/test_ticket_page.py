"""One ticket at the panel: reading it, and every form on it (R-WEB-4, R-TKT-1, R-TKT-3, R-WF-1)."""

import pytest

from tests.builders import make_answer, make_guest_message, make_member, make_room, make_ticket
from tests.web.conftest import Browser, House
from workflow import clock
from workflow.database import hotel
from workflow.files import FileStore
from workflow.models import Attachment, Effect, Event, Message, Ticket, TicketClaim
from workflow.services import delivery
from workflow.settings import Settings
from workflow.values import Role, State


@pytest.fixture
def ticket(house: House) -> Ticket:
    return make_ticket(house.hotel, channel=house.channel, room=make_room(house.hotel))


@pytest.fixture
def browser(house: House) -> Browser:
    return house.browser(house.ana)


def now_of(ticket: Ticket) -> Ticket:
    with hotel(ticket.hotel_id):
        return Ticket.get_by_id(ticket.id)


def test_the_page_says_where_an_answer_goes_before_one_types(browser: Browser, ticket: Ticket) -> None:
    page = browser.get(f"/tickets/{ticket.pid}").text
    assert "Goes by mail to mia@guest.example, from aurora@desk.localhost" in page
    assert "Room 12" in page
    assert "Nothing in it points to an earlier ticket." in page
    assert "The sender&#39;s address is confirmed." in page or "address is confirmed" in page


def test_an_answer_goes_out_and_the_timeline_says_so(browser: Browser, ticket: Ticket) -> None:
    """R-TKT-3: message, effect, state and timeline in one go."""
    path = f"/tickets/{ticket.pid}"
    answer = browser.post(f"{path}/reply?state=all", path, body="They are on their way.", solution="on")
    assert (answer.status_code, answer.location) == (303, f"{path}?state=all&done=sent")
    with hotel(ticket.hotel_id):
        said = Message.get(Message.direction == "out")
        assert (said.body, said.is_solution, said.author_name) == ("They are on their way.", True, "Ana")
        assert [effect.message_id for effect in Effect.select()] == [said.id]
    assert now_of(ticket).state == State.ANSWERED
    page = browser.get(answer.location).text
    assert "Your answer is on its way." in page
    assert "On its way to mia@guest.example" in page
    assert "Ana answered the guest." in page
    assert "Solution" in page


def test_a_note_stays_in_the_house(browser: Browser, ticket: Ticket) -> None:
    path = f"/tickets/{ticket.pid}"
    browser.post(f"{path}/note", path, body="She is a journalist.")
    with hotel(ticket.hotel_id):
        assert [m.direction for m in Message.select().order_by(Message.id)] == ["in", "note"]
        assert Effect.select().count() == 0
    assert "internal note, never shown to the guest" in browser.get(path).text


def test_an_answer_without_words_is_refused(browser: Browser, ticket: Ticket) -> None:
    path = f"/tickets/{ticket.pid}"
    refused = browser.post(f"{path}/reply", path, body="  \x00 ")
    assert refused.status_code == 422
    assert "There are no words to send." in refused.text


def test_what_was_typed_stays_when_it_is_refused(browser: Browser, house: House) -> None:
    nowhere = make_ticket(house.hotel, requester_address="")
    path = f"/tickets/{nowhere.pid}"
    assert "No address of the guest is known" in browser.get(path).text
    refused = browser.post(f"{path}/reply", path, body="Dear <Mia>")
    assert refused.status_code == 422
    assert "Dear &lt;Mia&gt;</textarea>" in refused.text


def test_only_allowed_moves_are_offered(browser: Browser, ticket: Ticket) -> None:
    """R-WF-1"""
    path = f"/tickets/{ticket.pid}"
    assert 'value="resolved">Resolve<' in browser.get(path).text
    assert 'name="state" value="open"' not in browser.get(path).text
    browser.post(f"{path}/state", path, state="closed", version=ticket.version)
    page = browser.get(path).text
    assert now_of(ticket).state == State.CLOSED
    assert 'name="state" value="open"' in page
    assert 'name="state" value="resolved"' not in page


def test_a_refused_move_says_what_is_allowed(browser: Browser, ticket: Ticket) -> None:
    """R-WF-1: 409"""
    path = f"/tickets/{ticket.pid}"
    refused = browser.post(f"{path}/state", path, state="open", version=ticket.version)
    assert refused.status_code == 409
    assert "Allowed from here: in progress, answered, waiting for the guest" in refused.text


def test_who_takes_too_late_is_told_who_was_quicker(browser: Browser, house: House, ticket: Ticket) -> None:
    """R-WF-5"""
    path = f"/tickets/{ticket.pid}"
    jon = make_member(house.hotel, Role.STAFF, email="jon@aurora.example", name="Jon")
    house.browser(jon).post(f"{path}/take", path, version=ticket.version)
    refused = browser.post(f"{path}/take", path, version=ticket.version)
    assert refused.status_code == 409
    assert "Jon was quicker: the ticket belongs to Jon now." in refused.text
    assert now_of(ticket).assignee_id == jon.staff_id


def test_take_assign_release(browser: Browser, house: House, ticket: Ticket) -> None:
    path = f"/tickets/{ticket.pid}"
    jon = make_member(house.hotel, Role.STAFF, email="jon@aurora.example", name="Jon")
    browser.post(f"{path}/take", path, version=ticket.version)
    assert now_of(ticket).assignee_id == house.ana.staff_id
    browser.post(f"{path}/assign", path, assignee=jon.staff_id, version=now_of(ticket).version)
    assert now_of(ticket).assignee_id == jon.staff_id
    browser.post(f"{path}/assign", path, assignee="", version=now_of(ticket).version)
    assert now_of(ticket).assignee_id is None
    page = browser.get(path).text
    assert "Ana took the ticket." in page
    assert "Ana gave the ticket to Jon." in page
    assert "Ana released the ticket, which Jon had." in page


def test_priority_is_changed_with_an_event(browser: Browser, ticket: Ticket) -> None:
    path = f"/tickets/{ticket.pid}"
    browser.post(f"{path}/edit", path, priority="urgent", version=ticket.version)
    changed = now_of(ticket)
    assert (changed.priority, changed.version) == ("urgent", ticket.version + 1)
    with hotel(ticket.hotel_id):
        event = Event.get(Event.kind == "edited")
        assert (event.field, event.old, event.new, event.actor_name) == (
            "priority",
            "medium",
            "urgent",
            "Ana",
        )
    assert browser.post(f"{path}/edit", path, priority="huge", version=changed.version).status_code == 422


def test_opening_counts_and_moves_neither_version_nor_date(browser: Browser, ticket: Ticket) -> None:
    """R-TKT-1: view count (staff openings, outside version and updatedAt)."""
    browser.get(f"/tickets/{ticket.pid}")
    browser.get(f"/tickets/{ticket.pid}?done=moved")
    seen = now_of(ticket)
    assert (seen.view_count, seen.version, seen.updated_at) == (1, ticket.version, ticket.updated_at)


def test_quotes_are_folded_and_the_whole_mail_is_one_click_away(browser: Browser, ticket: Ticket) -> None:
    make_guest_message(ticket, "Thanks", full_text="Thanks\n\n> They are on their way.")
    page = browser.get(f"/tickets/{ticket.pid}").text
    assert '<details class="quoted">' in page
    assert "&gt; They are on their way." in page


def test_a_failed_answer_says_why(browser: Browser, house: House, ticket: Ticket) -> None:
    answer = make_answer(ticket, "They are on their way.", house.ana)
    with hotel(ticket.hotel_id):
        delivery.answer_failed(answer, "550 no such mailbox", now=clock.now())
    page = browser.get(f"/tickets/{ticket.pid}").text
    assert "Could not be delivered to mia@guest.example: 550 no such mailbox" in page


def test_a_file_is_a_download_that_no_browser_runs(
    browser: Browser, ticket: Ticket, settings: Settings
) -> None:
    """R-API-1: safe names and headers."""
    content = b"<script>alert(1)</script>"
    with hotel(ticket.hotel_id):
        message = Message.get()
        file = Attachment.create(
            hotel_id=ticket.hotel_id,
            ticket_id=ticket.id,
            message_id=message.id,
            filename='Rechnung "März";.html',
            content_type="text/html",
            size=len(content),
            sha256=FileStore(settings.storage_url).put(ticket.hotel_id, content),
            created_at=clock.now(),
        )
    assert f'href="/files/{file.id}"' in browser.get(f"/tickets/{ticket.pid}").text
    answer = browser.get(f"/files/{file.id}")
    assert answer.data == content
    assert answer.content_type == "application/octet-stream"
    assert answer.headers["Content-Disposition"] == (
        "attachment; filename=\"Rechnung _M_rz__.html\"; filename*=UTF-8''Rechnung%20%22M%C3%A4rz%22%3B.html"
    )
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer.headers["Content-Security-Policy"]


def test_linked_tickets_know_each_other(browser: Browser, house: House, ticket: Ticket) -> None:
    claim = make_ticket(house.hotel, "About the towels")
    with hotel(house.hotel.id):
        Ticket.update(linked_id=ticket.id, placed_by="claim").where(Ticket.id == claim.id).execute()
        TicketClaim.create(
            hotel_id=house.hotel.id, ticket_id=claim.id, target_id=ticket.id, created_at=clock.now()
        )
    assert ticket.pid in browser.get(f"/tickets/{claim.pid}").text
    page = browser.get(f"/tickets/{ticket.pid}").text
    assert "wrote about this ticket, but takes no part in it" in page


def test_the_description_of_a_call_is_the_beginning_of_the_thread(browser: Browser) -> None:
    opened = browser.post(
        "/new", "/new", subject="TV", description="The remote is dead.", name="Mr Chan", priority="high"
    )
    page = browser.get(opened.location).text
    assert "The remote is dead." in page
    assert "as written down at the desk" in page


def test_a_form_of_an_older_page_without_a_version_is_refused(browser: Browser, ticket: Ticket) -> None:
    path = f"/tickets/{ticket.pid}"
    for version in ("", "x", "9" * 30):
        assert browser.post(f"{path}/state", path, state="closed", version=version).status_code == 422
    assert now_of(ticket).state == State.OPEN


def test_a_vanished_ticket_says_so(browser: Browser, ticket: Ticket) -> None:
    with hotel(ticket.hotel_id):
        Ticket.update(deleted_at=clock.now()).execute()
    answer = browser.get(f"/tickets/{ticket.pid}")
    assert answer.status_code == 404
    assert f"There is no ticket {ticket.pid}." in answer.text
