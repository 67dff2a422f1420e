"""Departments, categories, rooms, and hotels themselves: made, changed, removed by role, and written down (R-TKT-6)."""

import pytest

from tests.builders import (
    make_department,
    make_guest,
    make_hotel,
    make_member,
    make_room,
    make_session,
    make_stay,
    make_ticket,
)
from tests.web.conftest import Api, House
from workflow import clock
from workflow.database import hotel
from workflow.models import Category, Channel, Event, Hotel, Membership, SlaPolicy, Ticket
from workflow.services import platform_admins, sla_policies
from workflow.services.sla_policies import PolicyDraft
from workflow.values import SYSTEM, Role

WEEK = {"monday": [{"from": "09:00", "to": "17:00"}]}
FAMILIES = {
    "/departments": {"name": "Spa"},
    "/categories": {"name": "Lost property"},
    "/rooms": {"number": "101"},
    "/tags": {"name": "VIP"},
    "/canned": {"name": "Welcome", "body": "Dear {{guest}}"},
    "/sla-policies": {"name": "Standard", "targets": {"resolution": 60}, "ladder": [{"to": "assignee"}]},
    "/calendars": {"name": "Office", "timeZone": "Europe/Rome", "week": WEEK},
}
NAMES = {path: ("number" if path == "/rooms" else "name") for path in FAMILIES}


@pytest.fixture
def olga(house: House) -> Api:
    return house.api(make_session(make_member(house.hotel, Role.OWNER, email="olga@x.example", name="Olga")))


def changes(house: House) -> list[tuple[str, str, str | None, str | None]]:
    with hotel(house.hotel.id):
        found = Event.select().where(Event.ticket_id.is_null()).order_by(Event.id)
        return [(one.kind, one.field, one.old, one.new) for one in found if one.actor_name == "Olga"]


@pytest.mark.parametrize("path", FAMILIES)
def test_every_family_is_made_read_changed_and_removed(house: House, olga: Api, path: str) -> None:
    """R-TKT-6, R-TKT-4: each step by its owner, each written down with who did it; a name stands once."""
    made = olga.call("POST", path, FAMILIES[path])
    assert made.status_code == 201, made.json
    one = f"{path}/{made.json['id']}"
    assert olga.call("GET", one).json == made.json
    assert made.json["id"] in {row["id"] for row in olga.call("GET", path).json["data"]}
    twice = {**FAMILIES[path], NAMES[path]: FAMILIES[path][NAMES[path]].upper()}
    refused = olga.call("POST", path, twice)
    assert (refused.status_code, refused.json["field"]) == (409, NAMES[path])
    changed = olga.call("PATCH", one, {NAMES[path]: "Other"})
    assert changed.json[NAMES[path]] == "Other"
    assert olga.call("DELETE", one).status_code == 204
    assert olga.call("GET", one).status_code == 404
    kinds = [kind.split()[-1] for kind, *_ in changes(house)]
    assert kinds == ["added", "changed", "removed"]


@pytest.mark.parametrize("path", FAMILIES)
def test_lists_come_in_pages(olga: Api, path: str) -> None:
    """R-WEB-5: by number and by cursor; a page that cannot be given is refused."""
    for name in ("Aa", "Bb", "Cc"):
        assert olga.call("POST", path, {**FAMILIES[path], NAMES[path]: name}).status_code == 201
    whole = [row["id"] for row in olga.call("GET", path).json["data"]]
    first = olga.call("GET", f"{path}?pageSize=2").json
    assert first["pagination"]["total"] == len(whole)
    second = olga.call("GET", f"{path}?pageSize=2&cursor={first['pagination']['nextCursor']}").json
    assert [row["id"] for row in first["data"] + second["data"]] == whole[:4]
    assert olga.call("GET", f"{path}?pageSize=2&page=2").json["data"] == second["data"]
    for query in ("page=0", "pageSize=201", "cursor=nonsense", "page=nine"):
        assert olga.call("GET", f"{path}?{query}").status_code == 422


@pytest.mark.parametrize("path", FAMILIES)
def test_what_is_of_another_hotel_is_not_there(house: House, olga: Api, path: str) -> None:
    """R-WEB-3: the same answer as for an id that nobody has."""
    sol = make_hotel("SOL", name="Sol")
    foreign = house.api(make_session(make_member(sol, Role.OWNER, email="sol@x.example")))
    id = foreign.call("POST", path, FAMILIES[path]).json["id"]
    for method, body in (("GET", None), ("PATCH", {NAMES[path]: "Mine"}), ("DELETE", None)):
        answers = [olga.call(method, f"{path}/{one}", body) for one in (id, "999999")]
        assert [answer.status_code for answer in answers] == [404, 404]
        assert answers[0].json == answers[1].json
    assert foreign.call("GET", f"{path}/{id}").status_code == 200


@pytest.mark.parametrize("path", ["/departments", "/categories", "/rooms"])
def test_reception_reads_and_does_not_set(house: House, api: Api, path: str) -> None:
    """R-WEB-2"""
    assert api.call("GET", path).status_code == 200
    assert api.call("POST", path, FAMILIES[path]).status_code == 403


def test_a_department_that_is_named_stays_until_another_takes_its_place(house: House, olga: Api) -> None:
    """R-TKT-6: members, policies, rules and tickets; each ticket's timeline says so."""
    old, new = make_department(house.hotel), make_department(house.hotel, "Spa")
    jon = make_member(house.hotel, Role.STAFF, email="jon@x.example", name="Jon", department=old)
    ticket = make_ticket(house.hotel, department=old)
    with hotel(house.hotel.id):
        policy = sla_policies.create(
            house.hotel.id,
            PolicyDraft("Rooms", department_id=old.id, resolution_minutes=60, ladder=({"to": "assignee"},)),
            actor=SYSTEM,
            now=clock.now(),
        )
    refused = olga.call("DELETE", f"/departments/{old.id}")
    assert refused.status_code == 409
    assert refused.json["detail"].startswith("Housekeeping is named by 1 member, 1 SLA policy and 1 ticket.")
    for other in (old.id, 999_999):
        assert olga.call("DELETE", f"/departments/{old.id}?replaceBy={other}").status_code == 422
    assert olga.call("DELETE", f"/departments/{old.id}?replaceBy={new.id}").status_code == 204
    with hotel(house.hotel.id):
        assert Ticket.get_by_id(ticket.id).department_id == new.id
        assert SlaPolicy.get_by_id(policy.id).department_id == new.id
        assert Membership.get(Membership.staff_id == jon.staff_id).department_id == new.id
        line = Event.select().where(Event.ticket_id == ticket.id, Event.field == "department").get()
    assert (line.actor_name, line.old, line.new) == ("Olga", "Housekeeping", "Spa")


def test_shared_categories_stay_as_they_are(house: House, olga: Api) -> None:
    """R-TKT-6: six for all hotels, read-only; a hotel's own may not be called the same."""
    shared = [one for one in olga.call("GET", "/categories").json["data"] if one["hotelId"] is None]
    assert len(shared) == 6
    for method, body in (("PATCH", {"name": "Mine"}), ("DELETE", None)):
        assert olga.call(method, f"/categories/{shared[0]['id']}", body).status_code == 403
    assert olga.call("POST", "/categories", {"name": shared[0]["name"].lower()}).status_code == 409
    make_ticket(house.hotel)
    own = olga.call("POST", "/categories", {"name": "Lost"}).json["id"]
    with hotel(house.hotel.id):
        Ticket.update(category_id=int(own)).execute()
    assert olga.call("DELETE", f"/categories/{own}").json["detail"].startswith("Lost is named by 1 ticket.")
    assert olga.call("DELETE", f"/categories/{own}?replaceBy={shared[0]['id']}").status_code == 204
    with hotel(house.hotel.id):
        assert Ticket.get().category_id == int(shared[0]["id"])
        assert Category.get_or_none(Category.id == int(own)) is None


def test_a_calendar_that_a_policy_goes_by_gives_way_to_another(olga: Api) -> None:
    """R-WF-4"""
    week = {"timeZone": "Europe/Rome", "week": WEEK}
    old, new = (olga.call("POST", "/calendars", {"name": name, **week}).json["id"] for name in ("One", "Two"))
    policy = olga.call("POST", "/sla-policies", {**FAMILIES["/sla-policies"], "calendarId": old}).json["id"]
    assert olga.call("DELETE", f"/calendars/{old}").status_code == 409
    assert olga.call("DELETE", f"/calendars/{old}?replaceBy={old}").status_code == 422
    assert olga.call("DELETE", f"/calendars/{old}?replaceBy={new}").status_code == 204
    assert olga.call("GET", f"/sla-policies/{policy}").json["calendarId"] == new


def test_rooms_are_made_many_at_once_and_listed_as_people_count(house: House, olga: Api) -> None:
    """Ranges and lists; those that are there already stay."""
    taken = make_room(house.hotel, "7")
    made = olga.call(
        "POST", "/rooms/bulk", {"numbers": ["7", "Spa", "12"], "ranges": [{"from": "099", "to": "101"}]}
    )
    assert [room["number"] for room in made.json["created"]] == ["Spa", "12", "099", "100", "101"]
    assert made.json["existing"] == ["7"]
    listed = [room["number"] for room in olga.call("GET", "/rooms").json["data"]]
    assert listed == ["7", "12", "099", "100", "101", "Spa"]
    for ranges in (("1", "9999"), ("9", "1"), ("A1", "B2"), ("x", "y")):
        wrong = olga.call("POST", "/rooms/bulk", {"ranges": [{"from": ranges[0], "to": ranges[1]}]})
        assert wrong.status_code == 422
    assert olga.call("POST", "/rooms/bulk", {}).status_code == 422
    make_stay(house.hotel, make_guest(house.hotel), taken)
    assert olga.call("DELETE", f"/rooms/{taken.id}").json["detail"].startswith("Room 7 is named by 1 stay.")


def test_an_owner_sets_what_his_hotel_is_called_and_how_its_guests_page_looks(
    house: House, olga: Api
) -> None:
    """R-WEB-4: every field that changed is a line of its own, with what stood before."""
    changed = olga.call(
        "PATCH",
        f"/hotels/{house.hotel.id}",
        {
            "name": "Aurora Grand",
            "timeZone": "Asia/Tokyo",
            "language": "de",
            "settings": {
                "colour": "#7A1F3D",
                "checkOutTime": "10:30",
                "publicForm": True,
                "wishes": ["Towels", " Towels", "Late check-out"],
                "wishesByLanguage": {"ja": ["タオル"], "fr": []},
                "reopenWindowDays": 3,
            },
        },
    ).json
    assert changed["settings"]["wishesByLanguage"] == {"ja": ["タオル"]}
    assert (changed["name"], changed["timeZone"], changed["language"]) == ("Aurora Grand", "Asia/Tokyo", "de")
    with hotel(house.hotel.id):
        kept = Hotel.get_by_id(house.hotel.id).settings
    assert {key: kept[key] for key in ("colour", "check_out", "public_form", "wishes")} == {
        "colour": "#7a1f3d",
        "check_out": "10:30",
        "public_form": True,
        "wishes": ["Towels", "Late check-out"],
    }
    assert ("hotel changed", "name", "Aurora Hotel", "Aurora Grand") in changes(house)
    assert ("hotel changed", "reopen window", "14 days", "3 days") in changes(house)
    assert len(changes(house)) == 9
    page = olga.call("GET", f"/hotels/{house.hotel.id}/events?pageSize=3").json
    assert page["pagination"]["total"] >= 8
    assert page["data"][0]["actor"]["name"] == "Olga"


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"name": " "}, "name"),
        ({"timeZone": "Mars/Olympus"}, "timeZone"),
        ({"timeZone": "../../etc/passwd"}, "timeZone"),
        ({"language": "klingonish"}, "language"),
        ({"settings": {"colour": "#ffff00"}}, "colour"),
        ({"settings": {"colour": "red"}}, "colour"),
        ({"settings": {"checkOutTime": "25:00"}}, "checkOutTime"),
        ({"parentId": "1234567"}, "parentId"),
    ],
)
def test_what_makes_no_sense_is_refused_and_nothing_is_kept(
    house: House, olga: Api, body: dict[str, object], field: str
) -> None:
    before = olga.call("GET", f"/hotels/{house.hotel.id}").json
    refused = olga.call("PATCH", f"/hotels/{house.hotel.id}", body)
    assert refused.status_code in (403, 422), refused.json
    assert refused.status_code == 403 or refused.json["field"] == field
    assert olga.call("GET", f"/hotels/{house.hotel.id}").json == before


def test_hotels_are_made_by_the_platform_and_by_an_owner_within_his_group(house: House, olga: Api) -> None:
    """R-WEB-2: a manager makes none; nobody takes a hotel of others as parent, or learns that it is there."""
    wanted = {"code": "LIDO", "name": "Lido", "timeZone": "Europe/Rome"}
    sol = make_hotel("SOL", name="Sol")
    manager = house.api(make_session(make_member(house.hotel, Role.MANAGER, email="m@x.example")))
    own = {**wanted, "parentId": str(house.hotel.id)}
    assert olga.call("POST", "/hotels", wanted).status_code == 403
    assert manager.call("POST", "/hotels", own).status_code == 403
    foreign, missing = (
        olga.call("POST", "/hotels", {**wanted, "parentId": id}) for id in (str(sol.id), "999999")
    )
    assert foreign.status_code == 422
    assert foreign.json == missing.json
    made = olga.call("POST", "/hotels", own)
    assert (made.status_code, made.json["parentId"]) == (201, str(house.hotel.id))
    assert olga.call("POST", "/hotels", own).status_code == 409
    child = make_member(Hotel(id=int(made.json["id"])), Role.OWNER, email="lido@x.example")
    seen = house.api(make_session(child)).call("GET", f"/hotels/{made.json['id']}")
    assert seen.json["parentId"] is None
    assert manager.call("PATCH", f"/hotels/{made.json['id']}", {"parentId": None}).status_code == 403
    assert olga.call("PATCH", f"/hotels/{made.json['id']}", {"parentId": None}).status_code == 200
    assert olga.call("GET", f"/hotels/{made.json['id']}").status_code == 404


def test_an_archived_hotel_is_nobodys_until_the_platform_brings_it_back(house: House, olga: Api) -> None:
    """R-WEB-2: its addresses take no mail; nothing is deleted."""
    platform = house.api(platform_admins.issue_token(name="root", now=clock.now()))
    pid = make_ticket(house.hotel).pid
    assert olga.call("POST", f"/hotels/{house.hotel.id}/archive").status_code == 204
    assert olga.call("GET", "/me").json["memberships"] == []
    assert platform.call("GET", "/me").json["memberships"] == []
    assert olga.call("POST", f"/hotels/{house.hotel.id}/restore").status_code == 403
    listed = platform.call("GET", "/hotels/archived").json["data"]
    assert [one["code"] for one in listed] == ["AUR"]
    assert platform.call("POST", "/hotels/999999/restore").status_code == 404
    assert platform.call("POST", f"/hotels/{house.hotel.id}/restore").status_code == 204
    assert olga.call("GET", f"/tickets/{pid}").status_code == 200
    with hotel(house.hotel.id):
        assert not Channel.get_by_id(house.channel.id).enabled
