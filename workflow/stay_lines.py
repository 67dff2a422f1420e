"""A list of stays as people export it, read line by line: comma, semicolon or tab, UTF-8 or Latin, with its header.

Pure: bytes to lines, each with what it says or why it cannot be used. What becomes of them is services/stay_import.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from workflow.errors import Invalid
from workflow.reasons import because
from workflow.values import StayStatus

MAX_BYTES = 2 * 1024 * 1024
MAX_LINES = 5000
DELIMITERS = (",", ";", "\t")
REQUIRED = ("confirmation", "arrival", "departure")

# What a column may be called, beside its own name; read without case, blanks and signs.
HEADERS: Mapping[str, tuple[str, ...]] = {
    "confirmation": (
        "confirmationnumber",
        "booking",
        "bookingnumber",
        "reservation",
        "reservationnumber",
        "buchung",
        "buchungsnummer",
        "reservierung",
        "reservierungsnummer",
    ),
    "name": ("guest", "guestname", "gast", "gastname"),
    "email": ("mail", "emails", "emailaddress", "mailadresse", "emailadresse"),
    "phone": ("phones", "mobile", "telephone", "telefon", "mobil", "handy"),
    "language": ("lang", "sprache"),
    "room": ("roomnumber", "zimmer", "zimmernummer"),
    "arrival": ("checkin", "arrivaldate", "from", "anreise", "von"),
    "departure": ("checkout", "departuredate", "to", "until", "abreise", "bis"),
    "status": ("state", "zustand"),
}
STATUSES: Mapping[str, StayStatus] = {
    "reserved": StayStatus.BOOKED,
    "confirmed": StayStatus.BOOKED,
    "checked_in": StayStatus.IN_HOUSE,
    "inhouse": StayStatus.IN_HOUSE,
    "checked_out": StayStatus.DEPARTED,
    "canceled": StayStatus.CANCELLED,
    "noshow": StayStatus.NO_SHOW,
    **{str(status): status for status in StayStatus},
}
"""As other programs say it."""

_GERMAN_DATE = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})")
_BETWEEN = re.compile(r"[\s|]+")


@dataclass(frozen=True, slots=True)
class StayLine:
    """One line with its number in the file; room and status None: it does not say. problem: why it cannot be used,
    field: which column that is in.
    """

    number: int
    confirmation: str
    name: str = ""
    emails: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    language: str = ""
    room: str | None = None
    arrival: date | None = None
    departure: date | None = None
    status: StayStatus | None = None
    problem: str = ""
    field: str = ""


def read(content: bytes) -> list[StayLine]:
    """Every line below the header that is not empty. Raises Invalid for a file that is no such list."""
    if len(content) > MAX_BYTES:
        raise Invalid(
            "This file is larger than %(most)s MB.", "file", values={"most": MAX_BYTES // 1024 // 1024}
        )
    text = _decoded(content)
    if not text.strip():
        raise Invalid("This file is empty.", "file")
    records = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text))
    lines: list[StayLine] = []
    try:
        columns = _columns(next(records))
        for cells in records:
            if any(cell.strip() for cell in cells):
                lines.append(_line(records.line_num, columns, cells))
            if len(lines) > MAX_LINES:
                raise Invalid(
                    "At most %(most)s lines are taken at once: split the file.",
                    "file",
                    values={"most": f"{MAX_LINES:,}"},
                )
    except csv.Error:
        raise Invalid(
            "Line %(line)s cannot be read as a line of a list.", "file", values={"line": records.line_num}
        ) from None
    if not lines:
        raise Invalid("There is no line below the header.", "file")
    return lines


def status_of(written: str) -> StayStatus:
    """Raises Invalid."""
    status = STATUSES.get(re.sub(r"[\s-]+", "_", written.strip().lower()))
    if status is None:
        raise Invalid(
            "A status is one of %(statuses)s.", "status", values={"statuses": ", ".join(StayStatus)}
        )
    return status


def _decoded(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", "replace").replace("\x00", "")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", "replace")
    return text.replace("\x00", "")


def _delimiter(text: str) -> str:
    """The one that the header has most of."""
    header = text.lstrip().partition("\n")[0]
    return max(DELIMITERS, key=header.count)


def _columns(header: list[str]) -> list[str]:
    """The name of each column, "" for one that is not ours. Raises Invalid."""
    by_name = {other: name for name, others in HEADERS.items() for other in (name, *others)}
    columns = [by_name.get(re.sub(r"[\W_]+", "", cell.lower()), "") for cell in header]
    for name in HEADERS:
        if columns.count(name) > 1:
            raise Invalid("Two columns of this file are the %(name)s.", "file", values={"name": name})
    missing = [name for name in REQUIRED if name not in columns]
    if missing:
        raise Invalid(
            "The first line names the columns, and these are not among them: %(missing)s.",
            "file",
            values={"missing": ", ".join(missing)},
        )
    if not {"name", "email", "phone"} & set(columns):
        raise Invalid("The file says nothing about the guests: no name, email or phone.", "file")
    return columns


def _line(number: int, columns: list[str], cells: list[str]) -> StayLine:
    said = {name: cell.strip() for name, cell in zip(columns, cells, strict=False) if name}
    confirmation = said.get("confirmation", "")
    if len(cells) > len(columns) and any(cell.strip() for cell in cells[len(columns) :]):
        return StayLine(number, confirmation, problem=because("This line has more cells than the header."))
    try:
        return StayLine(
            number,
            confirmation,
            name=said.get("name", ""),
            emails=_several(said.get("email", "")),
            phones=tuple(filter(None, said.get("phone", "").split("|"))),
            language=said.get("language", ""),
            room=said.get("room") or None,
            arrival=_date(said.get("arrival", ""), "arrival"),
            departure=_date(said.get("departure", ""), "departure"),
            status=status_of(said["status"]) if said.get("status") else None,
        )
    except Invalid as error:
        return StayLine(number, confirmation, problem=str(error), field=error.field)


def _several(cell: str) -> tuple[str, ...]:
    return tuple(filter(None, _BETWEEN.split(cell)))


def _date(written: str, field: str) -> date:
    """2026-11-20 or 20.11.2026; with slashes nobody knows which is the month. Raises Invalid."""
    german = _GERMAN_DATE.fullmatch(written)
    try:
        if german:
            day, month, year = map(int, german.groups())
            return date(year, month, day)
        return date.fromisoformat(written)
    except ValueError:
        raise Invalid("A date is written like 2026-11-20 or 20.11.2026.", field) from None
