"""`bellhop guest` and `bellhop pms` on a real database, as an operator runs them."""

import csv
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from structlog.testing import capture_logs

from bellhop.cli import bellhop
from tests import builders
from workflow import clock
from workflow.database import hotel
from workflow.files import FileStore
from workflow.models import Attachment, Guest, Hotel, Stay, Ticket
from workflow.services import tickets
from workflow.settings import Settings
from workflow.values import SYSTEM, State


@pytest.fixture
def aurora(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[Hotel]:
    """Standard output is the answer: the log of the desk goes elsewhere, as in bellhop/cli."""
    monkeypatch.setenv("DATABASE_URL", settings.database_url)
    monkeypatch.setenv("REDIS_URL", settings.redis_url)
    monkeypatch.setenv("BELLHOP_SECRET", settings.secret)
    monkeypatch.setenv("BELLHOP_HOME", str(settings.home))
    with capture_logs():
        yield builders.make_hotel()


@pytest.fixture
def ticket(aurora: Hotel) -> Ticket:
    return builders.make_ticket(
        aurora, channel=builders.make_channel(aurora), guest=builders.make_guest(aurora)
    )


def test_a_guest_is_exported_with_his_files_and_erased(
    aurora: Hotel, ticket: Ticket, settings: Settings, tmp_path: Path
) -> None:
    """R-PRIV-1: by id or address; `bellhop audit verify` still says all is in order."""
    store = FileStore(settings.storage_url)
    with hotel(aurora.id):
        file = Attachment.create(
            hotel_id=aurora.id,
            ticket_id=ticket.id,
            filename="photo.txt",
            content_type="text/plain",
            size=5,
            sha256=store.put(aurora.id, b"photo"),
            created_at=clock.now(),
        )
    kept = settings.home / "outbox" / str(aurora.id) / "one.eml"
    kept.parent.mkdir(parents=True)
    kept.write_text("To: mia@guest.example\n\nHello")
    shell = CliRunner()
    saved = shell.invoke(
        bellhop,
        ["guest", "export", "--hotel", "AUR", "mia@guest.example", "--files", str(tmp_path / "files")],
    )
    assert saved.exit_code == 0, saved.output
    assert json.loads(saved.stdout)["tickets"][0]["pid"] == ticket.pid
    assert (tmp_path / "files" / str(file.id)).read_bytes() == b"photo"
    refused = shell.invoke(bellhop, ["guest", "erase", "--hotel", "AUR", str(ticket.guest_id)], input="n\n")
    assert refused.exit_code != 0
    done = shell.invoke(bellhop, ["guest", "erase", "--hotel", "AUR", "mia@guest.example", "--yes", "--json"])
    found = json.loads(done.stdout)
    assert (found["rows"]["tickets"], found["files"], found["outbox"]) == (1, 1, 1)
    assert not kept.exists()
    with hotel(aurora.id):
        assert Guest.get_by_id(ticket.guest_id).name == ""
    assert shell.invoke(bellhop, ["audit", "verify"]).exit_code == 0
    again = shell.invoke(
        bellhop, ["guest", "export", "--hotel", "AUR", "mia@guest.example"], standalone_mode=False
    )
    assert "No guest of this hotel" in str(again.exception)


def test_files_are_exchanged_with_a_pms(aurora: Hotel, ticket: Ticket, tmp_path: Path) -> None:
    """R-PMS-1: the file adapter takes stays in and mirrors the life of tickets, each version once."""
    builders.make_room(aurora, "12")
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "1.csv").write_text(
        "confirmation,name,email,room,arrival,departure\n"
        "R1,Leo,leo@guest.example,12,2026-11-20,2026-11-22\n"
        "R2,Eva,,99,2026-11-20,2026-11-22\n"
    )
    (tmp_path / "in" / "2.csv").write_text("no list")

    def run() -> dict[str, int]:
        done = CliRunner().invoke(
            bellhop, ["pms", "exchange", "--hotel", "AUR", "--folder", str(tmp_path), "--json"]
        )
        assert done.exit_code == 0, done.output
        found: dict[str, int] = json.loads(done.stdout)
        return found

    assert run() == {"batches": 2, "taken": 1, "refused": 2, "tickets": 1}
    assert run() == {"batches": 0, "taken": 0, "refused": 0, "tickets": 0}
    with hotel(aurora.id):
        assert [stay.confirmation for stay in Stay.select()] == ["R1"]
        Ticket.update(subject="=1+1").execute()
        tickets.move(tickets.lock(ticket.id), State.RESOLVED, actor=SYSTEM, now=clock.now())
    assert run()["tickets"] == 1
    with (tmp_path / "tickets.csv").open(newline="") as file:
        lines = list(csv.DictReader(file))
    assert [(line["pid"], line["state"], line["subject"]) for line in lines] == [
        (ticket.pid, "open", "No towels"),
        (ticket.pid, "resolved", "'=1+1"),
    ]
    assert sorted(path.name for path in (tmp_path / "done").iterdir()) == [
        "1.csv",
        "1.csv.result.csv",
        "2.csv",
        "2.csv.result.csv",
    ]
    assert "There is no room 99." in (tmp_path / "done" / "1.csv.result.csv").read_text()
