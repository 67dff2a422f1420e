"""Lists of tickets by API: words, orders, cursors, what is new to whom (R-TKT-8, R-WEB-5, R-TKT-1)."""

from datetime import timedelta

import pytest

from tests.builders import (
    make_answer,
    make_guest_message,
    make_hotel,
    make_member,
    make_session,
    make_ticket,
)
from tests.web.conftest import Api, House
from workflow import clock
from workflow.database import hotel
from workflow.models import ApiToken, Message, Ticket
from workflow.services import search_index
from workflow.services.accounts import issue_api_token
from workflow.values import Priority, Role


def pids(api: Api, path: str) -> list[str]:
    answer = api.call("GET", path)
    assert answer.status_code == 200, answer.json
    return [row["pid"] for row in answer.json["data"]]


def test_words_are_found_by_api_and_panel_and_only_in_ones_own_hotel(api: Api, house: House) -> None:
    """R-TKT-8, R-WEB-3"""
    wanted = make_ticket(house.hotel, "Kettle", description="紅茶をください")
    make_ticket(make_hotel("SOL"), "Kettle")
    search_index.gather_all()
    for query in ("kettle", "kett", '"kettle"', "%E7%B4%85%E8%8C%B6", wanted.pid, wanted.pid[:14].lower()):
        assert pids(api, f"/tickets?q={query}") == [wanted.pid], query
    assert pids(api, "/queue?q=kettle") == [wanted.pid]
    assert pids(api, "/tickets?q=kettle&sort=relevance") == [wanted.pid]
    assert wanted.pid in house.browser(house.ana).get("/queue?q=kettle").text


@pytest.mark.parametrize(
    "q", ["%21%21", "'+OR+1%3D1--", "a%3A%2A%26%7C%21", "%00", "%F0%9F%99%82", "x" * 200, '"""']
)
def test_no_words_make_a_fault(api: Api, q: str) -> None:
    """R-TKT-8: safe against any input."""
    assert pids(api, f"/tickets?q={q}") == []


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("sort=relevance", "sort"),
        ("q=" + "x" * 201, "q"),
        ("q=x&sort=relevance&cursor=YWZ0ZXIgMQ", "cursor"),
        ("sort=-updatedAt&cursor=YWZ0ZXIgOTk5OTk", "cursor"),
        ("q=x&cursor=nonsense", "cursor"),
        ("q=x&page=201&pageSize=50", "page"),
        ("sort=subject", "sort"),
    ],
)
def test_a_list_that_cannot_be_given_is_422(api: Api, query: str, field: str) -> None:
    """R-WEB-5"""
    answer = api.call("GET", f"/tickets?{query}")
    assert (answer.status_code, answer.content_type) == (422, "application/problem+json")
    assert field in str(answer.json)


def test_every_order_has_pages_and_cursors_without_gap_or_repeat(api: Api, house: House) -> None:
    """R-WEB-5"""
    now = clock.now()
    urgencies = (Priority.LOW, Priority.URGENT, Priority.MEDIUM, Priority.HIGH, Priority.URGENT)
    made = [
        make_ticket(house.hotel, f"Wish {number}", priority=urgency, now=now - timedelta(hours=number))
        for number, urgency in enumerate(urgencies)
    ]
    with hotel(house.hotel.id):
        Ticket.update(due_at=now).where(Ticket.id == made[4].id).execute()
        Ticket.update(updated_at=now + timedelta(hours=1)).where(Ticket.id == made[2].id).execute()
    numbers = {ticket.pid: number for number, ticket in enumerate(made)}
    expected = {
        "sort=createdAt": [0, 1, 2, 3, 4],
        "sort=-createdAt": [4, 3, 2, 1, 0],
        "sort=dueAt": [4, 3, 2, 1, 0],
        "sort=priority": [4, 1, 3, 2, 0],
        "sort=-updatedAt": [2, 0, 1, 3, 4],
        "from=2001-01-01T00:00:00Z&sort=-createdAt": [0, 1, 2, 3, 4],
        "from=2001-01-01T00:00:00Z&sort=createdAt": [4, 3, 2, 1, 0],
    }
    for query, order in expected.items():
        found, cursor = [], ""
        while True:
            page = api.call("GET", f"/tickets?{query}&pageSize=2&cursor={cursor}").json
            found += [numbers[row["pid"]] for row in page["data"]]
            cursor = page["pagination"]["nextCursor"]
            if cursor is None:
                break
        assert found == order, query
        second = api.call("GET", f"/tickets?{query}&pageSize=2&page=2").json
        assert [numbers[row["pid"]] for row in second["data"]] == order[2:4], query


def test_new_words_are_marked_until_one_has_opened_them(api: Api, house: House) -> None:
    """R-TKT-1: openings are counted outside version and updatedAt; what is new is each member's own."""
    ticket = make_ticket(house.hotel, channel=house.channel)
    ben = house.api(make_session(make_member(house.hotel, email="ben@aurora.example", name="Ben")))
    browser = house.browser(house.ana)

    def row(of: Api) -> dict[str, object]:
        (found,) = of.call("GET", "/queue").json["data"]
        return dict(found)

    first = row(api)
    assert (first["isUnread"], first["viewCount"]) == (True, 0)
    assert first["latest"]["direction"] == "in"  # type: ignore[index]
    browser.get(f"/tickets/{ticket.pid}")
    seen = row(api)
    assert (seen["isUnread"], seen["viewCount"]) == (False, 1)
    assert (seen["version"], seen["updatedAt"]) == (first["version"], first["updatedAt"])
    assert row(ben)["isUnread"]
    make_guest_message(ticket, "And a blanket, please.")
    assert row(api)["isUnread"]
    make_answer(ticket, "On the way.", house.ana)
    assert (row(api)["isUnread"], row(ben)["isUnread"]) == (False, True)
    assert row(api)["latest"]["words"] == "On the way."  # type: ignore[index]
    assert row(api)["viewCount"] == 1


def test_what_the_desk_sends_by_itself_is_not_the_latest_word(api: Api, house: House) -> None:
    """R-TKT-2: else each new ticket would show its acknowledgement in place of what the guest wants."""
    ticket = make_ticket(house.hotel, description="No towels here.", channel=house.channel)
    receipt = make_answer(ticket, "Thank you, it has reached us.", house.ana)
    with hotel(house.hotel.id):
        Message.update(is_automatic=True, author_kind="system").where(Message.id == receipt.id).execute()
    (found,) = api.call("GET", "/queue").json["data"]
    assert found["latest"]["words"] == "No towels here."


def test_a_token_is_nobody_and_has_nothing_of_its_own(house: House) -> None:
    with hotel(house.hotel.id):
        token = issue_api_token(hotel_id=house.hotel.id, name="Wall", role=Role.RECEPTION, now=clock.now())
        assert ApiToken.select().count() == 1
    make_ticket(house.hotel)
    assert house.api(token).call("GET", "/tickets?assignee=me").status_code == 422
    assert house.api(token).call("GET", "/my-tickets").status_code in (403, 422)


def test_stats_count_what_the_chips_lead_to(api: Api, house: House) -> None:
    now = clock.now()
    late, asleep = make_ticket(house.hotel, assignee=house.ana), make_ticket(house.hotel)
    make_ticket(make_hotel("SOL"))
    with hotel(house.hotel.id):
        Ticket.update(due_at=now - timedelta(minutes=1)).where(Ticket.id == late.id).execute()
        Ticket.update(snoozed_until=now + timedelta(hours=1)).where(Ticket.id == asleep.id).execute()
    found = api.call("GET", "/stats").json
    assert (found["tickets"]["open"], found["tickets"]["in_progress"]) == (1, 1)
    assert [found[name] for name in ("unassigned", "mine", "overdue", "snoozed")] == [1, 1, 1, 1]


def test_a_moment_may_name_any_zone_there_is_and_more(house: House) -> None:
    """Found by schemathesis: what PostgreSQL cannot read is turned into UTC before, or refused."""
    api = house.api(make_session(house.ana))
    for moment, status in (
        ("0097-08-16T19:33:07%2B18:45", 200),
        ("0001-01-01T00:00:00%2B18:45", 422),
        ("9999-12-31T23:59:59-18:45", 422),
    ):
        assert api.call("GET", f"/queue?q=towels&from={moment}").status_code == status, moment
