"""What got stuck: mail in quarantine or held, effects and deadlines given up. Listed over all hotels, tried again by id."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Protocol, TypeVar

import click

from bellhop.commands.opening import JSON_OPTION, desk_of_shell, show
from workflow import clock, database
from workflow.models import Deadline, Effect, Inbox
from workflow.queries import stuck as stuck_queries
from workflow.queries.paging import Page, Wanted
from workflow.queries.stuck import DeadDeadline, DeadEffect, StuckMail
from workflow.services import stuck
from workflow.services.inbox import load_raw
from workflow.services.overview import all_hotels
from workflow.wake import wake_clock

PAGE_SIZE = 200
PAGE_OPTION = click.option(
    "--page", default=1, show_default=True, type=click.IntRange(1, 50), help=f"{PAGE_SIZE} to a page."
)


class OfHotel(Protocol):
    """A row of some hotel."""

    @property
    def hotel_id(self) -> int: ...


Row = TypeVar("Row", bound=OfHotel)


@click.group()
def inbox() -> None:
    """Mail that could not be processed, or waits for a decision."""


@inbox.command("list")
@PAGE_OPTION
@JSON_OPTION
def list_inbox(page: int, as_json: bool) -> None:
    """Held and quarantined mail, newest first."""
    desk_of_shell()

    def shape(mail: StuckMail, code: str) -> dict[str, object]:
        return {
            "id": str(mail.id),
            "hotel": code,
            "state": mail.state,
            "receivedAt": _moment(mail.received_at),
            "from": mail.sender,
            "subject": mail.subject,
            "size": mail.size,
            "reason": mail.reason,
        }

    _show_page(stuck_queries.stuck_mails, shape, page, as_json=as_json, empty="Nothing is stuck.")


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
@PAGE_OPTION
@JSON_OPTION
def list_effects(page: int, as_json: bool) -> None:
    """Dead effects, newest first."""
    desk_of_shell()

    def shape(dead: DeadEffect, code: str) -> dict[str, object]:
        return {
            "id": str(dead.id),
            "hotel": code,
            "kind": dead.kind,
            "attempts": dead.attempts,
            "createdAt": _moment(dead.created_at),
            "ticket": dead.pid,
            "error": dead.error,
        }

    _show_page(stuck_queries.dead_effects, shape, page, as_json=as_json, empty="Nothing was given up.")


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


@click.group()
def deadlines() -> None:
    """What was to happen at a moment and could not be done."""


@deadlines.command("list")
@PAGE_OPTION
@JSON_OPTION
def list_deadlines(page: int, as_json: bool) -> None:
    """Dead deadlines, newest first."""
    desk_of_shell()

    def shape(dead: DeadDeadline, code: str) -> dict[str, object]:
        return {
            "id": str(dead.id),
            "hotel": code,
            "kind": dead.kind,
            "attempts": dead.attempts,
            "dueAt": _moment(dead.due_at),
            "ticket": dead.pid,
            "error": dead.error,
        }

    _show_page(stuck_queries.dead_deadlines, shape, page, as_json=as_json, empty="Nothing was given up.")


@deadlines.command("retry")
@click.argument("ids", nargs=-1, type=int, required=True)
def retry_deadlines(ids: tuple[int, ...]) -> None:
    """Try these deadlines again, with all their tries."""
    desk_of_shell()
    for id in ids:
        with database.hotels(all_hotels()):
            row = Deadline.get_or_none(Deadline.id == id)
            if row is None:
                raise click.ClickException(f"There is no deadline with the id {id}.")
            stuck.retry_deadline(row.hotel_id, id, now=clock.now())
        click.echo(f"Deadline {id} is tried again.")


def _show_page(
    find: Callable[[tuple[int, ...], Wanted], Page[Row]],
    shape: Callable[[Row, str], Mapping[str, object]],
    page: int,
    *,
    as_json: bool,
    empty: str,
) -> None:
    """The rows on standard output; how many there are, and where the others are, beside them."""
    ids = tuple(all_hotels())
    with database.hotels(ids):
        codes = dict(database.rows("SELECT id, code FROM hotels"))
        found = find(ids, Wanted(page, PAGE_SIZE))
    shaped = [shape(row, codes[row.hotel_id]) for row in found.rows]
    lines = ("  ".join(str(value) for value in row.values() if value not in (None, "")) for row in shaped)
    show(shaped, as_json=as_json, text="\n".join(lines) or empty)
    if found.total > len(shaped):
        about = "about " if found.total_is_estimate else ""
        rest = f"; the next: --page {page + 1}" if found.next_cursor else ""
        click.echo(f"Page {page} of {found.total_pages}, {about}{found.total} in all{rest}.", err=True)


def _moment(moment: datetime) -> str:
    return moment.isoformat().replace("+00:00", "Z")
