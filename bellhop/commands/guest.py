"""`bellhop guest`: all that is held about one guest, printed, or erased for good (R-PRIV-1)."""

from __future__ import annotations

import json
from pathlib import Path

import click

from bellhop.commands.opening import JSON_OPTION, desk_of_shell, show
from workflow import clock
from workflow.database import hotel
from workflow.desk import Desk
from workflow.services import erasing, guest_export, guest_records
from workflow.services.hotels import hotel_id_of
from workflow.services.outbox_copies import remove_copies
from workflow.services.personal_data import of_guest
from workflow.values import SYSTEM

_HOTEL = click.option("--hotel", "code", required=True, help="The hotel's code, like AUR.")
_WHO = click.argument("who", metavar="GUEST")


@click.group()
def guest() -> None:
    """One guest: export or erase what is held. GUEST is an id, a mail address or a number."""


@guest.command()
@_HOTEL
@_WHO
@click.option(
    "--files",
    "folder",
    type=click.Path(file_okay=False, path_type=Path),
    help="Also write his files into this folder, each named by its id.",
)
def export(code: str, who: str, folder: Path | None) -> None:
    """Print all that is held about a guest, as JSON."""
    desk = desk_of_shell()
    hotel_id = hotel_id_of(code)
    with hotel(hotel_id):
        found = guest_export.export(hotel_id, guest_records.named(hotel_id, who, "guest"), now=clock.now())
        held = _files(found)
    if folder is not None:
        _write(desk, hotel_id, held, folder)
    click.echo(json.dumps(found, ensure_ascii=False, indent=1))


@guest.command()
@_HOTEL
@_WHO
@click.option("--yes", is_flag=True, help="Do not ask.")
@JSON_OPTION
def erase(code: str, who: str, yes: bool, as_json: bool) -> None:
    """Erase all that is about a guest, for good. Numbers, states and times of tickets stay."""
    desk = desk_of_shell()
    hotel_id = hotel_id_of(code)
    with hotel(hotel_id):
        guest_id = guest_records.named(hotel_id, who, "guest")
        held = of_guest(hotel_id, guest_id)
    if not yes:
        click.confirm(
            f"Erase guest {guest_id} with {len(held.tickets)} tickets and {len(held.messages)} messages for good?",
            abort=True,
        )
    done = erasing.erase(hotel_id, guest_id, files=desk.files, actor=SYSTEM, now=clock.now())
    copies = remove_copies(desk.settings.home, hotel_id, held.emails)
    lines = [f"{table}: {count:,}" for table, count in sorted(done.rows.items())]
    show(
        {"guestId": str(guest_id), "rows": done.rows, "files": done.files, "outbox": copies},
        as_json=as_json,
        text="\n".join((*lines, f"files: {done.files:,}", f"mails in the outbox folder: {copies:,}")),
    )


def _files(found: guest_export.Exported) -> list[tuple[int, str]]:
    files = found["files"]
    assert isinstance(files, list)
    return [(one["id"], one["sha256"]) for one in files]


def _write(desk: Desk, hotel_id: int, held: list[tuple[int, str]], folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for id, sha256 in held:
        (folder / str(id)).write_bytes(desk.files.get(hotel_id, sha256))
