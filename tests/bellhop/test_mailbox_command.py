"""`bellhop mailbox`: set up, try out, list, stop; in the words that operators read."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bellhop.cli import bellhop
from tests.builders import make_channel, make_hotel
from tests.dovecot import PASSWORD, Dovecot, needs_dovecot

SECRET = "the command tests' secret, 32 characters or more"


@pytest.fixture
def shell(database_url: str, redis_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make_channel(make_hotel())
    variables = {
        "DATABASE_URL": database_url,
        "REDIS_URL": redis_url,
        "BELLHOP_HOME": str(tmp_path),
        "BELLHOP_SECRET": SECRET,
    }
    for name, value in variables.items():
        monkeypatch.setenv(name, value)


def run(*words: str, answer: str = "") -> Result:
    return CliRunner().invoke(bellhop, ["mailbox", *words], input=answer)


def add(port: int, *more: str, password: str = PASSWORD) -> Result:
    words = ["--address", "Aurora@desk.localhost", "--host", "127.0.0.1", "--port", str(port)]
    words += ["--transport", "loopback", "--user", "desk", "--json", *more]
    return run("add", *words, answer=f"{password}\n")


def listed() -> list[dict[str, str]]:
    found: list[dict[str, str]] = json.loads(run("list", "--json").output)
    return found


@needs_dovecot
@pytest.mark.usefixtures("shell")
def test_a_mailbox_is_added_tried_stopped_and_forgotten() -> None:
    """R-MAIL-3: the password is asked for and never shown."""
    with Dovecot("desk") as server:
        server.put(b"Subject: old\r\n\r\n")
        assert json.loads(add(server.port).output.splitlines()[-1]) == {"mailboxId": "1"}
        tried = run("try", "1")
        assert tried.output == "INBOX of desk opens: 1 mails; new mail is seen at once.\n"
        assert server.is_seen() == [False]
    assert listed()[0]["state"] == "new"
    assert run("stop", "1").exit_code == 0
    assert listed()[0]["state"] == "stopped"
    assert run("start", "1").exit_code == 0
    assert run("afterwards", "1", "--afterwards", "move", "--move-to", "Done").exit_code == 0
    assert listed()[0]["afterwards"] == "move"
    assert PASSWORD not in run("list").output
    assert run("remove", "1").exit_code == 0
    assert run("list").output == "No mailbox is read.\n"


@needs_dovecot
@pytest.mark.usefixtures("shell")
def test_a_trial_that_fails_says_why() -> None:
    """R-MAIL-3: a wrong password, then the right one; then a server that is away."""
    with Dovecot("desk") as server:
        add(server.port, password="wrong")
        assert "refused the log-in" in str(run("try", "1").exception)
        assert run("secrets", "1", "--password", PASSWORD).exit_code == 0
        assert run("try", "1").exit_code == 0
    assert "Connection refused" in str(run("try", "1").exception) or "Connect call" in str(
        run("try", "1").exception
    )


@pytest.mark.usefixtures("shell")
def test_an_address_that_is_no_desk_is_refused() -> None:
    words = ["--address", "nobody@desk.localhost", "--host", "h.example", "--user", "u", "--password", "p"]
    assert "no desk address nobody@desk.localhost" in str(run("add", *words).exception)
