"""What is done with a ticket on its page beside answering: closing, passing on, snoozing, watching, tags, links."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from tests.builders import Colleague, make_department, make_guest_message, make_member, make_ticket
from tests.web.conftest import Browser, House
from web.panel import handling
from workflow import clock
from workflow.database import hotel
from workflow.models import Message, Ticket
from workflow.services import tags
from workflow.values import SYSTEM, Role, State


@pytest.fixture
def ticket(house: House) -> Ticket:
    return make_ticket(house.hotel, channel=house.channel)


@pytest.fixture
def browser(house: House) -> Browser:
    return house.browser(house.ana)


@pytest.fixture
def jon(house: House) -> Colleague:
    return make_member(house.hotel, Role.STAFF, email="jon@aurora.example", name="Jon")


def stands(ticket: Ticket) -> Ticket:
    with hotel(ticket.hotel_id):
        return Ticket.get_by_id(ticket.id)


def do(browser: Browser, ticket: Ticket, what: str, **fields: object) -> str:
    """One form of the page, sent; returns the page that follows."""
    path = f"/tickets/{ticket.pid}"
    answer = browser.post(f"{path}/{what}", path, **{"version": str(stands(ticket).version), **fields})
    assert answer.status_code == 303, answer.text
    return str(browser.get(answer.location).text)


def test_closing_is_undone_with_the_next_click(browser: Browser, ticket: Ticket) -> None:
    """R-WF-2: only what is allowed is offered."""
    page = browser.get(f"/tickets/{ticket.pid}").text
    assert ">Close</button>" in page
    assert ">Open again</button>" not in page
    page = do(browser, ticket, "close")
    assert "The ticket is closed." in page
    assert ">Open again</button>" in page
    page = do(browser, ticket, "reopen")
    assert stands(ticket).state == State.OPEN
    do(browser, ticket, "close")
    with hotel(ticket.hotel_id):
        long_ago = clock.now() - timedelta(days=15)
        Ticket.update(closed_at=long_ago, resolved_at=long_ago).execute()
    page = browser.get(f"/tickets/{ticket.pid}").text
    assert ">Open again</button>" not in page
    assert ">Back to open</button>" not in page


def test_a_ticket_is_passed_on_with_a_reason(browser: Browser, ticket: Ticket, jon: Colleague) -> None:
    """R-WF-6"""
    path = f"/tickets/{ticket.pid}"
    for fields, sentence in (
        ({"to": "", "reason": "x"}, "Choose whom it is passed on to."),
        ({"to": f"person:{jon.staff_id}", "reason": ""}, "Say why"),
        ({"to": f"person:{jon.staff_id}", "reason": "x", "version": "7"}, "while you had it open"),
    ):
        refused = browser.post(f"{path}/transfer", path, **{"version": "1", **fields})
        assert sentence in refused.text
    page = do(browser, ticket, "transfer", to=f"person:{jon.staff_id}", reason="His floor.")
    assert "The ticket is passed on." in page
    assert "His floor." in page
    assert "handed the ticket over to Jon" in page


def test_who_loses_sight_of_it_by_passing_it_on_is_told_so(house: House, jon: Colleague) -> None:
    """R-WF-6, R-WEB-2: staff give their ticket to a department, where somebody takes it."""
    kitchen = make_department(house.hotel, "Kitchen")
    ticket = make_ticket(house.hotel, channel=house.channel, assignee=jon)
    browser, path = house.browser(jon), f"/tickets/{ticket.pid}"
    page = browser.get(path).text
    assert "Kitchen</option>" in page
    assert f'value="person:{house.ana.staff_id}"' not in page, "staff assign nobody else"
    refused = browser.post(
        f"{path}/transfer", path, version="2", to=f"person:{house.ana.staff_id}", reason="x"
    )
    assert refused.status_code == 403
    do(browser, ticket, "transfer", to=f"department:{kitchen.id}", reason="Food.")
    do(house.browser(house.ana), ticket, "take")
    gone = browser.get(path)
    assert gone.status_code == 404
    assert "was passed on and is with others now" in gone.text


def test_a_snoozed_ticket_leaves_the_queue_and_has_a_list_of_its_own(
    browser: Browser, ticket: Ticket
) -> None:
    """R-TKT-6"""
    path = f"/tickets/{ticket.pid}"
    assert 'href="/queue" aria-current="true">Open <b>1</b>' in browser.get("/queue").text
    until = (clock.now() + timedelta(hours=4)).isoformat()
    page = do(browser, ticket, "snooze", until=until)
    assert "Put aside until" in page
    assert ticket.pid not in browser.get("/queue").text
    assert ticket.pid in browser.get("/queue?state=snoozed").text
    assert ticket.pid in browser.get("/queue?state=all").text
    assert "Snoozed <b>1</b>" in browser.get("/queue").text
    do(browser, ticket, "wake")
    assert ticket.pid in browser.get("/queue").text
    for at in ("", "soon", "2020-01-01T08:00"):
        refused = browser.post(f"{path}/snooze", path, version=str(stands(ticket).version), at=at)
        assert refused.status_code == 422
        assert 'role="alert"' in refused.text
    morning = (clock.now() + timedelta(days=3)).replace(
        hour=8, minute=0, second=0, microsecond=0, tzinfo=None
    )
    do(browser, ticket, "snooze", at=f"{morning:%Y-%m-%dT%H:%M}")
    assert stands(ticket).snoozed_until == morning.replace(tzinfo=ZoneInfo("Europe/Rome"))


def test_moments_to_snooze_until_are_on_the_hotels_clocks() -> None:
    """R-TKT-6: also over the night when the clocks change."""
    rome = ZoneInfo("Europe/Rome")
    saturday = datetime(2026, 10, 24, 20, 0, tzinfo=UTC)
    moments = {
        one.label: datetime.fromisoformat(one.value) for one in handling.snooze_moments(saturday, rome)
    }
    assert moments["In an hour"] == saturday + timedelta(hours=1)
    assert moments["Tomorrow at 8:00"] == datetime(2026, 10, 25, 7, tzinfo=UTC)
    assert moments["Monday at 8:00"] == datetime(2026, 10, 26, 7, tzinfo=UTC)
    assert handling.read_moment("2026-07-01T08:00", rome) == datetime(2026, 7, 1, 6, tzinfo=UTC)
    assert handling.read_moment("whenever", rome) is None


def test_one_watches_and_stops(browser: Browser, ticket: Ticket) -> None:
    """R-TKT-6"""
    page = do(browser, ticket, "watch")
    assert "Watched by Ana" in page
    assert ">Stop watching</button>" in page
    assert "Watched by" not in do(browser, ticket, "unwatch")


def test_tags_are_ticked(browser: Browser, ticket: Ticket) -> None:
    """R-TKT-6"""
    with hotel(ticket.hotel_id):
        for name in ("VIP", "Allergy"):
            tags.create(ticket.hotel_id, name, actor=SYSTEM, now=clock.now())
    page = do(browser, ticket, "tags", tag=["VIP", "Allergy"])
    assert '<span class="badge">VIP</span>' in page
    assert '<span class="badge">Allergy</span>' in page
    assert '<span class="badge">' not in do(browser, ticket, "tags")


def test_tickets_are_linked_split_and_merged(browser: Browser, house: House, ticket: Ticket) -> None:
    """R-TKT-5"""
    other = make_ticket(house.hotel, "Late check-out", channel=house.channel)
    page = do(browser, ticket, "link", pid=other.pid, kind="duplicate")
    assert "Is a duplicate of" in page
    assert "Has the duplicate" in browser.get(f"/tickets/{other.pid}").text
    assert "Is a duplicate of" not in do(browser, ticket, "unlink", pid=other.pid)
    invoice = make_guest_message(ticket, "And the invoice, please.")
    page = do(browser, ticket, "split", message=str(invoice.id), subject="Invoice")
    assert "Had split off from it" in page
    assert f'id="m{invoice.id}"' not in page
    path = f"/tickets/{ticket.pid}"
    for what, fields in (
        ("link", {"pid": "AUR-1", "kind": "related"}),
        ("link", {"pid": "", "kind": "related"}),
        ("link", {"pid": other.pid, "kind": "love"}),
        ("merge", {"pid": ticket.pid}),
        ("split", {"subject": "x"}),
    ):
        refused = browser.post(f"{path}/{what}", path, **fields)
        assert refused.status_code in (404, 422), what
        assert 'role="alert"' in refused.text, what
    page = do(browser, ticket, "merge", pid=other.pid)
    assert stands(ticket).merged_into_id == other.id
    assert "this is the one that goes on." in page
    assert f'data-pid="{other.pid}"' in page
    assert "was merged into another one" not in page


def test_a_merged_ticket_leads_on_and_takes_no_words(browser: Browser, house: House, ticket: Ticket) -> None:
    """R-TKT-5: nothing is offered there; words of a page that was open before are shown again, not lost."""
    middle, last = (
        make_ticket(house.hotel, subject, channel=house.channel) for subject in ("Towels", "Linen")
    )
    path, csrf = f"/tickets/{ticket.pid}", browser.csrf(f"/tickets/{ticket.pid}")
    do(browser, ticket, "merge", pid=middle.pid)
    do(browser, middle, "merge", pid=last.pid)
    page = browser.get(path).text
    assert f'<a class="button primary" href="/tickets/{last.pid}"' in page
    for offered in ('id="composer"', ">Open again</button>", "Watch</button>", "Merge …"):
        assert offered not in page, offered
    for what in ("reply", "note"):
        refused = browser.client.post(f"{path}/{what}", data={"csrf": csrf, "body": "They are on their way."})
        assert refused.status_code == 409
        assert f"This ticket was merged into {last.pid}" in refused.text
        assert "readonly>They are on their way.</textarea>" in refused.text


def test_an_answer_to_a_ticket_that_is_done_says_what_follows(browser: Browser, ticket: Ticket) -> None:
    """R-WEB-4: before one types."""
    leaves = "An answer leaves the ticket closed. When the guest writes again"
    assert leaves not in browser.get(f"/tickets/{ticket.pid}").text
    assert f"{leaves}, it opens." in do(browser, ticket, "close")
    with hotel(ticket.hotel_id):
        Ticket.update(closed_at=clock.now() - timedelta(days=90)).where(Ticket.id == ticket.id).execute()
    assert f"{leaves}, a new one opens." in browser.get(f"/tickets/{ticket.pid}").text


def test_thanks_are_marked_and_undone(browser: Browser, ticket: Ticket) -> None:
    """R-WF-2: shown with a mark, one click."""
    do(browser, ticket, "close")
    message = make_guest_message(ticket, "Thank you!")
    with hotel(ticket.hotel_id):
        Message.update(is_politeness=True).where(Message.id == message.id).execute()
    page = browser.get(f"/tickets/{ticket.pid}").text
    assert "Thanks: the ticket was left as it was." in page
    page = do(browser, ticket, f"messages/{message.id}/as-written")
    assert "Thanks: the ticket was left" not in page
    assert stands(ticket).state == State.OPEN
