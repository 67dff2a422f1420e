"""What got stuck: mail in quarantine or held, effects given up. Listed over all hotels, tried again by id."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from datetime import datetime

import click

from bellhop.commands.opening import JSON_OPTION, desk_of_shell, show
from workflow import clock, database
from workflow.models import Effect, Inbox
from workflow.services import stuck
from workflow.services.inbox import load_raw
from workflow.services.overview import all_hotels
from workflow.values import EffectState, InboxState
from workflow.wake import wake_clock

MOST = 200


@click.group()
def inbox() -> None:
    """Mail that could not be processed, or waits for a decision."""


@inbox.command("list")
@JSON_OPTION
def list_inbox(as_json: bool) -> None:
    """Held and quarantined mail, oldest first."""
    desk_of_shell()
    with database.hotels(all_hotels()):
        codes = _codes()
        found = [
            {
                "id": str(row.id),
                "hotel": codes[row.hotel_id],
                "state": row.state,
                "receivedAt": _moment(row.received_at),
                "from": row.sender or row.envelope_from,
                "subject": row.subject,
                "size": row.size,
                "reason": row.reason,
            }
            for row in Inbox.select()
            .where(Inbox.state << [InboxState.HELD, InboxState.QUARANTINED])
            .order_by(Inbox.id)
            .limit(MOST)
        ]
    _show_rows(found, as_json=as_json, empty="Nothing is stuck.")


@inbox.command("show")
@click.argument("id", type=int)
def show_inbox(id: int) -> None:
    """The mail as it came, byte for byte."""
    desk_of_shell()
    with database.hotels(all_hotels()):
        raw = load_raw(id)
    if not raw:
        raise click.ClickException(f"There is no mail with the id {id}.")
    sys.stdout.buffer.write(raw)


@inbox.command("retry")
@click.argument("ids", nargs=-1, type=int, required=True)
def retry_inbox(ids: tuple[int, ...]) -> None:
    """Read these mails of the quarantine again."""
    desk_of_shell()
    for id in ids:
        with database.hotels(all_hotels()):
            row = Inbox.get_or_none(Inbox.id == id)
            if row is None:
                raise click.ClickException(f"There is no mail with the id {id}.")
            stuck.retry_mail(row.hotel_id, id, now=clock.now())
        click.echo(f"Mail {id} is read again.")
    wake_clock()


@click.group()
def effects() -> None:
    """What the desk gave up sending."""


@effects.command("list")
@JSON_OPTION
def list_effects(as_json: bool) -> None:
    """Dead effects, oldest first."""
    desk_of_shell()
    with database.hotels(all_hotels()):
        codes = _codes()
        found = [
            {
                "id": str(row.id),
                "hotel": codes[row.hotel_id],
                "kind": row.kind,
                "attempts": row.attempts,
                "createdAt": _moment(row.created_at),
                "ticketId": str(row.ticket_id) if row.ticket_id else None,
                "error": row.error,
            }
            for row in Effect.select().where(Effect.state == EffectState.DEAD).order_by(Effect.id).limit(MOST)
        ]
    _show_rows(found, as_json=as_json, empty="Nothing was given up.")


@effects.command("retry")
@click.argument("ids", nargs=-1, type=int, required=True)
def retry_effects(ids: tuple[int, ...]) -> None:
    """Try these effects again, with all their tries."""
    desk_of_shell()
    for id in ids:
        with database.hotels(all_hotels()):
            row = Effect.get_or_none(Effect.id == id)
            if row is None:
                raise click.ClickException(f"There is no effect with the id {id}.")
            stuck.retry_effect(row.hotel_id, id, now=clock.now())
        click.echo(f"Effect {id} is tried again.")
    wake_clock()


def _codes() -> dict[int, str]:
    return dict(database.rows("SELECT id, code FROM hotels"))


def _moment(moment: datetime) -> str:
    return moment.isoformat().replace("+00:00", "Z")


def _show_rows(rows: Sequence[Mapping[str, object]], *, as_json: bool, empty: str) -> None:
    lines = ("  ".join(str(value) for value in row.values() if value not in (None, "")) for row in rows)
    show(rows, as_json=as_json, text="\n".join(lines) or empty)
