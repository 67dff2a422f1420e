"""`bellhop torture`: the failure campaign against a desk of its own, on free ports of this machine alone."""

from __future__ import annotations

import random
import sys
import tempfile
from pathlib import Path

import click

from bellhop.embedded.postgres import Postgres
from bellhop.embedded.valkey import Valkey
from bellhop.torture import campaign
from bellhop.torture.verdict import Verdict
from workflow import database
from workflow.migrate import migrate
from workflow.settings import environment

FULL_SECONDS = 60.0


@click.command()
@click.option(
    "--seconds", default=FULL_SECONDS, show_default=True, type=click.FloatRange(min=1), help="Of blows."
)
@click.option("--seed", type=int, help="Repeats the blows of a run; timing differs all the same.")
def torture(seconds: float, seed: int | None) -> None:
    """Kill and pause the processes of a desk under load, and count what the outside saw."""
    plan = campaign.Plan(seconds, random.randrange(2**32) if seed is None else seed)
    _say(f"seed {plan.seed}")
    with tempfile.TemporaryDirectory(prefix="bellhop-torture-") as name:
        folder = Path(name)
        folder.chmod(0o755)  # the server may run as another user
        found = _run(plan, folder)
    click.echo(str(found))
    if not found.is_good or (seconds >= FULL_SECONDS and not found.is_full):
        sys.exit(1)


def _run(plan: campaign.Plan, folder: Path) -> Verdict:
    environ = {
        name: value for name, value in environment().items() if name in ("PATH", "HOME", "LANG", "TMPDIR")
    }
    store = Postgres(folder, environ=environ, report=_say)
    courier = Valkey(folder, environ=environ, report=_say)
    try:
        store.start()
        courier.start()
        migrate(store.url)
        database.connect(store.url)
        desk = folder / "desk"
        desk.mkdir()
        urls = {"DATABASE_URL": store.url, "REDIS_URL": courier.url}
        return campaign.run(plan, environ={**environ, **urls}, folder=desk, say=_say)
    finally:
        database.disconnect()
        courier.stop()
        store.stop()


def _say(sentence: str) -> None:
    click.echo(sentence, err=True)
