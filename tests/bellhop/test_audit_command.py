"""`bellhop audit` on a real database, as an operator runs it."""

import json
from pathlib import Path

import psycopg2
import pytest
from click.testing import CliRunner, Result

from bellhop.commands.audit import audit
from tests import builders
from workflow import clock
from workflow.sealing import Keys
from workflow.services.audit import chain_key, seal_all
from workflow.settings import Settings


@pytest.fixture
def shell(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> CliRunner:
    """The environment of an operator beside a desk with a sealed timeline of hotel AUR."""
    monkeypatch.setenv("DATABASE_URL", settings.database_url)
    monkeypatch.setenv("REDIS_URL", settings.redis_url)
    monkeypatch.setenv("BELLHOP_SECRET", settings.secret)
    monkeypatch.setenv("BELLHOP_HOME", str(settings.home))
    aurora = builders.make_hotel()
    channel = builders.make_channel(aurora)
    for subject in ("No towels", "No soap", "No sleep"):
        builders.make_ticket(aurora, subject, channel=channel)
    seal_all(key=chain_key(Keys(settings.secret)), now=clock.now())
    return CliRunner()


def run(shell: CliRunner, *arguments: str) -> Result:
    return shell.invoke(audit, list(arguments))


def owner_runs(settings: Settings, statement: str) -> None:
    connection = psycopg2.connect(settings.database_url)
    connection.autocommit = True
    connection.cursor().execute(statement)
    connection.close()


def test_a_whole_chain_is_said_to_be_in_order(shell: CliRunner) -> None:
    """R-TKT-4."""
    result = run(shell, "verify")
    assert result.exit_code == 0
    assert result.stdout.startswith(
        "AUR  3 events sealed, 0 of them erased, 0 not sealed yet: in order, head "
    )


def test_the_unsealed_tail_is_named(shell: CliRunner, settings: Settings) -> None:
    """R-TKT-4."""
    owner_runs(
        settings,
        "INSERT INTO events (hotel_id, ticket_id, at, actor_kind, kind)"
        " SELECT hotel_id, ticket_id, now(), 'system', 'noted' FROM events LIMIT 1",
    )
    found = json.loads(run(shell, "verify", "--json").stdout)
    assert (found["ok"], found["hotels"][0]["unsealed"]) == (True, 1)
    assert found["hotels"][0]["unsealedSince"]


def test_the_first_bad_row_is_named_and_the_exit_code_says_so(shell: CliRunner, settings: Settings) -> None:
    """R-TKT-4."""
    owner_runs(settings, "UPDATE events SET new = 'panel' WHERE id >= (SELECT max(id) - 1 FROM events)")
    result = run(shell, "verify", "--hotel", "aur")
    assert result.exit_code == 1
    assert "BAD: at position 2, event " in result.stdout
    assert "the old or new value was changed. Faults in all: 2." in result.stdout
    found = json.loads(run(shell, "verify", "--json").stdout)
    first = found["hotels"][0]["firstBad"]
    assert (found["ok"], first["position"], first["kind"]) == (False, 2, "created")


def test_a_cut_tail_is_found_with_a_checkpoint(shell: CliRunner, settings: Settings, tmp_path: Path) -> None:
    """R-TKT-4."""
    noted = tmp_path / "noted"
    noted.write_text(run(shell, "checkpoint").stdout)
    assert noted.read_text().split()[:2] == ["AUR", "3"]
    assert run(shell, "verify", "--checkpoint", str(noted)).exit_code == 0
    owner_runs(
        settings,
        "DELETE FROM event_seals WHERE position = 3; DELETE FROM events WHERE id = (SELECT max(id) FROM events)",
    )
    assert run(shell, "verify").exit_code == 0
    result = run(shell, "verify", "--checkpoint", str(noted))
    assert result.exit_code == 1
    assert "the chain ends at position 2, and the checkpoint saw 3: its tail was cut" in result.stdout


def test_a_hotel_that_is_gone_and_a_file_that_is_no_checkpoint_are_named(
    shell: CliRunner, tmp_path: Path
) -> None:
    noted = tmp_path / "noted"
    noted.write_text(f"GONE 3 {'00' * 32}\n")
    result = run(shell, "verify", "--checkpoint", str(noted))
    assert (result.exit_code, "GONE  BAD: the hotel of the checkpoint is gone" in result.stdout) == (1, True)
    noted.write_text("hello\n")
    assert "is no checkpoint" in str(run(shell, "verify", "--checkpoint", str(noted)).exception)


def test_seals_of_a_former_secret_are_checked_with_it(
    shell: CliRunner, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BELLHOP_SECRET", "another secret of this installation, long enough")
    result = run(shell, "verify")
    assert result.exit_code == 1
    assert "sealed under another secret" in result.stdout
    former = tmp_path / "former"
    former.write_text(settings.secret + "\n")
    assert run(shell, "verify", "--former-secret-file", str(former)).exit_code == 0
