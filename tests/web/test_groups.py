"""Groups and the platform: who sees which hotels, by the panel, by sessions and by tokens (R-WEB-2, R-WEB-3)."""

from dataclasses import dataclass

import pyotp
import pytest
from flask import Flask

from tests.builders import PASSWORD, Colleague, make_hotel, make_member, make_session, make_ticket
from tests.web.conftest import Api, House
from web.access import entry_of
from workflow import clock
from workflow.database import hotel, hotels
from workflow.errors import Invalid
from workflow.models import Hotel, Membership, Ticket
from workflow.roles import MATRIX
from workflow.services import hotel_changes, platform_admins
from workflow.services.accounts import issue_api_token, of_api_token
from workflow.services.hotels import create_hotel
from workflow.values import SYSTEM, Role


@dataclass
class Group:
    """Aurora with two children, Lido and Monte, each with a person of its own and a ticket; Sol is somebody else's."""

    house: House
    lido: Hotel
    monte: Hotel
    sol: Hotel
    tickets: dict[str, Ticket]
    people: dict[str, Colleague]

    def api(self, name: str) -> Api:
        return self.house.api(make_session(self.people[name]))

    def codes(self, name: str) -> dict[str, str]:
        found = self.api(name).call("GET", "/me").json["memberships"]
        return {one["code"]: one["role"] for one in found}


@pytest.fixture
def group(house: House) -> Group:
    made = {
        code: create_hotel(
            code=code,
            name=name,
            time_zone="Europe/Rome",
            language="en",
            is_demo=False,
            parent_id=parent,
            now=clock.now(),
        )
        for code, name, parent in (
            ("LIDO", "Lido", house.hotel.id),
            ("MONTE", "Monte", house.hotel.id),
            ("SOL", "Sol", None),
        )
    }
    at = {"AUR": house.hotel, **made}
    cast = (
        ("olga", "AUR", Role.OWNER),
        ("mara", "AUR", Role.MANAGER),
        ("ana2", "AUR", Role.RECEPTION),
        ("jon", "AUR", Role.STAFF),
        ("lea", "LIDO", Role.MANAGER),
        ("owen", "LIDO", Role.OWNER),
        ("sol", "SOL", Role.OWNER),
    )
    people = {
        name: make_member(at[code], role, email=f"{name}@x.example", name=name) for name, code, role in cast
    }
    tickets = {code: make_ticket(one, f"In {code}") for code, one in at.items()}
    return Group(house, made["LIDO"], made["MONTE"], made["SOL"], tickets, people)


# Written by hand from R-WEB-2.
SEATS = (
    ("olga", {"AUR": "owner", "LIDO": "owner", "MONTE": "owner"}),
    ("mara", {"AUR": "manager", "LIDO": "manager", "MONTE": "manager"}),
    ("ana2", {"AUR": "reception"}),
    ("jon", {"AUR": "staff"}),
    ("lea", {"LIDO": "manager"}),
    ("owen", {"LIDO": "owner"}),
    ("sol", {"SOL": "owner"}),
)


@pytest.mark.parametrize(("name", "seats"), SEATS)
def test_owners_and_managers_of_the_parent_see_the_children_and_nobody_else_does(
    group: Group, name: str, seats: dict[str, str]
) -> None:
    """R-WEB-2: tickets, lists and the hotels themselves; what is not covered is like what is not there."""
    api = group.api(name)
    assert group.codes(name) == seats
    listed = {one["pid"] for one in api.call("GET", "/tickets").json["data"]}
    assert listed == {group.tickets[code].pid for code in seats}
    assert [one["code"] for one in api.call("GET", "/hotels").json["data"]] == sorted(seats)
    nowhere = api.call("GET", "/hotels/999999").json
    for code, ticket in group.tickets.items():
        answer = api.call("GET", f"/tickets/{ticket.pid}")
        there = api.call("GET", f"/hotels/{ticket.hotel_id}")
        if code in seats:
            assert (answer.status_code, there.status_code) == (200, 200)
            continue
        missing = ticket.pid[:-7] + "99999" + ticket.pid[-2:]
        assert (answer.status_code, there.status_code) == (404, 404)
        assert there.json == nowhere
        assert answer.json["detail"] == f"There is no ticket {ticket.pid}."
        assert api.call("GET", f"/tickets/{missing}").status_code == 404


def test_the_panel_lists_the_children_in_its_switcher(group: Group) -> None:
    """R-WEB-2: the parent's manager changes over; a child's manager cannot."""
    browser = group.house.browser(group.people["mara"])
    page = browser.get("/queue").text
    assert all(f'value="{code}"' in page for code in ("AUR", "LIDO", "MONTE"))
    assert 'value="SOL"' not in page
    assert browser.post("/hotel", "/queue", hotel="LIDO").status_code == 303
    assert "In LIDO" in browser.get("/queue").text
    childs = group.house.browser(group.people["lea"])
    assert 'name="hotel"' not in childs.get("/queue").text
    assert childs.post("/hotel", "/queue", hotel="AUR").status_code == 404


def test_taking_the_parent_away_takes_the_seats_at_the_next_request(group: Group) -> None:
    """R-WEB-2: also of a token that is in use."""
    api = group.api("mara")
    assert api.call("GET", f"/tickets/{group.tickets['LIDO'].pid}").status_code == 200
    with hotel(group.lido.id):
        hotel_changes.set_parent(group.lido.id, None, actor=SYSTEM, now=clock.now())
    assert api.call("GET", f"/tickets/{group.tickets['LIDO'].pid}").status_code == 404
    assert group.codes("mara") == {"AUR": "manager", "MONTE": "manager"}


def test_who_is_disabled_in_the_parent_is_out_of_the_children(group: Group) -> None:
    """R-STAFF-6."""
    with hotel(group.house.hotel.id):
        Membership.update(disabled_at=clock.now()).where(
            Membership.staff_id == group.people["mara"].staff_id
        ).execute()
    assert group.codes("mara") == {}


def test_of_two_seats_in_one_hotel_the_one_that_may_more_counts(group: Group) -> None:
    make_member(group.lido, Role.STAFF, email="olga@x.example", name="olga")
    make_member(group.lido, Role.OWNER, email="mara@x.example", name="mara")
    assert group.codes("olga")["LIDO"] == "owner"
    assert group.codes("mara") == {"AUR": "manager", "LIDO": "owner", "MONTE": "manager"}


def test_a_token_of_the_parent_covers_the_children_when_its_role_does(group: Group) -> None:
    """R-WEB-2: it names one hotel with Bellhop-Hotel; without it lists span all."""
    at = group.house.hotel
    with hotel(at.id):
        manager = issue_api_token(hotel_id=at.id, name="m", role=Role.MANAGER, now=clock.now())
        reception = issue_api_token(hotel_id=at.id, name="r", role=Role.RECEPTION, now=clock.now())
    api = group.house.api(manager)
    assert len(api.call("GET", "/tickets").json["data"]) == 3
    named = api.call("GET", "/tickets", **{"Bellhop-Hotel": "LIDO"}).json["data"]
    assert [one["pid"] for one in named] == [group.tickets["LIDO"].pid]
    assert api.call("GET", "/tickets", **{"Bellhop-Hotel": "SOL"}).status_code == 403
    assert api.call("POST", "/tickets", {"subject": "Where?"}).json["field"] == "Bellhop-Hotel"
    opened = api.call("POST", "/tickets", {"subject": "There"}, **{"Bellhop-Hotel": "MONTE"})
    assert opened.json["hotelId"] == str(group.monte.id)
    assert len(group.house.api(reception).call("GET", "/tickets").json["data"]) == 1


def test_tokens_that_a_parents_owner_made_in_a_child_end_with_him(group: Group) -> None:
    """R-STAFF-6: with his membership in the parent, and when the child leaves the group."""
    oz = make_member(group.house.hotel, Role.OWNER, email="oz@x.example", name="Oz")
    made = [
        group.house.api(make_session(oz)).call(
            "POST", "/tokens", {"name": code, "role": "owner"}, **{"Bellhop-Hotel": code}
        )
        for code in ("LIDO", "MONTE")
    ]
    lido, monte = (group.house.api(one.json["token"]) for one in made)
    with hotel(group.lido.id):
        Hotel.update(parent_id=None).where(Hotel.id == group.lido.id).execute()
    assert (lido.call("GET", "/me").status_code, monte.call("GET", "/me").status_code) == (401, 200)
    removed = group.api("olga").call("DELETE", f"/staff/{oz.staff_id}", **{"Bellhop-Hotel": "AUR"})
    assert (removed.status_code, monte.call("GET", "/me").status_code) == (204, 401)


def test_no_owner_takes_the_second_factor_of_the_platforms_people(group: Group, admin: Colleague) -> None:
    """R-WEB-1: a hotel may make them members without asking, and yet opens no door of the others."""
    secret = (
        group.house.api(make_session(admin)).call("POST", "/me/totp", {"password": PASSWORD}).json["secret"]
    )
    code = {"code": pyotp.TOTP(secret).at(clock.now())}
    assert group.house.api(make_session(admin)).call("POST", "/me/totp/confirm", code).status_code == 200
    invited = {"email": admin.email, "name": "x", "role": "staff"}
    assert group.api("sol").call("POST", "/staff", invited).status_code == 201
    assert group.api("sol").call("DELETE", f"/staff/{admin.staff_id}/totp").status_code == 403
    assert group.house.api(make_session(admin)).call("GET", "/me/totp").json["isOn"] is True


def test_the_transaction_lists_exactly_the_hotels_that_are_covered(group: Group) -> None:
    """R-WEB-3: with the queries' own scope left out, the database shows those and no other."""
    covered = [group.house.hotel.id, group.lido.id, group.monte.id]
    with hotels(covered):
        assert {one.hotel_id for one in Ticket.select()} == set(covered)
    with hotel(group.lido.id):
        assert {one.hotel_id for one in Ticket.select()} == {group.lido.id}


def test_groups_have_one_level_and_no_circles(group: Group) -> None:
    """R-WEB-2: a hotel may have one parent."""
    for child, parent, words in (
        (group.house.hotel, group.house.hotel, "its own parent"),
        (group.sol, group.lido, "one level"),
        (group.house.hotel, group.sol, "one level"),
        (group.house.hotel, group.lido, "one level"),
    ):
        with pytest.raises(Invalid, match=words), hotels((child.id, parent.id)):
            hotel_changes.set_parent(child.id, parent.id, actor=SYSTEM, now=clock.now())


@pytest.fixture
def admin(group: Group) -> Colleague:
    staff_id = platform_admins.add(
        email="root@x.example", name="Root", password="correct horse battery", now=clock.now()
    )
    return Colleague(staff_id, "root@x.example", "Root", Role.PLATFORM, 0)


def test_the_platform_sees_every_hotel(group: Group, admin: Colleague) -> None:
    """R-WEB-2: a person and a token that are bound to no hotel; both end at once."""
    token = platform_admins.issue_token(name="watch", now=clock.now())
    for api in (group.house.api(make_session(admin)), group.house.api(token)):
        assert {one["role"] for one in api.call("GET", "/me").json["memberships"]} == {"platform"}
        assert len(api.call("GET", "/tickets").json["data"]) == 4
        assert len(api.call("GET", "/tickets", **{"Bellhop-Hotel": "SOL"}).json["data"]) == 1
    assert group.house.browser(admin).get("/queue").status_code == 200
    for entry in platform_admins.every():
        platform_admins.remove(entry.kind, entry.id, now=clock.now())
    assert of_api_token(token, now=clock.now()) is None
    assert group.house.api(make_session(admin)).call("GET", "/me").json["memberships"] == []


def test_no_page_and_no_route_falls_over_for_who_has_no_membership_there(
    group: Group, admin: Colleague, app: Flask
) -> None:
    """R-WEB-2: a manager in his child hotel, and the platform, walk all pages and all routes that read."""
    pid = group.tickets["LIDO"].pid
    for person in (group.people["mara"], admin):
        browser, api = group.house.browser(person), group.house.api(make_session(person))
        browser.post("/hotel", "/queue", hotel="LIDO")
        for rule in app.url_map.iter_rules():
            entry = entry_of(app, rule.endpoint)
            if "GET" not in (rule.methods or set()) or entry not in MATRIX[person.role]:
                continue
            path = (
                rule.rule.replace("<pid>", pid)
                .replace("<id:id>", str(group.lido.id))
                .replace("<id:delivery_id>", "1")
            )
            if path.startswith("/api/"):
                for header in ({}, {"Bellhop-Hotel": "LIDO"}):
                    answer = api.call("GET", path.removeprefix("/api/v1"), **header)
                    assert answer.status_code in (200, 303, 404, 422), f"{person.name} {path}: {answer.text}"
            else:
                assert browser.get(path).status_code in (200, 303, 404, 422), f"{person.name} {path}"


def test_a_platform_token_begins_without_any_hotel(app: Flask) -> None:
    """R-WEB-2: it creates the first one; all else says that there is none."""
    api = Api(app.test_client(), platform_admins.issue_token(name="first", now=clock.now()))
    assert api.call("GET", "/tickets").status_code == 403
    assert api.call("GET", "/duty").status_code == 403
    assert api.call("GET", "/me").json["memberships"] == []
    made = api.call("POST", "/hotels", {"code": "one", "name": "One", "timeZone": "Europe/Rome"})
    assert made.status_code == 201
    assert api.call("GET", "/tickets").json["data"] == []
    assert make_hotel("TWO").id != int(made.json["id"])


def test_by_a_group_one_is_no_assignee_until_one_joins_with_one_click(group: Group) -> None:
    """docs/decisions/groups.md: a seat by a group is no membership, and the pages say so; joining makes one."""
    mara = group.people["mara"]
    browser = group.house.browser(mara)
    browser.post("/hotel", "/queue", hotel="LIDO")
    api, pid = group.api("mara"), group.tickets["LIDO"].pid
    refused = api.call("POST", f"/tickets/{pid}/assign", {"assigneeId": str(mara.staff_id)})
    assert refused.status_code == 422
    assert "Become one first: Settings, Members." in refused.json["detail"]
    assert f'value="{mara.staff_id}">mara' not in browser.get(f"/tickets/{pid}").text
    for path in ("/settings/members", "/notifications"):
        assert "Join this hotel as Manager" in browser.get(path).text
    assert browser.post("/settings/members/join", "/settings/members").status_code == 303
    page = browser.get("/settings/members?done=hotel_joined").text
    assert "You are a member of this hotel now." in page
    assert "Join this hotel" not in page
    assert f'value="{mara.staff_id}">mara' in browser.get(f"/tickets/{pid}").text
    assert (
        api.call("POST", f"/tickets/{pid}/assign", {"assigneeId": str(mara.staff_id)}).json["assignee"][
            "name"
        ]
        == "mara"
    )
    assert browser.post("/settings/members/join", "/settings/members").status_code == 422
    told = api.call("GET", f"/hotels/{group.lido.id}/events").json["data"]
    assert ("member added", "mara, manager") in [(one["kind"], one["new"]) for one in told]


def test_who_was_disabled_in_a_hotel_does_not_come_back_through_its_group(group: Group) -> None:
    mara = make_member(group.lido, Role.STAFF, email="mara@x.example", name="mara")
    with hotel(group.lido.id):
        Membership.update(disabled_at=clock.now()).where(Membership.staff_id == mara.staff_id).execute()
    browser = group.house.browser(mara)
    browser.post("/hotel", "/queue", hotel="LIDO")
    answer = browser.post("/settings/members/join", "/settings/members")
    assert (answer.status_code, "somebody has disabled you here" in answer.text) == (422, True)
    with hotel(group.lido.id):
        assert Membership.get(Membership.staff_id == mara.staff_id).disabled_at is not None


def test_a_token_made_with_a_token_names_it_and_ends_with_it(group: Group, admin: Colleague) -> None:
    """Also a grandchild, in another hotel; and those of the platform, which no person made."""
    owner = group.api("olga")
    made = owner.call("POST", "/tokens", {"name": "group", "role": "owner"}, **{"Bellhop-Hotel": "AUR"}).json
    child = group.house.api(made["token"]).call(
        "POST", "/tokens", {"name": "lido", "role": "manager"}, **{"Bellhop-Hotel": "LIDO"}
    )
    grandchild = group.house.api(child.json["token"]).call(
        "POST", "/tokens", {"name": "till", "role": "staff"}
    )
    assert grandchild.json["createdBy"] == "lido"
    till = group.house.api(grandchild.json["token"])
    assert till.call("GET", "/tickets").status_code == 200
    owner.call("DELETE", f"/tokens/{made['id']}", **{"Bellhop-Hotel": "AUR"})
    assert till.call("GET", "/tickets").status_code == 401
    assert owner.call("GET", "/tokens", **{"Bellhop-Hotel": "LIDO"}).json["data"] == []

    watch = platform_admins.issue_token(name="watch", now=clock.now())
    by_platform = group.house.api(watch).call(
        "POST", "/tokens", {"name": "pms", "role": "owner"}, **{"Bellhop-Hotel": "SOL"}
    )
    assert by_platform.json["createdBy"] == "watch"
    pms = group.house.api(by_platform.json["token"])
    assert pms.call("GET", "/tickets").status_code == 200
    (token,) = [one for one in platform_admins.every() if one.kind == "token"]
    told = group.api("sol").call("GET", f"/hotels/{group.sol.id}/events").json["data"]
    assert told[0]["new"] == f"pms, owner (made with the platform's token watch, no. {token.id})"
    platform_admins.remove("token", token.id, now=clock.now())
    assert pms.call("GET", "/tickets").status_code == 401
    assert group.api("sol").call("GET", "/tokens").json["data"] == []
