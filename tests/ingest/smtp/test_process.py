"""The door as a process: kills, ends, starts that are refused, health, logs."""

import resource
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from tests.ingest.smtp.conftest import DESK, House
from tests.ingest.smtp.doors import DoorProcess, Peer, conversation, kept, mail, send
from tests.processes import wait_until
from workflow.database import database


def test_a_kill_right_after_250_loses_nothing(house: House, database_url: str, tmp_path: Path) -> None:
    """R-MAIL-1: 250 means committed."""
    door = DoorProcess(database_url, tmp_path)
    for number in range(3):
        door.start()
        assert send(door.port, mail(f"no {number}"), DESK) == "250 2.6.0 Kept"
        door.kill()
        assert [row["raw"] for row in kept(house.hotel)] == [mail(f"no {n}") for n in range(number + 1)]


def test_told_to_stop_it_finishes_what_has_begun(house: House, database_url: str, tmp_path: Path) -> None:
    """SIGTERM: no new connection, idle peers are sent away, a mail half-way is taken, exit 0."""
    with DoorProcess(database_url, tmp_path) as door:
        with conversation(door.port, DESK) as busy, Peer(door.port) as idle:
            busy.send(b"Subject: half-way\r\n\r\n")
            door.process.terminate()
            assert idle.reply() == "421 4.3.2 Closing for a moment, try again later"
            assert idle.reply() == ""
            with pytest.raises(ConnectionRefusedError):
                Peer(door.port)
            busy.send(b"done\r\n.\r\n")
            assert busy.reply() == "250 2.6.0 Kept"
            assert busy.reply() == "421 4.3.2 Closing for a moment, try again later"
        assert door.process.wait(20) == 0
    assert [row["raw"] for row in kept(house.hotel)] == [b"Subject: half-way\r\n\r\ndone\r\n"]


def test_a_taken_port_is_a_plain_refusal(house: House, database_url: str, tmp_path: Path) -> None:
    with DoorProcess(database_url, tmp_path) as first:
        second = DoorProcess(database_url, tmp_path / "second", SMTP_LISTEN=f"127.0.0.1:{first.port}")
        (tmp_path / "second").mkdir()
        with pytest.raises(AssertionError, match=r"SMTP_LISTEN: cannot listen on .*: Address already in use"):
            second.start()
        assert second.process.returncode == 1
        assert "Traceback" not in second.log.read_text()


def test_without_a_database_it_says_so_and_ends(tmp_path: Path) -> None:
    door = DoorProcess("postgresql://nobody@127.0.0.1:1/none", tmp_path)
    with pytest.raises(AssertionError, match="database cannot be reached"):
        door.start()
    assert "Traceback" not in door.log.read_text()


def test_health_is_told_and_names_what_fails(house: House, database_url: str, tmp_path: Path) -> None:
    """R-RUN-4: /livez, /readyz that can fail, /metrics."""
    with DoorProcess(database_url, tmp_path, METRICS_LISTEN="127.0.0.1:0") as door:
        record = door.record("health and metrics")
        assert record is not None
        base = f"http://127.0.0.1:{record['port']}"
        assert _get(f"{base}/livez") == (200, "alive\n")
        assert _get(f"{base}/readyz") == (200, "ready\n")
        send(door.port, mail(), DESK)
        with Peer(door.port) as peer:
            peer.say("EHLO peer.example")
            peer.say("MAIL FROM:<a@b.example>")
            peer.say("RCPT TO:<nobody@desk.localhost>")
        metrics = _get(f"{base}/metrics")[1]
        assert 'bellhop_mails_kept_total{door="smtp"} 1.0' in metrics
        assert 'bellhop_mails_refused_total{door="smtp",reply="no_such_desk"} 1.0' in metrics
        assert 'bellhop_commit_seconds_count{door="smtp"} 1.0' in metrics
        (door.home / "spool").rmdir()
        assert _get(f"{base}/readyz") == (503, "not ready: spool\n")


def test_one_line_is_logged_for_a_mail_with_ids_and_without_its_words(
    house: House, database_url: str, tmp_path: Path
) -> None:
    """R-RUN-4: structured, with the inbox ids; no subject, no sender, no secret."""
    with DoorProcess(database_url, tmp_path) as door:
        send(door.port, mail("my-secret-subject", "my-secret-body"), "aurora+secrettoken@desk.localhost")
        wait_until(lambda: door.record("mail kept"), what="the line is written")
        record = door.record("mail kept")
    assert record is not None
    assert record["inbox"] == [kept(house.hotel)[0]["id"]]
    assert record["size"] == len(mail("my-secret-subject", "my-secret-body"))
    assert record["process"] == "smtp"
    text = door.log.read_text()
    for secret in ("my-secret", "mia@", "secrettoken", "tests' secret"):
        assert secret not in text


def test_a_full_spool_disk_is_said_as_such(house: House, database_url: str, tmp_path: Path) -> None:
    """R-MAIL-1: 452. The kernel refuses files beyond 1.5 MB to this process."""
    door = DoorProcess(database_url, tmp_path)
    door.start(preexec=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (1_500_000, 1_500_000)))
    try:
        reply = send(door.port, b"x" * 3_000_000 + b"\r\n", DESK)
        assert reply == "452 4.3.1 No room to keep the mail now, try again later"
        assert send(door.port, mail(), DESK).startswith("250")
    finally:
        door.stop()


def test_a_role_that_could_step_over_row_security_is_refused(
    house: House, database_url: str, tmp_path: Path
) -> None:
    """R-WEB-3."""
    with database.connection_context():
        database.execute_sql("ALTER TABLE mail_keys OWNER TO bellhop_app")
    door = DoorProcess(database_url, tmp_path)
    with pytest.raises(AssertionError, match="refuse to start"):
        door.start()


def _get(url: str) -> tuple[int, str]:
    try:
        with urllib.request.urlopen(url, timeout=20) as response:
            return response.status, response.read().decode()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read().decode()
