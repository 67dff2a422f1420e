"""A list of tickets on paper (R-TKT-10)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from web import words
from web.languages import N_, gettext
from web.pdf.sheet import Sheet
from workflow.card_numbers import mask
from workflow.queries.tickets import TicketRow

_HEADS = (
    (N_("Number"), 42.0),
    (N_("Created"), 27.0),
    (N_("Subject"), 70.0),
    (N_("Guest"), 38.0),
    (N_("Room"), 14.0),
    (N_("State"), 32.0),
    (N_("Priority"), 18.0),
    (N_("Assignee"), 24.0),
)


def of(
    rows: Sequence[TicketRow], zones: dict[int, ZoneInfo], *, title: str, is_cut: bool, now: datetime
) -> bytes:
    """zones: by hotel."""
    lines = [_cells(row, zones[row.hotel_id]) for row in rows]
    zone = next(iter(zones.values()))
    foot = gettext("Printed %(moment)s", moment=f"{now.astimezone(zone):%Y-%m-%d %H:%M}")
    texts = [title, *(cell for line in lines for cell in line)]
    sheet = Sheet(texts, foot=foot, orientation="landscape")
    sheet.title_line(title)
    sheet.quiet(gettext("%(number)s tickets, times in %(zone)s", number=len(rows), zone=zone.key))
    sheet.ln(2)
    widths = [width for _, width in _HEADS]
    sheet.table_row([gettext(head) for head, _ in _HEADS], widths, bold=True)
    for line in lines:
        sheet.table_row(line, widths)
    if is_cut:
        sheet.ln(2)
        sheet.strong(gettext("The list goes on: narrow it for the others, or take them as CSV."))
    sheet.say_what_is_missing()
    return bytes(sheet.output())


def _cells(row: TicketRow, zone: ZoneInfo) -> list[str]:
    return [
        row.pid,
        f"{row.created_at.astimezone(zone):%Y-%m-%d %H:%M}",
        mask(row.subject) or gettext("(no subject)"),
        mask(row.requester),
        row.room.name if row.room else "",
        gettext(words.STATES[row.state]),
        gettext(words.PRIORITIES[row.priority]),
        row.assignee.name if row.assignee else "",
    ]
