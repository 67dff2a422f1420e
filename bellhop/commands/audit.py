"""`bellhop audit`: is the timeline what the desk wrote? And a note of where it ends, to be kept outside.

How it is checked is workflow/services/audit_check; docs/decisions/audit-chain.md says what it can find.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

import click

from bellhop.commands.opening import JSON_OPTION, desk_of_shell, show
from workflow import audit as chain
from workflow import clock
from workflow.database import hotel, hotels, rows
from workflow.desk import Desk
from workflow.errors import Invalid
from workflow.sealing import Keys
from workflow.services import audit_check
from workflow.services.audit import chain_key, head_of
from workflow.services.audit_check import Checkpoint, Fault, Report
from workflow.services.hotels import hotel_id_of
from workflow.services.overview import all_hotels

HOTEL_OPTION = click.option("--hotel", "code", default="", help="Only the hotel with this code.")


@click.group()
def audit() -> None:
    """The sealed timeline: verify it, note where it ends."""


@audit.command()
@HOTEL_OPTION
@JSON_OPTION
@click.option(
    "--checkpoint",
    "noted",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="What `audit checkpoint` printed earlier: finds a tail that was cut since.",
)
@click.option(
    "--former-secret-file",
    "former",
    multiple=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A secret of the installation that was changed since; may be given several times.",
)
def verify(code: str, as_json: bool, noted: Path | None, former: tuple[Path, ...]) -> None:
    """Check every seal; names the first bad line and what is not sealed yet. Exit code 1 when something is wrong."""
    desk = desk_of_shell()
    codes = _codes(code)
    checkpoints = _read_checkpoints(noted) if noted else {}
    lost = sorted(set(checkpoints) - set(_codes("").values())) if not code else []
    keys = _keys(desk, former)
    reports = {
        codes[hotel_id]: _verify(hotel_id, codes[hotel_id], keys, checkpoints.get(codes[hotel_id]))
        for hotel_id in codes
    }
    is_well = not lost and not any(report.faults for report in reports.values())
    lines = [_line(name, report) for name, report in reports.items()]
    lines += [f"{name}  BAD: the hotel of the checkpoint is gone" for name in lost]
    found = {"ok": is_well, "hotels": [_json(name, report) for name, report in reports.items()], "lost": lost}
    show(found, as_json=as_json, text="\n".join(lines) or "There is no hotel.")
    if not is_well:
        sys.exit(1)


@audit.command()
@HOTEL_OPTION
def checkpoint(code: str) -> None:
    """Print where each chain ends: hotel, count, head. Keep it where no administrator of the database can write."""
    desk_of_shell()
    for hotel_id, name in _codes(code).items():
        with hotel(hotel_id):
            head = head_of(hotel_id)
        click.echo(f"{name} {head.position} {head.link.hex()} {chain.utc(clock.now())}")


def _verify(hotel_id: int, name: str, keys: Mapping[bytes, bytes], noted: Checkpoint | None) -> Report:
    """With a bar on the terminal; a program sees none."""
    with click.progressbar(
        length=audit_check.count_sealed(hotel_id), label=name, file=sys.stderr, width=0
    ) as bar:
        return audit_check.verify(hotel_id, keys=keys, checkpoint=noted, progress=bar.update)


def _codes(code: str) -> dict[int, str]:
    """Code by id, of one hotel or of all."""
    ids = [hotel_id_of(code)] if code else all_hotels()
    if not ids:
        return {}
    with hotels(ids):
        return dict(rows("SELECT id, code FROM hotels ORDER BY code"))


def _keys(desk: Desk, former: Iterable[Path]) -> dict[bytes, bytes]:
    keys = [chain_key(desk.keys), *(chain_key(Keys(path.read_text("utf-8").strip())) for path in former)]
    return {chain.key_id_of(key): key for key in keys}


def _read_checkpoints(path: Path) -> dict[str, Checkpoint]:
    """By hotel code; the furthest one when a file holds several of a hotel. Raises Invalid."""
    found: dict[str, Checkpoint] = {}
    for number, line in enumerate(path.read_text("utf-8", "replace").splitlines(), start=1):
        if not line.strip():
            continue
        try:
            code, count, head, *_ = line.split()
            noted = Checkpoint(int(count), bytes.fromhex(head))
        except ValueError:
            raise Invalid(
                "Line %(number)s of %(path)s is no checkpoint: it names hotel, count and head.",
                "checkpoint",
                values={"number": number, "path": path},
            ) from None
        if noted.position >= found.get(code, noted).position:
            found[code] = noted
    return found


def _line(name: str, report: Report) -> str:
    waiting = f"{report.waiting:,} not sealed yet"
    if report.waiting and report.waiting_since:
        waiting += f" (the oldest is from {chain.utc(report.waiting_since)})"
    counts = f"{report.sealed:,} events sealed, {report.erased:,} of them erased, {waiting}"
    if report.first is None:
        return f"{name}  {counts}: in order, head {report.head.link.hex()[:16]}"
    return f"{name}  {counts}\n{name}  BAD: {_sentence(report.first)}. Faults in all: {report.faults:,}."


def _sentence(fault: Fault) -> str:
    where = f"at position {fault.position}" if fault.position is not None else ""
    event = f"event {fault.event_id}" if fault.event_id is not None else ""
    ticket = f"of ticket {fault.ticket_id}" if fault.ticket_id is not None else ""
    told = f'"{fault.kind}" on {chain.utc(fault.at)}' if fault.at is not None else ""
    place = ", ".join(filter(None, (where, " ".join(filter(None, (event, ticket, told))))))
    return f"{place}: {fault.what}" if place else fault.what


def _json(name: str, report: Report) -> dict[str, object]:
    first = report.first
    return {
        "hotel": name,
        "sealed": report.sealed,
        "head": report.head.link.hex(),
        "erased": report.erased,
        "unsealed": report.waiting,
        "unsealedSince": chain.utc(report.waiting_since) if report.waiting_since else None,
        "faults": report.faults,
        "firstBad": first
        and {
            "what": first.what,
            "position": first.position,
            "eventId": str(first.event_id) if first.event_id is not None else None,
            "ticketId": str(first.ticket_id) if first.ticket_id is not None else None,
            "kind": first.kind,
            "at": chain.utc(first.at) if first.at else None,
        },
    }
