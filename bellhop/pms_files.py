"""The default adapter of a PMS: files in a folder. It drops lists of stays, and reads what tickets became (R-PMS-1).

FOLDER/in/*.csv are taken in and moved to FOLDER/done, with a .result.csv beside each; FOLDER/tickets.csv grows.
"""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Iterator, Sequence
from dataclasses import fields
from pathlib import Path

from workflow.errors import Invalid
from workflow.pms_adapter import LineResult, MirroredTicket, StayBatch
from workflow.stay_lines import MAX_BYTES, read

IN, DONE, TICKETS = "in", "done", "tickets.csv"
COLUMNS = tuple(field.name for field in fields(MirroredTicket))
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


class PmsFiles:
    def __init__(self, folder: Path) -> None:
        self._folder = folder
        for name in (IN, DONE):
            (folder / name).mkdir(parents=True, exist_ok=True)

    def stays(self) -> Iterator[StayBatch]:
        """By name: who writes the files names them by time. One that is still written has another ending until then."""
        for path in sorted((self._folder / IN).glob("*.csv")):
            with path.open("rb") as file:
                content = file.read(MAX_BYTES + 1)
            try:
                yield StayBatch(path.name, read(content))
            except Invalid as error:
                yield StayBatch(path.name, problem=str(error))

    def settled(self, batch: StayBatch, results: Sequence[LineResult]) -> None:
        lines = [(line.number, line.confirmation, line.outcome, line.reason) for line in results]
        result = self._folder / DONE / f"{batch.name}.result.csv"
        result.write_text(_csv([("line", "confirmation", "outcome", "reason"), *lines]), "utf-8")
        (self._folder / IN / batch.name).replace(self._folder / DONE / batch.name)

    def mirror(self, tickets: Sequence[MirroredTicket]) -> None:
        path = self._folder / TICKETS
        lines: list[Sequence[object]] = [] if path.exists() else [COLUMNS]
        lines += [[getattr(ticket, column) for column in COLUMNS] for ticket in tickets]
        with path.open("a", encoding="utf-8", newline="") as file:
            file.write(_csv(lines))
            file.flush()
            os.fsync(file.fileno())


def _csv(lines: Sequence[Sequence[object]]) -> str:
    text = io.StringIO(newline="")
    csv.writer(text).writerows([_plain(value) for value in line] for line in lines)
    return text.getvalue()


def _plain(value: object) -> str:
    """A spreadsheet takes nothing of it for a formula."""
    text = value.isoformat() if hasattr(value, "isoformat") else str(value)
    return f"'{text}" if text.startswith(_FORMULA) else text
