"""Every route says who may call it; roles, hotels and colleagues' tickets are kept apart (R-WEB-2, R-WEB-3).

The walk over role × route is test_roles_walk; here is what was written by hand.
"""

import pytest
from flask import Flask

from tests.builders import (
    Colleague,
    make_channel,
    make_department,
    make_hotel,
    make_member,
    make_session,
    make_ticket,
)
from tests.web.conftest import House
from web.access import Access, entry_of
from workflow import clock
from workflow.database import hotel
from workflow.models import ApiToken, Attachment
from workflow.services.accounts import issue_api_token
from workflow.values import Role


def test_every_route_has_an_entry(app: Flask) -> None:
    """R-WEB-2: a new route without an entry fails."""
    missing = [rule.rule for rule in app.url_map.iter_rules() if entry_of(app, rule.endpoint) is None]
    assert missing == []


def test_what_is_open_to_everybody_is_this_and_no_more(app: Flask) -> None:
    open_routes = {
        (rule.rule, method)
        for rule in app.url_map.iter_rules()
        if entry_of(app, rule.endpoint) is Access.EVERYBODY
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }
    assert open_routes == {
        ("/", "GET"),
        ("/login", "GET"),
        ("/login", "POST"),
        ("/login/code", "GET"),
        ("/login/code", "POST"),
        ("/language", "POST"),
        ("/theme", "POST"),
        ("/forgotten", "GET"),
        ("/forgotten", "POST"),
        ("/set-password", "GET"),
        ("/set-password", "POST"),
        ("/first-run", "GET"),
        ("/first-run", "POST"),
        ("/confirm/<token>", "GET"),
        ("/files/signed/<token>/<name>", "GET"),
        ("/files/lent/<token>/<name>", "GET"),
        ("/api/v1/uploads/arriving/<token>", "PUT"),
        ("/confirm/<token>", "POST"),
        ("/livez", "GET"),
        ("/readyz", "GET"),
        ("/metrics", "GET"),
        ("/static/<path:filename>", "GET"),
        ("/api/v1/openapi.json", "GET"),
        ("/api/v1/docs", "GET"),
        ("/api/v1/auth/login", "POST"),
        ("/api/v1/auth/reset", "POST"),
        ("/api/v1/auth/password", "POST"),
        ("/api/v1/webhooks/pms/stays", "POST"),  # signed by the hotel's PMS
        ("/api/v1/webhooks/pms/ticket-sync", "POST"),
        ("/q/<token>", "GET"),
        ("/q/<token>", "POST"),
        ("/g/left", "GET"),
        ("/r/<code>", "GET"),
        ("/r/<code>", "POST"),
        ("/r/<code>/message", "POST"),
        ("/r/<code>/logo", "GET"),
        ("/f/<hotel_code>", "GET"),  # only where the hotel has switched it on
        ("/f/<hotel_code>", "POST"),
        ("/f/<hotel_code>/logo", "GET"),
        ("/guest-language", "POST"),
        ("/look/<colour>.css", "GET"),
        ("/api/v1/qr/validate", "POST"),
    }


def test_nobody_gets_in_without_a_log_in(house: House) -> None:
    """R-WEB-1: pages send to the log-in, the API says 401, and neither does anything."""
    pid = make_ticket(house.hotel).pid
    client = house.app.test_client()
    for rule in house.app.url_map.iter_rules():
        if entry_of(house.app, rule.endpoint) is Access.EVERYBODY:
            continue
        path = rule.rule.replace("<pid>", pid).replace("<id:id>", "1").replace("<id:delivery_id>", "1")
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}:
            answer = client.open(path, method=method)
            if path.startswith("/api/"):
                assert (answer.status_code, answer.content_type) == (401, "application/problem+json"), path
            elif entry_of(house.app, rule.endpoint) is Access.GUEST:
                assert answer.status_code == 401, path
            else:
                assert answer.status_code == 303, path
                assert answer.location.startswith("/login?next="), path


# Written by hand from R-WEB-2, not from the matrix: role, method, path, may he.
CELLS = (
    (Role.OWNER, "GET", "/quarantine", True),
    (Role.MANAGER, "GET", "/effects", True),
    (Role.RECEPTION, "GET", "/quarantine", True),
    (Role.STAFF, "GET", "/quarantine", False),
    (Role.STAFF, "GET", "/effects", False),
    (Role.AI_AGENT, "GET", "/quarantine", False),
    (Role.STAFF, "GET", "/tickets", True),
    (Role.AI_AGENT, "GET", "/tickets", True),
    (Role.AI_AGENT, "GET", "/attachments/1", False),
    (Role.AI_AGENT, "GET", "/attachments/1/thumbnail", False),
    (Role.STAFF, "GET", "/attachments/1/thumbnail", True),
    (Role.AI_AGENT, "POST", "/tickets/{pid}/attachments", True),
    (Role.STAFF, "POST", "/tickets/{pid}/attachments/1/release", False),
    (Role.RECEPTION, "POST", "/tickets/{pid}/attachments/1/release", False),
    (Role.MANAGER, "POST", "/tickets/{pid}/attachments/1/release", True),
    (Role.RECEPTION, "GET", "/file-settings", False),
    (Role.OWNER, "GET", "/file-settings", True),
    (Role.STAFF, "PUT", "/tickets/{pid}/status", True),
    (Role.AI_AGENT, "PUT", "/tickets/{pid}/status", False),
    (Role.AI_AGENT, "POST", "/tickets/{pid}/assign", False),
    (Role.AI_AGENT, "POST", "/tickets", True),
    (Role.STAFF, "POST", "/tickets/{pid}/transfer", True),
    (Role.AI_AGENT, "POST", "/tickets/{pid}/transfer", False),
    (Role.STAFF, "POST", "/tickets/{pid}/watch", True),
    (Role.AI_AGENT, "POST", "/tickets/{pid}/watch", False),
    (Role.STAFF, "PUT", "/tickets/{pid}/snooze", True),
    (Role.STAFF, "POST", "/tickets/{pid}/merge", False),
    (Role.RECEPTION, "POST", "/tickets/{pid}/split", True),
    (Role.STAFF, "POST", "/tickets/{pid}/link", False),
    (Role.RECEPTION, "POST", "/tags", False),
    (Role.RECEPTION, "GET", "/webhook-endpoints", False),
    (Role.STAFF, "GET", "/webhook-endpoints", False),
    (Role.AI_AGENT, "GET", "/webhook-endpoints", False),
    (Role.MANAGER, "GET", "/webhook-endpoints", True),
    (Role.OWNER, "POST", "/webhook-endpoints/1/test", True),
    (Role.RECEPTION, "GET", "/channels", False),
    (Role.MANAGER, "GET", "/channels", True),
    (Role.MANAGER, "POST", "/tags", True),
    (Role.RECEPTION, "PATCH", "/hotels/1", False),
    (Role.OWNER, "PATCH", "/hotels/1", True),
    (Role.STAFF, "GET", "/tags", True),
    (Role.RECEPTION, "GET", "/qr", True),
    (Role.STAFF, "GET", "/qr", False),
    (Role.AI_AGENT, "POST", "/qr/generate", False),
    (Role.RECEPTION, "GET", "/qr/limits", False),
    (Role.MANAGER, "GET", "/qr/limits", True),
    (Role.OWNER, "POST", "/hotels", True),
    (Role.MANAGER, "POST", "/hotels", False),
    (Role.OWNER, "GET", "/hotels/archived", False),
    (Role.OWNER, "POST", "/hotels/1/restore", False),
    (Role.MANAGER, "POST", "/hotels/1/archive", False),
    (Role.MANAGER, "POST", "/departments", True),
    (Role.RECEPTION, "POST", "/rooms/bulk", False),
    (Role.RECEPTION, "GET", "/rooms", True),
    (Role.STAFF, "GET", "/departments", True),
    (Role.STAFF, "DELETE", "/categories/1", False),
    (Role.AI_AGENT, "POST", "/rooms", False),
    (Role.RECEPTION, "GET", "/hotels/1/events", False),
    (Role.RECEPTION, "GET", "/sla-policies", False),
    (Role.MANAGER, "DELETE", "/calendars/1", True),
    (Role.RECEPTION, "GET", "/staff", False),
    (Role.RECEPTION, "POST", "/staff", False),
    (Role.MANAGER, "GET", "/staff", True),
    (Role.STAFF, "DELETE", "/staff/1", False),
    (Role.AI_AGENT, "PATCH", "/staff/1", False),
    (Role.RECEPTION, "GET", "/tokens", False),
    (Role.STAFF, "POST", "/tokens", False),
    (Role.MANAGER, "GET", "/tokens", True),
    (Role.OWNER, "DELETE", "/tokens/1", True),
    (Role.AI_AGENT, "GET", "/me/sessions", True),
    (Role.STAFF, "GET", "/me/totp", True),
    (Role.RECEPTION, "GET", "/guests", True),
    (Role.STAFF, "GET", "/guests", False),
    (Role.AI_AGENT, "GET", "/guests/1", False),
    (Role.RECEPTION, "POST", "/guests/1/merge", True),
    (Role.RECEPTION, "PATCH", "/stays/1", True),
    (Role.STAFF, "PATCH", "/stays/1", False),
    (Role.RECEPTION, "GET", "/guests/1/export", False),
    (Role.MANAGER, "GET", "/guests/1/export", True),
    (Role.RECEPTION, "POST", "/guests/1/erase", False),
    (Role.OWNER, "POST", "/guests/1/erase", True),
    (Role.RECEPTION, "POST", "/pms/secret", False),
    (Role.OWNER, "POST", "/pms/secret", True),
    (Role.STAFF, "POST", "/tickets/bulk", False),
    (Role.RECEPTION, "POST", "/tickets/bulk", True),
    (Role.AI_AGENT, "POST", "/tickets/bulk", False),
    (Role.STAFF, "GET", "/queue", True),
    (Role.STAFF, "GET", "/views", True),
    (Role.STAFF, "GET", "/metrics/tickets", False),
    (Role.AI_AGENT, "GET", "/metrics/tickets.csv", False),
    (Role.RECEPTION, "GET", "/metrics/tickets", True),
    (Role.RECEPTION, "GET", "/metrics/tickets?groupBy=member", False),
    (Role.MANAGER, "GET", "/metrics/tickets?groupBy=member", True),
    (Role.OWNER, "DELETE", "/tickets/{pid}", True),
    (Role.MANAGER, "DELETE", "/tickets/{pid}", True),
    (Role.RECEPTION, "DELETE", "/tickets/{pid}", False),
    (Role.STAFF, "DELETE", "/tickets/{pid}", False),
    (Role.AI_AGENT, "DELETE", "/tickets/{pid}", False),
    (Role.RECEPTION, "POST", "/tickets/{pid}/restore", False),
    (Role.MANAGER, "POST", "/tickets/{pid}/restore", True),
)


@pytest.mark.parametrize(("role", "method", "path", "may"), CELLS)
def test_the_cells_that_matter(house: House, role: Role, method: str, path: str, may: bool) -> None:
    """R-WEB-2"""
    pid = make_ticket(house.hotel, channel=house.channel).pid
    member = make_member(house.hotel, role, email="one@aurora.example")
    bodies = {"PUT": {"state": "resolved"}, "POST": {"assigneeId": None, "subject": "No towels"}}
    answer = house.api(make_session(member)).call(method, path.format(pid=pid), bodies.get(method))
    assert (answer.status_code != 403) is may


def test_staff_take_but_do_not_assign_others(house: House) -> None:
    """R-WEB-2"""
    jon = make_member(house.hotel, Role.STAFF, email="jon@aurora.example", name="Jon")
    pid = make_ticket(house.hotel, channel=house.channel).pid
    api = house.api(make_session(jon))
    refused = api.call("POST", f"/tickets/{pid}/assign", {"assigneeId": str(house.ana.staff_id)})
    assert refused.status_code == 403
    assert "assign a ticket to somebody else" in refused.json["detail"]
    taken = api.call("POST", f"/tickets/{pid}/assign", {"assigneeId": str(jon.staff_id)})
    assert taken.json["assignee"] == {"id": str(jon.staff_id), "name": "Jon"}
    released = api.call("POST", f"/tickets/{pid}/assign", {"assigneeId": None})
    assert released.json["assignee"] is None


def test_the_ai_agent_writes_notes_and_never_to_the_guest(house: House) -> None:
    """R-WEB-2"""
    agent = make_member(house.hotel, Role.AI_AGENT, email="agent@aurora.example")
    pid = make_ticket(house.hotel, channel=house.channel).pid
    api = house.api(make_session(agent))
    assert api.call("POST", f"/tickets/{pid}/messages", {"body": "Hello"}).status_code == 403
    assert api.call("POST", f"/tickets/{pid}/messages", {"body": "Hm", "internal": True}).status_code == 201
    opened = api.call("POST", "/tickets", {"subject": "From a call"})
    assert opened.json["source"] == "ai_agent"


def test_staff_see_own_department_and_unassigned_tickets_only(house: House) -> None:
    """R-WEB-2: in lists, on pages, in the API, with files; the rest is not there, not even by its number."""
    housekeeping = make_department(house.hotel)
    jon = make_member(
        house.hotel, Role.STAFF, email="jon@aurora.example", name="Jon", department=housekeeping
    )
    nobodys = make_ticket(house.hotel, "Nobody's")
    own = make_ticket(house.hotel, "His own", assignee=jon)
    department = make_ticket(house.hotel, "His department's", assignee=house.ana, department=housekeeping)
    anas = make_ticket(house.hotel, "Ana's", assignee=house.ana)
    with hotel(house.hotel.id):
        file = Attachment.create(
            hotel_id=house.hotel.id,
            ticket_id=anas.id,
            filename="bill.pdf",
            content_type="application/pdf",
            size=1,
            sha256="0" * 64,
            created_at=clock.now(),
        )
    browser, api = house.browser(jon), house.api(make_session(jon))
    listed = {ticket["pid"] for ticket in api.call("GET", "/tickets").json["data"]}
    assert listed == {nobodys.pid, own.pid, department.pid}
    assert sum(api.call("GET", "/stats").json["tickets"].values()) == 3
    page = browser.get("/queue?state=all").text
    assert "Ana&#39;s" not in page
    assert "His own" in page
    for answer in (
        browser.get(f"/tickets/{anas.pid}"),
        browser.post(f"/tickets/{anas.pid}/take", "/queue", version="1"),
        browser.get(f"/files/{file.id}"),
        api.call("GET", f"/tickets/{anas.pid}"),
        api.call("GET", f"/tickets/{anas.pid}/messages"),
        api.call("GET", f"/tickets/{anas.pid}/events"),
        api.call("PUT", f"/tickets/{anas.pid}/status", {"state": "closed"}),
        api.call("GET", f"/attachments/{file.id}"),
    ):
        assert answer.status_code == 404


@pytest.fixture
def boss_of_another(house: House) -> Colleague:
    other = make_hotel("BER", name="Berg Hotel")
    make_channel(other, "berg@desk.localhost")
    return make_member(other, Role.OWNER, email="boss@berg.example", name="Boss")


def test_a_foreign_ticket_is_answered_like_one_that_does_not_exist(
    house: House, boss_of_another: Colleague
) -> None:
    """R-WEB-3: every route with a ticket's number, as the owner of another hotel."""
    ticket = make_ticket(house.hotel, channel=house.channel)
    browser, api = house.browser(boss_of_another), house.api(make_session(boss_of_another))
    absent = "AUR-202611-00077-" + "9"
    for rule in house.app.url_map.iter_rules():
        if "<pid>" not in rule.rule or rule.rule.startswith("/g/"):  # the guests' own: test_guest_page
            continue
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}:
            seen = []
            for pid in (ticket.pid, absent):
                path = rule.rule.replace("<pid>", pid)
                if path.startswith("/api/"):
                    answer = api.call(method, path.removeprefix("/api/v1"), None if method == "GET" else {})
                elif method == "GET":
                    answer = browser.get(path)
                else:
                    answer = browser.post(path, "/queue")
                seen.append((answer.status_code, answer.text.replace(pid, "PID")))
            assert seen[0] == seen[1], f"{method} {rule.rule}"
            assert seen[0][0] == 404, f"{method} {rule.rule}"


def test_lists_of_another_hotel_are_empty(house: House, boss_of_another: Colleague) -> None:
    """R-WEB-3"""
    make_ticket(house.hotel, channel=house.channel)
    api = house.api(make_session(boss_of_another))
    for path in ("/tickets", "/quarantine", "/effects"):
        assert api.call("GET", path).json["pagination"]["total"] == 0
    refused = api.call("GET", "/tickets", **{"Bellhop-Hotel": "AUR"})
    assert refused.status_code == 403


def test_one_account_in_two_hotels_sees_both_and_names_one_to_write(
    house: House, boss_of_another: Colleague
) -> None:
    """R-WEB-2: memberships per hotel; lists span all the token covers unless the header names one."""
    here = make_member(house.hotel, Role.STAFF, email=boss_of_another.email)
    first = make_ticket(house.hotel, assignee=house.ana)
    api = house.api(make_session(here))
    assert api.call("GET", "/tickets").json["data"] == [], "as staff of Aurora he does not see Ana's ticket"
    assert api.call("POST", "/tickets", {"subject": "Which hotel?"}).status_code == 422
    opened = api.call("POST", "/tickets", {"subject": "Berg"}, **{"Bellhop-Hotel": "BER"})
    assert opened.json["pid"].startswith("BER-")
    second = make_ticket(house.hotel)
    listed = {ticket["pid"] for ticket in api.call("GET", "/tickets").json["data"]}
    assert listed == {opened.json["pid"], second.pid}
    assert first.pid not in listed
    browser = house.browser(here)
    assert "Aurora Hotel" in browser.get("/queue").text
    assert browser.post("/hotel", "/queue", hotel="BER").status_code == 303
    assert "opened" not in browser.get("/queue").text
    assert ">Berg<" in browser.get("/queue").text
    assert browser.post("/hotel", "/queue", hotel="XXX").status_code == 404


def test_an_api_token_works_for_its_hotel_and_role_until_it_is_revoked(house: House) -> None:
    """R-WEB-1"""
    with hotel(house.hotel.id):
        token = issue_api_token(
            hotel_id=house.hotel.id, name="Lobby screen", role=Role.RECEPTION, now=clock.now()
        )
    api = house.api(token)
    me = api.call("GET", "/me").json
    assert me["staff"] == {"id": None, "name": "Lobby screen", "email": ""}
    assert me["memberships"] == [{"hotelId": str(house.hotel.id), "code": "AUR", "role": "reception"}]
    assert api.call("POST", "/tickets", {"subject": "From a screen"}).status_code == 201
    with hotel(house.hotel.id):
        ApiToken.update(revoked_at=clock.now()).execute()
    assert api.call("GET", "/me").status_code == 401
