"""`bellhop channel`: create, list, set, disable, imap, and the live test, in the words that operators read."""

import json
from pathlib import Path

import pytest
import redis
from click.testing import CliRunner, Result

from bellhop.cli import bellhop
from tests.builders import make_channel, make_hotel
from tests.flows.desk import RunningDesk
from workflow.database import hotel
from workflow.models import Channel, Hotel, Ticket

SECRET = "the command tests' secret, 32 characters or more"
DESK = ("--hotel", "aur", "--address", "Aurora@desk.localhost")


@pytest.fixture
def at(database_url: str, redis_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Hotel:
    made = make_hotel()
    make_channel(made)
    variables = {
        "DATABASE_URL": database_url,
        "REDIS_URL": redis_url,
        "BELLHOP_HOME": str(tmp_path),
        "BELLHOP_SECRET": SECRET,
    }
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    monkeypatch.delenv("SMTP_RELAY_URL", raising=False)
    return made


def run(*words: str) -> Result:
    return CliRunner().invoke(bellhop, ["channel", *words])


def listed() -> list[dict[str, object]]:
    found: list[dict[str, object]] = json.loads(run("list", "--json").output)
    return found


@pytest.mark.usefixtures("at")
def test_an_address_is_created_listed_changed_and_switched_off() -> None:
    made = run("create", "--hotel", "AUR", "--address", "spa@aurora.example", "--name", "Spa", "--json")
    assert json.loads(made.output.splitlines()[-1]) == {"channelId": "2", "address": "spa@aurora.example"}
    again = run("create", "--hotel", "AUR", "--address", "SPA@aurora.example")
    assert "is a desk address already" in str(again.exception)
    assert [line["address"] for line in listed()] == ["aurora@desk.localhost", "spa@aurora.example"]
    assert run("set", *DESK, "--authserv-id", "mx.aurora.example").exit_code == 0
    assert run("set", *DESK, "--name", "Reception").exit_code == 0
    assert "Mail to aurora@desk.localhost is put off from now on" in run("disable", *DESK).output
    first = listed()[0]
    assert (first["name"], first["authservId"], first["enabled"]) == ("Reception", "mx.aurora.example", False)
    assert "off" in run("list").output
    assert run("enable", *DESK).exit_code == 0
    assert run("set", *DESK, "--authserv-id", "").exit_code == 0
    first = listed()[0]
    assert (first["authservId"], first["enabled"]) == ("", True)


def test_what_stood_in_the_settings_stays(at: Hotel) -> None:
    run("set", *DESK, "--authserv-id", "mx.aurora.example")
    with hotel(at.id):
        assert Channel.get().settings == {"trusts_loopback": True, "authserv_id": "mx.aurora.example"}


@pytest.mark.usefixtures("at")
def test_an_address_of_another_hotel_is_not_there() -> None:
    """R-WEB-3"""
    make_hotel("BER")
    for command in ("set", "disable", "enable", "test"):
        refused = run(command, "--hotel", "BER", "--address", "aurora@desk.localhost")
        assert "no desk address aurora@desk.localhost" in str(refused.exception), command


@pytest.mark.usefixtures("at")
def test_a_mailbox_is_added_by_the_same_command() -> None:
    """R-MAIL-3: `bellhop channel imap` is `bellhop mailbox add`; the password never comes back."""
    words = ["--address", "aurora@desk.localhost", "--host", "imap.example", "--user", "desk"]
    made = run("imap", *words, "--password", "a canary")
    assert "INBOX of desk is read for aurora@desk.localhost" in made.output
    shown = run("list", "--json").output + run("list").output + made.output
    assert "mailbox 1 new" in shown
    assert "a canary" not in shown


@pytest.mark.usefixtures("at")
def test_without_a_relay_the_test_says_that_nothing_can_come_back() -> None:
    """R-RUN-3"""
    refused = run("test", *DESK)
    assert "kept in the outbox and cannot come back" in str(refused.exception)


@pytest.mark.usefixtures("at")
def test_a_desk_that_does_not_run_is_told_apart() -> None:
    """R-RUN-3: nothing takes the mail up; exit code 1."""
    failed = run("test", *DESK, "--own-door", "--wait", "0.5", "--json")
    assert failed.exit_code == 1
    said = json.loads(failed.output)
    assert said["passed"] is False
    assert said["stages"][0]["state"] == "waiting"


def test_by_the_own_door_the_test_passes_and_tells_each_stage(
    at: Hotel, database_url: str, redis_url: str, tmp_path: Path
) -> None:
    """R-RUN-3: over the real processes; no ticket."""
    client = redis.Redis.from_url(redis_url)
    client.flushdb()
    client.close()
    with RunningDesk(database_url=database_url, redis_url=redis_url, folder=tmp_path / "d", relay=False):
        passed = run("test", *DESK, "--own-door")
        assert passed.exit_code == 0, passed.output
    for stage in (
        "[ok] Sent: ",
        "[ok] Came back: ",
        "[ok] Recognised: ",
        "[ok] Reply addresses: ",
        "Passed after",
    ):
        assert stage in passed.output
    with hotel(at.id):
        assert Ticket.select().count() == 0
