"""Channels and mailboxes through the API: set up, changed, switched, tested; secrets go in and never come out."""

from __future__ import annotations

from typing import Any

import pytest

from tests.builders import make_channel, make_hotel, make_member, make_session
from tests.web.conftest import Api, House
from workflow import clock
from workflow.channel_test import Way
from workflow.database import hotel
from workflow.models import Channel, Effect, MailboxRow, NumberCheck
from workflow.sealing import Keys
from workflow.services import mailboxes
from workflow.services.whatsapp_channels import number_of
from workflow.settings import Settings
from workflow.values import EffectKind, Role

TOKEN = "0123456789abcdef0123456789abcdef"
NUMBER = {
    "kind": "whatsapp",
    "address": "+4930123456",
    "accountSid": "AC" + "1" * 32,
    "token": TOKEN,
    "templates": {"en": "HX" + "2" * 32},
}
PASSWORD = "a password nobody sees"
MAILBOX = {"host": "imap.hotel.example", "user": "desk@hotel.example", "password": PASSWORD}


@pytest.fixture
def owner(house: House) -> Api:
    member = make_member(house.hotel, Role.OWNER, email="ola@aurora.example", name="Ola")
    return house.api(make_session(member))


def made(answer: Any) -> dict[str, Any]:
    assert answer.status_code in (200, 201, 202), answer.text
    found: dict[str, Any] = answer.json
    return found


def test_a_desk_address_is_added_changed_and_switched_off(house: House, owner: Api) -> None:
    one = made(owner.call("POST", "/channels", {"kind": "email", "address": "Spa@desk.localhost"}))
    assert (one["address"], one["kind"], one["enabled"]) == ("spa@desk.localhost", "email", True)
    path = f"/channels/{one['id']}"
    changed = made(owner.call("PATCH", path, {"displayName": "Spa", "authservId": "mx.hotel.example"}))
    assert (changed["displayName"], changed["authservId"]) == ("Spa", "mx.hotel.example")
    off = made(owner.call("PATCH", path, {"enabled": False}))
    assert (off["displayName"], off["authservId"], off["enabled"]) == ("Spa", "mx.hotel.example", False)
    listed = made(owner.call("GET", "/channels"))["data"]
    assert [row["address"] for row in listed] == ["aurora@desk.localhost", "spa@desk.localhost"]


def test_a_number_is_added_and_its_token_never_comes_back(
    house: House, owner: Api, settings: Settings
) -> None:
    """R-WA-1"""
    answer = owner.call("POST", "/channels", NUMBER)
    one = made(answer)
    path = f"/channels/{one['id']}"
    assert one["webhooks"]["message"].endswith(f"/twilio/{one['id']}/message")
    changed = owner.call("PATCH", path, {"prefersMail": True})
    assert changed.json["templates"] == NUMBER["templates"]
    assert changed.json["accountSid"] == NUMBER["accountSid"]
    for shown in (answer, changed, owner.call("GET", path), owner.call("GET", "/channels")):
        assert TOKEN not in shown.text
    with hotel(house.hotel.id):
        account = number_of(Channel.get_by_id(int(one["id"])), keys=Keys(settings.secret)).account
    assert (account.token, account.prefers_mail) == (TOKEN, True)


@pytest.mark.parametrize(
    ("body", "named"),
    [
        ({"kind": "fax", "address": "1"}, "kind"),
        ({"kind": "email", "address": "no address"}, "address"),
        ({"kind": "email", "address": "a@desk.localhost", "token": TOKEN}, "token"),
        ({"kind": "email", "address": "a@desk.localhost", "authservId": "two words"}, "authservId"),
        ({**NUMBER, "authservId": "mx"}, "authservId"),
        ({**NUMBER, "address": "0301"}, "number"),
        ({**NUMBER, "accountSid": "AC1"}, "accountSid"),
        ({**NUMBER, "templates": {"en": "tap"}}, "templates"),
        ({**NUMBER, "token": ""}, "token"),
    ],
)
def test_what_cannot_be_is_refused_and_names_the_field(owner: Api, body: object, named: str) -> None:
    answer = owner.call("POST", "/channels", body)
    assert answer.status_code == 422, answer.text
    assert named in answer.text


def test_the_live_test_of_an_address_is_started_and_read(house: House, owner: Api) -> None:
    """R-RUN-3"""
    path = f"/channels/{house.channel.id}/test"
    assert made(owner.call("GET", path))["result"] == "none"
    refused = owner.call("POST", path, {})
    assert (refused.status_code, "SMTP_RELAY_URL" in refused.json["detail"]) == (422, True)
    test = made(owner.call("POST", path, {"way": Way.DOOR}))
    assert (test["result"], test["askedBy"]) == ("waiting", "Ola")
    assert next(stage["name"] for stage in made(owner.call("GET", path))["stages"]) == "Sent"


def test_twilio_is_asked_about_a_number_and_its_answer_read(house: House, owner: Api) -> None:
    one = made(owner.call("POST", "/channels", NUMBER))
    path = f"/channels/{one['id']}/test"
    assert made(owner.call("POST", path, {}))["result"] == "waiting"
    with hotel(house.hotel.id):
        assert Effect.get(Effect.kind == EffectKind.CHECK_NUMBER).payload == {"channel": one["id"]}
        lines = [{"outcome": "fail", "says": "Twilio does not know the account.", "remedy": "Look it up."}]
        NumberCheck.update(finished_at=clock.now(), lines=lines).execute()
    read = made(owner.call("GET", path))
    assert (read["result"], read["stages"][0]["advice"]) == ("failed", "Look it up.")


def test_a_mailbox_is_added_changed_and_removed_and_its_secrets_never_come_back(
    house: House, owner: Api, settings: Settings
) -> None:
    """R-MAIL-3"""
    path = f"/channels/{house.channel.id}/mailboxes"
    added = owner.call("POST", path, MAILBOX)
    one = made(added)
    assert (one["port"], one["folder"], one["state"], one["login"]) == (993, "INBOX", "new", "password")
    own = f"/mailboxes/{one['id']}"
    changed = owner.call("PATCH", own, {"afterwards": "move", "moveTo": "Done", "enabled": False})
    assert (changed.json["moveTo"], changed.json["state"]) == ("Done", "stopped")
    listed = owner.call("GET", path)
    assert [row["id"] for row in listed.json["data"]] == [one["id"]]
    for shown in (added, changed, listed, owner.call("GET", own)):
        assert PASSWORD not in shown.text
    with hotel(house.hotel.id):
        loaded = mailboxes.load(int(one["id"]), keys=Keys(settings.secret))
        assert loaded.account.secrets.password == PASSWORD
    assert owner.call("DELETE", own).status_code == 204
    assert owner.call("GET", own).status_code == 404


def test_a_kept_password_is_not_sent_to_another_server(house: House, owner: Api) -> None:
    one = made(owner.call("POST", f"/channels/{house.channel.id}/mailboxes", MAILBOX))
    for change in ({"host": "imap.evil.example"}, {"port": 1993}, {"user": "eve"}):
        refused = owner.call("PATCH", f"/mailboxes/{one['id']}", change)
        assert (refused.status_code, "give them again" in refused.json["detail"]) == (422, True)
    new = {"host": "imap.new.example", "password": "another one"}
    assert made(owner.call("PATCH", f"/mailboxes/{one['id']}", new))["host"] == "imap.new.example"


def test_channels_of_another_hotel_are_answered_like_none(house: House, owner: Api) -> None:
    """R-WEB-3"""
    other = make_hotel("BEL", name="Bellevue")
    theirs = make_channel(other, "bel@desk.localhost").id
    stranger = house.api(make_session(make_member(other, Role.OWNER, email="bo@bel.example", name="Bo")))
    box = made(stranger.call("POST", f"/channels/{theirs}/mailboxes", MAILBOX))["id"]
    for method, path, id in (
        ("GET", "/channels/{}", theirs),
        ("PATCH", "/channels/{}", theirs),
        ("GET", "/channels/{}/test", theirs),
        ("POST", "/channels/{}/test", theirs),
        ("GET", "/channels/{}/mailboxes", theirs),
        ("GET", "/mailboxes/{}", box),
        ("PATCH", "/mailboxes/{}", box),
        ("DELETE", "/mailboxes/{}", box),
    ):
        body = None if method == "GET" else {}
        foreign, missing = (owner.call(method, path.format(one), body) for one in (id, 999_999))
        assert (foreign.status_code, foreign.json) == (404, missing.json), (method, path)
    with hotel(other.id):
        assert MailboxRow.select().count() == 1
