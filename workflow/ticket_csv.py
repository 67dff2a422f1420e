"""Tickets as lines of CSV (R-TKT-10): RFC 4180, UTF-8 with a byte order mark, times in the hotel's zone and as ISO. Pure.

No cell is a formula to a spreadsheet, and no card number leaves (R-TKT-13).
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from workflow.card_numbers import mask
from workflow.queries.tickets import TicketRow

BYTE_ORDER_MARK = "\ufeff"
_BEGINS_FORMULA = frozenset("=+-@\t\r\n|%＝＋－＠")
_INVISIBLE = " \u00a0\u3000\u200b\u2060\ufeff'\""

Cell = Callable[[TicketRow, ZoneInfo], str]


def _local(moment: datetime | None, zone: ZoneInfo) -> str:
    return moment.astimezone(zone).strftime("%Y-%m-%d %H:%M") if moment else ""


def _iso(moment: datetime | None) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z") if moment else ""


COLUMNS: dict[str, Cell] = {
    "Number": lambda row, zone: row.pid,
    "State": lambda row, zone: row.state,
    "Priority": lambda row, zone: row.priority,
    "Subject": lambda row, zone: row.subject,
    "Guest": lambda row, zone: row.requester,
    "Address": lambda row, zone: row.requester_address,
    "Room": lambda row, zone: row.room.name if row.room else "",
    "Category": lambda row, zone: row.category.name if row.category else "",
    "Department": lambda row, zone: row.department.name if row.department else "",
    "Assignee": lambda row, zone: row.assignee.name if row.assignee else "",
    "Tags": lambda row, zone: ", ".join(row.tags),
    "Source": lambda row, zone: row.source,
    "Created": lambda row, zone: _local(row.created_at, zone),
    "First response": lambda row, zone: _local(row.first_response_at, zone),
    "Due": lambda row, zone: _local(row.due_at, zone),
    "Resolved": lambda row, zone: _local(row.resolved_at, zone),
    "Closed": lambda row, zone: _local(row.closed_at, zone),
    "Time zone": lambda row, zone: zone.key,
    "Created (ISO)": lambda row, zone: _iso(row.created_at),
    "First response (ISO)": lambda row, zone: _iso(row.first_response_at),
    "Due (ISO)": lambda row, zone: _iso(row.due_at),
    "Resolved (ISO)": lambda row, zone: _iso(row.resolved_at),
    "Closed (ISO)": lambda row, zone: _iso(row.closed_at),
    "Opened by staff": lambda row, zone: str(row.view_count),
}


@dataclass(frozen=True, slots=True)
class CsvWords:
    """What a reader calls the columns, and some of their values; where it says nothing they stand as programs read them."""

    columns: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def cell(self, column: str, text: str) -> str:
        return self.values.get(column, {}).get(text, text)


FOR_PROGRAMS = CsvWords()


def head(words: CsvWords = FOR_PROGRAMS) -> str:
    return BYTE_ORDER_MARK + _line(words.columns.get(column, column) for column in COLUMNS)


def lines(
    found: Iterable[TicketRow], zones: dict[int, ZoneInfo], words: CsvWords = FOR_PROGRAMS
) -> Iterator[str]:
    """One a ticket. zones: by hotel."""
    for row in found:
        zone = zones[row.hotel_id]
        yield _line(words.cell(column, cell(row, zone)) for column, cell in COLUMNS.items())


def remark(sentence: str) -> str:
    """A last line that is no ticket."""
    return _line([sentence])


def safe(text: str) -> str:
    """The text, with an apostrophe before what a spreadsheet would reckon or run; card numbers masked.

    Also where the sign is full-width, or stands behind what nobody sees (OWASP, CSV injection).
    """
    text = mask(text.replace("\x00", ""))
    if not text:
        return text
    begins = {text[0], text.lstrip(_INVISIBLE)[:1]}
    return text if begins.isdisjoint(_BEGINS_FORMULA) else f"'{text}"


def _line(cells: Iterable[str] | Sequence[str]) -> str:
    written = io.StringIO()
    csv.writer(written).writerow([safe(cell) for cell in cells])
    return written.getvalue()
