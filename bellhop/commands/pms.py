"""`bellhop pms`: exchange files with the hotel's PMS; run it every few minutes by cron or a timer (R-PMS-1)."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import click

from bellhop.commands.opening import JSON_OPTION, desk_of_shell, show
from bellhop.pms_files import PmsFiles
from workflow import clock
from workflow.services.hotels import hotel_id_of
from workflow.services.pms_exchange import exchange


@click.group()
def pms() -> None:
    """The hotel's PMS, by files in a folder."""


@pms.command("exchange")
@click.option("--hotel", "code", required=True, help="The hotel's code, like AUR.")
@click.option("--folder", type=click.Path(file_okay=False, path_type=Path), required=True)
@JSON_OPTION
def exchange_files(code: str, folder: Path, as_json: bool) -> None:
    """Take in FOLDER/in/*.csv, and write to FOLDER/tickets.csv what became of tickets since the last time."""
    desk_of_shell()
    done = exchange(hotel_id_of(code), PmsFiles(folder), now=clock.now())
    text = (
        f"{done.batches} lists: {done.taken} stays taken, {done.refused} lines refused."
        f" {done.tickets} tickets told."
    )
    show(asdict(done), as_json=as_json, text=text)
