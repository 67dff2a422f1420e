"""Mail that was kept as a file because no relay is configured: the list, and one file."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from workflow.database import rows
from workflow.errors import NotFound
from workflow.queries import paging
from workflow.queries.paging import Page, Wanted
from workflow.queries.sql import Condition, all_of


@dataclass(frozen=True, slots=True)
class KeptMail:
    id: int
    hotel_id: int
    kind: str
    to: str
    subject: str
    pid: str | None
    at: datetime
    place: str  # under BELLHOP_HOME


# effects_kept serves it.
_KEPT = """
SELECT e.id, e.hotel_id, e.result ->> 'kind', e.result ->> 'to', e.result ->> 'subject', t.pid, e.finished_at,
  e.result ->> 'kept'
FROM effects e LEFT JOIN tickets t ON t.id = e.ticket_id
WHERE {where} ORDER BY e.id DESC LIMIT %s OFFSET %s
"""


def page(hotel_id: int, wanted: Wanted) -> Page[KeptMail]:
    """The newest first, in the open transaction. Raises Invalid."""
    wanted = paging.checked(wanted)
    where = _kept(hotel_id)
    total, is_estimate = paging.count("effects e", where)
    if wanted.cursor:
        where = all_of((where, Condition("e.id < %s", (paging.read_cursor(wanted.cursor),))))
    found = rows(_KEPT.format(where=where.sql), (*where.values, wanted.page_size + 1, wanted.offset))
    shown = tuple(KeptMail(*row) for row in found[: wanted.page_size])
    more = len(found) > wanted.page_size
    cursor = paging.write_cursor(shown[-1].id) if more else ""
    return Page(shown, total, is_estimate, wanted.page, wanted.page_size, cursor)


def find(hotel_id: int, id: int) -> KeptMail:
    """In the open transaction. Raises NotFound."""
    where = all_of((_kept(hotel_id), Condition("e.id = %s", (id,))))
    found = rows(_KEPT.format(where=where.sql), (*where.values, 1, 0)) if id < 2**63 else []
    if not found:
        raise NotFound("There is no such mail in the outbox.")
    return KeptMail(*found[0])


def content(mail: KeptMail, home: Path) -> bytes:
    """The file's bytes. Raises NotFound when somebody removed it; nothing but the hotel's outbox is read."""
    path = (home / mail.place).resolve()
    folder = home / "outbox" / str(mail.hotel_id)
    try:
        if path.is_relative_to(folder.resolve()):
            return path.read_bytes()
    except OSError:
        pass
    raise NotFound("This mail's file is no longer in the outbox folder.")


def _kept(hotel_id: int) -> Condition:
    return Condition(
        "e.hotel_id = %s AND e.state = 'done' AND (e.result ->> 'kept') IS NOT NULL", (hotel_id,)
    )
