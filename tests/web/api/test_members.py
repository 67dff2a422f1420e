"""Members by the API: inviting, changing, removing, each by role (R-WEB-2)."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.builders import PASSWORD, Colleague, make_department, make_hotel, make_member, make_session
from tests.web.conftest import Api, House
from workflow import clock
from workflow.database import hotel
from workflow.models import AccountLink, Effect, Event, Membership
from workflow.services import accounts
from workflow.services.accounts import Origin
from workflow.values import Role

Apis = Callable[[Role], Api]
NEW = {"email": "Neo@Aurora.example ", "name": "Neo", "role": "staff"}


@pytest.fixture
def boss(house: House) -> Colleague:
    return make_member(house.hotel, Role.OWNER, email="boss@aurora.example", name="Bo")


@pytest.fixture
def owner(house: House, boss: Colleague) -> Api:
    return house.api(make_session(boss))


@pytest.fixture
def manager(house: House) -> Api:
    return house.api(
        make_session(make_member(house.hotel, Role.MANAGER, email="mo@aurora.example", name="Mo"))
    )


def test_an_invited_member_is_told_by_mail_and_counts_at_once(house: House, owner: Api) -> None:
    """R-WEB-2"""
    housekeeping = make_department(house.hotel)
    made = owner.call(
        "POST",
        "/staff",
        {**NEW, "departmentId": str(housekeeping.id), "phone": "+39 06 5550123", "language": "de"},
    )
    assert made.status_code == 201, made.json
    assert made.json == {
        "id": made.json["id"],
        "hotelId": str(house.hotel.id),
        "name": "Neo",
        "email": "neo@aurora.example",
        "role": "staff",
        "departmentId": str(housekeeping.id),
        "phone": "+39065550123",
        "language": "de",
        "isInvited": True,
        "hasTotp": False,
        "disabledAt": None,
    }
    assert owner.call("GET", f"/staff/{made.json['id']}").json == made.json
    with hotel(house.hotel.id):
        (effect,) = Effect.select().where(Effect.kind == "send_account_mail")
        link = AccountLink.get_by_id(int(effect.payload["link"]))
        assert (link.purpose, list(effect.payload)) == ("invitation", ["link"])
        (event,) = Event.select().where(Event.kind == "member added")
        assert (event.actor_name, event.new) == ("Bo", "neo@aurora.example, staff")
    again = owner.call("POST", "/staff", NEW)
    assert (again.status_code, again.json["field"]) == (422, "email")
    assert owner.call("POST", f"/staff/{made.json['id']}/invitation").status_code == 200


def test_who_has_an_account_elsewhere_gets_a_membership_and_nothing_else(house: House, owner: Api) -> None:
    """R-WEB-2: one account with memberships per hotel; no hotel changes it for another."""
    sol = make_hotel("SOL", name="Sol Hotel")
    zoe = make_member(sol, Role.STAFF, email="zoe@sol.example", name="Zoe")
    made = owner.call("POST", "/staff", {"email": "ZOE@sol.example", "name": "Somebody", "role": "reception"})
    assert (made.json["id"], made.json["name"], made.json["isInvited"]) == (str(zoe.staff_id), "Zoe", False)
    assert "SOL" not in made.text
    assert (
        accounts.prove(zoe.email, PASSWORD, origin=Origin("192.0.2.1"), now=clock.now()).staff_id
        == zoe.staff_id
    )
    seats = house.api(make_session(zoe)).call("GET", "/me").json["memberships"]
    assert [(seat["code"], seat["role"]) for seat in seats] == [("AUR", "reception"), ("SOL", "staff")]
    with hotel(house.hotel.id):
        assert AccountLink.get().purpose == "membership"
    renamed = owner.call("PATCH", f"/staff/{zoe.staff_id}", {"name": "Somebody"})
    assert (renamed.status_code, renamed.json["field"]) == (422, "name")


def test_a_hotel_corrects_the_name_of_whom_it_invited_until_he_has_a_password(
    house: House, owner: Api
) -> None:
    id = owner.call("POST", "/staff", NEW).json["id"]
    assert owner.call("PATCH", f"/staff/{id}", {"name": " Neo  Berg "}).json["name"] == "Neo Berg"


def test_a_change_is_written_down_with_what_it_was(house: House, owner: Api) -> None:
    changed = owner.call("PATCH", f"/staff/{house.ana.staff_id}", {"role": "staff", "language": "de"})
    assert (changed.json["role"], changed.json["language"]) == ("staff", "de")
    assert [seat["role"] for seat in _me(house, house.ana)] == ["staff"], "it counts at the next request"
    with hotel(house.hotel.id):
        events = Event.select().where(Event.kind == "member changed").order_by(Event.id)
        assert {(one.field, one.old, one.new) for one in events} == {
            ("ana@aurora.example: role", "reception", "staff"),
            ("ana@aurora.example: language", None, "de"),
        }


def _me(house: House, who: Colleague) -> list[dict[str, str]]:
    memberships: list[dict[str, str]] = house.api(make_session(who)).call("GET", "/me").json["memberships"]
    return memberships


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("PATCH", "/staff/{boss}", {"role": "staff"}),
        ("PATCH", "/staff/{boss}", {"language": "de"}),
        ("POST", "/staff/{boss}/disable", None),
        ("DELETE", "/staff/{boss}", None),
        ("DELETE", "/staff/{boss}/totp", None),
        ("DELETE", "/staff/{ana}/totp", None),
        ("PATCH", "/staff/{ana}", {"role": "owner"}),
        ("POST", "/staff", {**NEW, "role": "owner"}),
        ("POST", "/tokens", {"name": "x", "role": "owner"}),
    ],
)
def test_a_manager_neither_makes_owners_nor_touches_them(
    house: House, boss: Colleague, manager: Api, method: str, path: str, body: object
) -> None:
    """R-WEB-2"""
    made = path.format(boss=boss.staff_id, ana=house.ana.staff_id)
    assert manager.call(method, made, body).status_code == 403


def test_nobody_changes_his_own_role_nor_disables_or_removes_himself(
    house: House, boss: Colleague, owner: Api
) -> None:
    make_member(house.hotel, Role.OWNER, email="oz@aurora.example", name="Oz")
    path = f"/staff/{boss.staff_id}"
    assert owner.call("PATCH", path, {"role": "manager"}).status_code == 403
    assert owner.call("POST", f"{path}/disable").status_code == 422
    assert owner.call("DELETE", path).status_code == 422
    assert owner.call("PATCH", path, {"language": "de", "role": "owner"}).status_code == 200


def test_the_last_owner_stays(house: House, boss: Colleague, owner: Api) -> None:
    """R-WEB-2: also when the others are disabled or were only invited, and when a program with an owner's token tries."""
    oz = make_member(house.hotel, Role.OWNER, email="oz@aurora.example", name="Oz")
    assert owner.call("POST", f"/staff/{oz.staff_id}/disable").status_code == 200
    assert owner.call("POST", "/staff", {**NEW, "role": "owner"}).status_code == 201
    program = house.api(_token_of(house, Role.OWNER))
    for method, path, body in (
        ("POST", "/disable", None),
        ("DELETE", "", None),
        ("PATCH", "", {"role": "staff"}),
    ):
        refused = program.call(method, f"/staff/{boss.staff_id}{path}", body)
        assert (refused.status_code, "last owner" in refused.json["detail"]) == (422, True)


def _token_of(house: House, role: Role) -> str:
    with hotel(house.hotel.id):
        return accounts.issue_api_token(hotel_id=house.hotel.id, name="PMS", role=role, now=clock.now())


def test_two_owners_who_remove_each_other_at_once_leave_one(house: House, boss: Colleague) -> None:
    oz = make_member(house.hotel, Role.OWNER, email="oz@aurora.example", name="Oz")
    calls = [(house.api(make_session(boss)), oz), (house.api(make_session(oz)), boss)]
    with ThreadPoolExecutor(2) as pool:
        codes = list(
            pool.map(lambda call: call[0].call("DELETE", f"/staff/{call[1].staff_id}").status_code, calls)
        )
    assert codes.count(204) == 1
    with hotel(house.hotel.id):
        assert (
            Membership.select().where(Membership.role == "owner", Membership.disabled_at.is_null()).count()
            == 1
        )


def test_who_is_removed_is_gone_at_once_and_may_come_back(house: House, owner: Api) -> None:
    anas = house.api(make_session(house.ana))
    path = f"/staff/{house.ana.staff_id}"
    assert owner.call("DELETE", path).status_code == 204
    assert anas.call("GET", "/tickets").status_code == 401
    assert owner.call("GET", path).status_code == owner.call("DELETE", path).status_code == 404
    assert house.ana.email not in owner.call("GET", "/staff").text
    back = owner.call("POST", "/staff", {"email": house.ana.email, "name": "Ana", "role": "staff"})
    assert (back.status_code, back.json["disabledAt"], back.json["role"]) == (201, None, "staff")


def test_members_of_another_hotel_are_not_there(house: House, owner: Api) -> None:
    """R-WEB-3: no difference between not yours and not there."""
    zoe = make_member(make_hotel("SOL", name="Sol"), Role.STAFF, email="zoe@sol.example", name="Zoe")
    for method, path, body in (
        ("GET", "/staff/{}", None),
        ("PATCH", "/staff/{}", {"role": "staff"}),
        ("DELETE", "/staff/{}", None),
        ("POST", "/staff/{}/disable", None),
        ("POST", "/staff/{}/enable", None),
        ("POST", "/staff/{}/invitation", None),
        ("DELETE", "/staff/{}/totp", None),
    ):
        theirs = owner.call(method, path.format(zoe.staff_id), body)
        nobodys = owner.call(method, path.format(999999), body)
        assert (theirs.status_code, theirs.text) == (nobodys.status_code, nobodys.text)
        assert theirs.status_code == 404


@pytest.mark.parametrize(
    "body",
    [
        {},
        {**NEW, "email": "nobody"},
        {**NEW, "email": "a b@c.example"},
        {**NEW, "email": "a\x00@"},
        {**NEW, "name": " "},
        {**NEW, "name": "a\nb\u0007"},
        {**NEW, "role": "platform"},
        {**NEW, "role": "guest"},
        {**NEW, "departmentId": "999999"},
        {**NEW, "departmentId": "9" * 18},
        {**NEW, "phone": "ring me"},
        {**NEW, "language": "Klingon!"},
        {**NEW, "password": "not here"},
        {**NEW, "name": 5},
    ],
)
def test_what_makes_no_member_is_refused(owner: Api, body: object) -> None:
    refused = owner.call("POST", "/staff", body)
    assert (refused.status_code, refused.content_type) == (422, "application/problem+json")


def test_a_token_is_shown_once_used_and_ended(house: House, boss: Colleague, owner: Api) -> None:
    """R-WEB-1: hashed at rest, scoped by role, revocable at once; its last use is seen."""
    made = owner.call("POST", "/tokens", {"name": " Lobby  screen ", "role": "reception"})
    assert (made.status_code, made.json["name"], made.json["createdBy"]) == (201, "Lobby screen", "Bo")
    token = made.json["token"]
    listed = owner.call("GET", "/tokens")
    assert token not in listed.text
    assert [(one["name"], one["lastUsedAt"]) for one in listed.json["data"]] == [("Lobby screen", None)]
    screen = house.api(token)
    assert screen.call("GET", "/tickets").status_code == 200
    assert screen.call("GET", "/staff").status_code == 403
    assert owner.call("GET", f"/tokens/{made.json['id']}").json["lastUsedAt"] is not None
    assert owner.call("DELETE", f"/tokens/{made.json['id']}").status_code == 204
    assert screen.call("GET", "/tickets").status_code == 401
    assert owner.call("DELETE", f"/tokens/{made.json['id']}").status_code == 404
    with hotel(house.hotel.id):
        said = [(one.kind, one.old, one.new) for one in Event.select().order_by(Event.id)]
    assert ("API token added", None, "Lobby screen, reception") in said
    assert ("API token removed", "Lobby screen, reception", None) in said
    assert token not in str(said)


def test_tokens_end_with_who_made_them(house: House, owner: Api, manager: Api) -> None:
    """R-STAFF-6"""
    token = manager.call("POST", "/tokens", {"name": "Mine", "role": "manager"}).json["token"]
    made_by = next(one for one in owner.call("GET", "/staff").json["data"] if one["name"] == "Mo")
    owner.call("POST", f"/staff/{made_by['id']}/disable")
    assert house.api(token).call("GET", "/me").status_code == 401


def test_a_token_made_with_a_token_ends_with_the_person_too(house: House, owner: Api, manager: Api) -> None:
    """R-STAFF-6: nobody stays by way of a program that he let make another."""
    first = manager.call("POST", "/tokens", {"name": "First", "role": "manager"}).json["token"]
    second = house.api(first).call("POST", "/tokens", {"name": "Second", "role": "manager"}).json
    assert second["createdBy"] == "Mo"
    made_by = next(one for one in owner.call("GET", "/staff").json["data"] if one["name"] == "Mo")
    owner.call("DELETE", f"/staff/{made_by['id']}")
    assert [house.api(one).call("GET", "/me").status_code for one in (first, second["token"])] == [401, 401]


def test_who_may_less_has_tokens_that_may_less(house: House, owner: Api, manager: Api) -> None:
    """R-WEB-2: a manager who becomes staff keeps no manager's token; a lesser one of his goes on."""
    make = ({"name": "Big", "role": "manager"}, {"name": "Small", "role": "ai_agent"})
    big, small = (manager.call("POST", "/tokens", body).json["token"] for body in make)
    made_by = next(one for one in owner.call("GET", "/staff").json["data"] if one["name"] == "Mo")
    assert owner.call("PATCH", f"/staff/{made_by['id']}", {"role": "staff"}).status_code == 200
    assert house.api(big).call("GET", "/me").status_code == 401
    assert house.api(small).call("GET", "/me").status_code == 200
    assert [one["name"] for one in owner.call("GET", "/tokens").json["data"]] == ["Small"]


def test_tokens_of_another_hotel_are_not_there(house: House, owner: Api) -> None:
    """R-WEB-3"""
    sol = make_hotel("SOL", name="Sol")
    with hotel(sol.id):
        accounts.issue_api_token(hotel_id=sol.id, name="Theirs", role=Role.STAFF, now=clock.now())
    assert owner.call("GET", "/tokens").json["data"] == []
    assert owner.call("DELETE", "/tokens/1").text == owner.call("DELETE", "/tokens/9999").text
    assert house.api(make_session(house.ana)).call("GET", "/tokens").status_code == 403
