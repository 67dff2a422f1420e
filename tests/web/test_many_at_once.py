"""Many tickets changed from the queue, and lists kept under a name (R-TKT-8, R-TKT-9)."""

import re
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from tests.builders import make_member, make_ticket
from tests.web.conftest import House
from workflow import clock
from workflow.database import hotel
from workflow.models import SavedView, Ticket
from workflow.services import tags, tickets
from workflow.values import Priority, Role, State


def test_each_ticket_that_is_not_changed_is_named_with_the_reason(house: House) -> None:
    """R-TKT-9"""
    towels, crib = make_ticket(house.hotel, "Towels"), make_ticket(house.hotel, "Crib")
    done = make_ticket(house.hotel, "Taxi")
    with hotel(house.hotel.id):
        tickets.move(tickets.lock(done.id), State.CLOSED, actor=house.ana.actor, now=clock.now())
    browser = house.browser(house.ana)
    answer = browser.post(
        "/queue/bulk?state=all",
        "/queue",
        pid=[towels.pid, crib.pid, done.pid, "AUR-1"],
        state="waiting_guest",
        focus=crib.pid,
    )
    assert answer.status_code == 200
    assert "2 tickets are changed." in answer.text
    assert "2 tickets are as they were:" in answer.text
    assert "There is no ticket AUR-1." in answer.text
    assert "A ticket that is closed cannot take this step." in answer.text
    assert f'data-focus="{crib.pid}"' in answer.text
    assert 'data-address="/queue?state=all"' in answer.text
    assert re.findall(r'name="pid" value="([^"]*)"[^>]* checked', answer.text) == [done.pid]
    with hotel(house.hotel.id):
        assert [ticket.state for ticket in Ticket.select().order_by(Ticket.id)] == [
            "waiting_guest",
            "waiting_guest",
            "closed",
        ]


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"priority": "urgent"}, "Select tickets first."),
        ({"pid": "AUR-1", "priority": "loud"}, "This form is not complete."),
        ({"pid": "AUR-1", "assignee": "x"}, "There is no such member."),
        ({"pid": "AUR-1"}, "Say what to change"),
    ],
)
def test_a_change_that_makes_no_sense_is_refused_in_a_sentence(
    house: House, fields: dict[str, str], sentence: str
) -> None:
    answer = house.browser(house.ana).post("/queue/bulk", "/queue", **fields)
    assert answer.status_code == 422
    assert sentence in answer.text


def test_a_selection_is_assigned_prioritised_and_tagged(house: House) -> None:
    """R-TKT-9"""
    ticket = make_ticket(house.hotel, "Towels")
    with hotel(house.hotel.id):
        tags.create(house.hotel.id, "VIP", actor=house.ana.actor, now=clock.now())
    browser = house.browser(house.ana)
    for field, value in (("assignee", "me"), ("priority", "urgent"), ("tag", "VIP")):
        assert (
            "1 ticket is changed."
            in browser.post("/queue/bulk", "/queue", pid=ticket.pid, **{field: value}).text
        )
    with hotel(house.hotel.id):
        row = Ticket.get_by_id(ticket.id)
    assert (row.assignee_id, row.priority) == (house.ana.staff_id, Priority.URGENT)
    assert _subjects(browser.get("/queue?tag=vip").text) == ["Towels"]
    browser.post("/queue/bulk", "/queue", pid=ticket.pid, assignee="")
    with hotel(house.hotel.id):
        assert Ticket.get_by_id(ticket.id).assignee_id is None


def test_a_list_is_kept_changed_and_removed(house: House) -> None:
    """R-TKT-8: a view leads back to the list it was kept from; changed, it says so."""
    make_ticket(house.hotel, "Flood", priority=Priority.URGENT)
    browser = house.browser(house.ana)
    kept = browser.post("/queue/views?priority=urgent&assignee=none", "/queue", name="  Night  watch ")
    assert kept.status_code == 303
    page = browser.get(kept.location).text
    assert "The view is kept." in page
    assert _subjects(page) == ["Flood"]
    assert "<title>Night watch" in page
    (link,) = re.findall(r'<a class="menu-item" href="([^"]*)" aria-current="true">Night watch', page)
    link = link.replace("&amp;", "&")
    assert _subjects(browser.get(link).text) == ["Flood"]
    assert ">changed<" not in browser.get(link).text
    other = link.replace("priority=urgent", "priority=high")
    assert ">changed<" in browser.get(other).text
    with hotel(house.hotel.id):
        view = SavedView.get()
    assert view.filters == {
        "state": ["open", "in_progress"],
        "priority": ["urgent"],
        "assignee": "none",
        "snoozed": False,
    }
    path = f"/queue/views/{view.id}"
    query = other.partition("?")[2]
    assert browser.post(f"{path}?{query}", "/queue", name="Day", list="yes").status_code == 303
    with hotel(house.hotel.id):
        view = SavedView.get()
    assert (view.name, view.filters["priority"]) == ("Day", ["high"])
    assert browser.post("/queue/views", "/queue", name="day").status_code == 422
    assert browser.post(f"{path}/remove?{query}", "/queue").status_code == 303
    with hotel(house.hotel.id):
        assert SavedView.select().count() == 0


@pytest.mark.parametrize(
    ("filters", "sort", "query"),
    [
        ({"state": ["open", "in_progress"], "snoozed": False}, "dueAt", ""),
        ({"state": ["resolved", "closed"]}, "-createdAt", "state=done"),
        ({}, "-createdAt", "state=all"),
        ({"state": ["open"], "snoozed": True}, "priority", "state=open&snoozed=yes&sort=priority"),
        ({"q": "taxi", "overdue": True, "guest": 7}, "relevance", "state=all&overdue=1&guest=7&q=taxi"),
        (
            {"since": "2026-01-31", "until": "2026-02-01"},
            "-createdAt",
            "state=all&since=2026-01-31&until=2026-02-01",
        ),
        ({"since": "2026-02-30", "until": "9999"}, "-createdAt", "state=all&until=1999-07-06"),
    ],
)
def test_a_view_of_the_api_is_the_same_list_in_the_panel(
    house: House, filters: dict[str, object], sort: str, query: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """R-TKT-8: also its days, those that count from today and one that is none."""
    monkeypatch.setattr(clock, "now", lambda: datetime(2026, 11, 20, 12, tzinfo=UTC))
    with hotel(house.hotel.id):
        made = SavedView.create(
            hotel_id=house.hotel.id,
            staff_id=None,
            name="A",
            filters=filters,
            sort=sort,
            created_at=clock.now(),
        )
    page = house.browser(house.ana).get("/queue").text
    wanted = "&amp;".join(filter(None, [query.replace("&", "&amp;"), f"view={made.id}"]))
    (found,) = re.findall(r'<a class="menu-item" href="/queue\?([^"]*)">A</a>', page)
    assert sorted(found.split("&amp;")) == sorted(wanted.split("&amp;"))


def test_the_days_of_a_list_are_kept_and_may_move_along(house: House) -> None:
    """R-TKT-8: as dates, or counted from today on the hotel's clocks."""
    browser = house.browser(house.ana)
    today = clock.now().astimezone(ZoneInfo(house.hotel.time_zone)).date()
    week_ago = today - timedelta(days=7)
    list_ = f"state=all&since={week_ago}&until={today}"
    page = browser.get(f"/queue?{list_}").text
    assert "Count the days from today" in page
    for fields, kept in (
        ({"name": "Then"}, {"since": str(week_ago), "until": str(today)}),
        ({"name": "A week", "moving": "yes"}, {"since": "7", "until": "0"}),
    ):
        answer = browser.post(f"/queue/views?{list_}", "/queue", **fields)
        with hotel(house.hotel.id):
            assert SavedView.get(SavedView.name == fields["name"]).filters == kept
        page = browser.get(answer.location).text
        assert ">changed<" not in page
        assert f'href="/queue?state=all&amp;since={week_ago}&amp;until={today}&amp;view=' in page
    assert 'name="moving" value="yes" checked' in page
    assert "Count the days from today" not in browser.get("/queue").text


def test_staff_have_views_of_their_own_and_no_selection(house: House) -> None:
    """R-WEB-2: written by hand."""
    jon = make_member(house.hotel, Role.STAFF, email="jon@aurora.example", name="Jon")
    make_ticket(house.hotel, "Towels")
    browser = house.browser(jon)
    assert browser.post("/queue/views?assignee=none", "/queue", name="Free").status_code == 303
    assert browser.post("/queue/views", "/queue", name="All of us", shared="yes").status_code == 403
    assert browser.post("/queue/bulk", "/queue", pid="AUR-1", priority="low").status_code == 403
    assert browser.get("/new/guests?find=mia").status_code == 403
    page = browser.get("/queue").text
    assert 'name="pid"' not in page
    assert "For everybody in the hotel" not in page
    assert ">Free<" in page
    assert ">Free<" not in house.browser(house.ana).get("/queue").text
    with hotel(house.hotel.id):
        own = SavedView.get()
    assert house.browser(house.ana).post(f"/queue/views/{own.id}", "/queue", name="Mine").status_code == 404


def test_colours_are_chosen_for_this_browser(house: House) -> None:
    """R-WEB-4: the page is made with them, without a script."""
    browser = house.browser(house.ana)
    assert 'data-theme="auto"' in browser.get("/queue").text
    chosen = browser.post("/theme", "/queue", theme="dark", next="/queue?state=all")
    assert chosen.location == "/queue?state=all"
    assert 'data-theme="dark"' in browser.get("/queue").text
    browser.post("/theme", "/queue", theme="pink", next="//evil.example")
    assert 'data-theme="dark"' in browser.get("/queue").text


def _subjects(page: str) -> list[str]:
    return re.findall(r'class="row-link"[^>]*>([^<]*)</a>', page)
