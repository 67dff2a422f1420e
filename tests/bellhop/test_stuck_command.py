"""`bellhop inbox|effects|deadlines`: what is stuck in all hotels, page by page, and tried again (R-WF-7)."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bellhop.cli import bellhop
from tests import builders
from workflow.database import hotel, rows
from workflow.models import Deadline, Hotel


@pytest.fixture
def aurora(database_url: str, redis_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Hotel:
    monkeypatch.setenv("DATABASE_URL", database_url)
    monkeypatch.setenv("REDIS_URL", redis_url)
    monkeypatch.setenv("BELLHOP_HOME", str(tmp_path))
    monkeypatch.setenv("BELLHOP_SECRET", "a secret that only tests know, 32 characters and more")
    return builders.make_hotel()


def run(*arguments: str) -> Result:
    return CliRunner().invoke(bellhop, arguments, catch_exceptions=False)


def test_the_list_tells_how_many_there_are_and_where_the_others_are(aurora: Hotel) -> None:
    """R-WF-7."""
    with hotel(aurora.id):
        rows(
            "INSERT INTO effects (hotel_id, kind, state, look_at, created_at, error, attempts)"
            " SELECT %s, 'send_notice', 'dead', now(), now(), '451 busy', 11 FROM generate_series(1, 203)",
            (aurora.id,),
        )
    first, second = run("effects", "list", "--json"), run("effects", "list", "--page", "2", "--json")
    assert first.stderr == "Page 1 of 2, 203 in all; the next: --page 2.\n"
    assert second.stderr == "Page 2 of 2, 203 in all.\n"
    found = json.loads(first.stdout) + json.loads(second.stdout)
    assert len({one["id"] for one in found}) == 203
    assert (found[0]["hotel"], found[0]["kind"], found[0]["error"]) == ("AUR", "send_notice", "451 busy")
    assert run("inbox", "list").stdout == "Nothing is stuck.\n"


def test_a_dead_deadline_is_listed_and_tried_again(aurora: Hotel) -> None:
    """R-WF-7."""
    with hotel(aurora.id):
        rows(
            "INSERT INTO deadlines (hotel_id, kind, subject, due_at, look_at, created_at, state, attempts, error)"
            " VALUES (%s, 'shift_change', '1', now(), now(), now(), 'dead', 6, 'KeyError: 7')",
            (aurora.id,),
        )
    (dead,) = json.loads(run("deadlines", "list", "--json").stdout)
    assert (dead["kind"], dead["attempts"], dead["error"]) == ("shift_change", 6, "KeyError: 7")
    assert run("deadlines", "retry", dead["id"]).stdout == f"Deadline {dead['id']} is tried again.\n"
    with hotel(aurora.id):
        assert Deadline.get().state == "armed"
