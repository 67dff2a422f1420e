"""What the QR desk shows: who may get a code now, the codes and sessions that are good, the signs of rooms."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from workflow.database import rows
from workflow.queries import paging
from workflow.queries.paging import Page, Wanted
from workflow.queries.sql import Condition, all_of, like
from workflow.queries.tickets import Named

MAX_SHOWN = 200

# As workflow/presence has it, for stays `s` and hotels `h`: not yet checked out, by the clock of the hotel.
_NOT_OUT = "(s.departure + coalesce(h.settings ->> 'check_out', '12:00')::time) AT TIME ZONE h.time_zone > %s"


@dataclass(frozen=True, slots=True)
class CodeRow:
    """A code that nobody has used yet. is_active: it lets in now; a card waits for check-in."""

    id: int
    hotel_id: int
    guest: Named
    room: Named
    stay_id: int
    is_card: bool
    is_active: bool
    issued_by: str
    issued_at: datetime
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class SessionRow:
    """A guest who is in. by_sign: with a room's sign and a last name."""

    id: int
    hotel_id: int
    guest: Named
    room: Named
    stay_id: int
    by_sign: bool
    opened_at: datetime


@dataclass(frozen=True, slots=True)
class SignRow:
    """A room, and its sign if one was printed."""

    room: Named
    code_id: int | None
    made_at: datetime | None


@dataclass(frozen=True, slots=True)
class StayRow:
    """Somebody who may get a code: in house, or arriving today. codes, sessions: how many are good now."""

    stay_id: int
    guest: Named
    language: str
    room: Named
    is_in_house: bool
    confirmation: str
    codes: int
    sessions: int


# qr_tokens_open serves it.
_CODES = """
FROM qr_tokens q JOIN guests g ON g.id = q.guest_id JOIN rooms r ON r.id = q.room_id
JOIN stays s ON s.id = q.stay_id JOIN hotels h ON h.id = q.hotel_id
WHERE q.used_at IS NULL AND q.revoked_at IS NULL AND q.expires_at > %s
  AND s.room_id = q.room_id AND s.guest_id = q.guest_id AND (s.status = 'in_house' OR q.is_card AND s.status = 'booked')
"""
# guest_sessions_open serves it.
_SESSIONS = """
FROM guest_sessions v JOIN guests g ON g.id = v.guest_id JOIN rooms r ON r.id = v.room_id
JOIN stays s ON s.id = v.stay_id JOIN hotels h ON h.id = v.hotel_id
LEFT JOIN qr_tokens q ON q.id = v.qr_token_id LEFT JOIN room_codes c ON c.id = v.room_code_id
WHERE v.revoked_at IS NULL AND v.expires_at > %s AND q.revoked_at IS NULL AND c.revoked_at IS NULL
  AND s.room_id = v.room_id AND s.guest_id = v.guest_id AND s.status = 'in_house'
"""
_STAYS = f"""
SELECT s.id, g.id, g.name, coalesce(nullif(g.language, ''), h.language), r.id, r.number, s.status = 'in_house',
  s.confirmation,
  (SELECT count(*) FROM qr_tokens q WHERE q.stay_id = s.id AND q.used_at IS NULL AND q.revoked_at IS NULL
     AND q.room_id = s.room_id AND q.expires_at > %s),
  (SELECT count(*) FROM guest_sessions v LEFT JOIN qr_tokens q ON q.id = v.qr_token_id
     LEFT JOIN room_codes c ON c.id = v.room_code_id
   WHERE v.stay_id = s.id AND v.room_id = s.room_id AND v.revoked_at IS NULL AND v.expires_at > %s
     AND q.revoked_at IS NULL AND c.revoked_at IS NULL AND s.status = 'in_house')
FROM stays s JOIN guests g ON g.id = s.guest_id JOIN rooms r ON r.id = s.room_id JOIN hotels h ON h.id = s.hotel_id
WHERE s.hotel_id = %s AND {_NOT_OUT} AND (s.status = 'in_house' AND s.arrival <= (%s AT TIME ZONE h.time_zone)::date
  OR s.status = 'booked' AND s.arrival = (%s AT TIME ZONE h.time_zone)::date)
  AND {{narrowed}} ORDER BY length(r.number), r.number, s.id LIMIT {MAX_SHOWN}
"""


def codes(hotel_ids: Sequence[int], wanted: Wanted, *, now: datetime) -> Page[CodeRow]:
    """The newest first. Raises Invalid."""
    columns = (
        "q.id, q.hotel_id, g.id, g.name, r.id, r.number, q.stay_id, q.is_card, s.status = 'in_house',"
        " q.issued_by, q.issued_at, q.expires_at"
    )
    return _page(_CODES, columns, "q", hotel_ids, wanted, now=now).of(_code)


def sessions(hotel_ids: Sequence[int], wanted: Wanted, *, now: datetime) -> Page[SessionRow]:
    """The newest first. Raises Invalid."""
    columns = (
        "v.id, v.hotel_id, g.id, g.name, r.id, r.number, v.stay_id, v.room_code_id IS NOT NULL, v.created_at"
    )
    return _page(_SESSIONS, columns, "v", hotel_ids, wanted, now=now).of(_session)


def stays(hotel_id: int, *, words: str = "", now: datetime) -> tuple[StayRow, ...]:
    """Who is in house or arrives today, by room; words: of the guest's name, the room or the booking."""
    narrowed = Condition("true")
    if words.strip():
        pattern = like(words.strip())
        narrowed = Condition(
            "(g.name ILIKE %s OR r.number ILIKE %s OR s.confirmation ILIKE %s)", (pattern,) * 3
        )
    found = rows(_STAYS.format(narrowed=narrowed.sql), (now, now, hotel_id, now, now, now, *narrowed.values))
    return tuple(
        StayRow(stay_id, Named(guest_id, guest), language, Named(room_id, room), *rest)
        for stay_id, guest_id, guest, language, room_id, room, *rest in found
    )


def signs(hotel_id: int) -> tuple[SignRow, ...]:
    """Every room by number, with the sign that is good; room_codes_one_a_room serves it."""
    found = rows(
        "SELECT r.id, r.number, c.id, c.created_at FROM rooms r"
        " LEFT JOIN room_codes c ON c.room_id = r.id AND c.revoked_at IS NULL"
        " WHERE r.hotel_id = %s ORDER BY length(r.number), r.number",
        (hotel_id,),
    )
    return tuple(SignRow(Named(id, number), code_id, at) for id, number, code_id, at in found)


def _page(
    source: str, columns: str, alias: str, hotel_ids: Sequence[int], wanted: Wanted, *, now: datetime
) -> Page[tuple[Any, ...]]:
    wanted = paging.checked(wanted)
    head, _, condition = source.partition("WHERE")
    where = all_of(
        (
            Condition(condition, (now,)),
            Condition(f"{alias}.hotel_id = ANY(%s)", (list(hotel_ids),)),
            Condition(_NOT_OUT, (now,)),
        )
    )
    total, is_estimate = paging.count(head.strip().removeprefix("FROM "), where)
    if wanted.cursor:
        where = all_of((where, Condition(f"{alias}.id < %s", (paging.read_cursor(wanted.cursor),))))
    found = rows(
        f"SELECT {columns} {head} WHERE {where.sql} ORDER BY {alias}.id DESC LIMIT %s OFFSET %s",
        (*where.values, wanted.page_size + 1, wanted.offset),
    )
    shown = tuple(found[: wanted.page_size])
    cursor = paging.write_cursor(shown[-1][0]) if len(found) > wanted.page_size else ""
    return Page(shown, total, is_estimate, wanted.page, wanted.page_size, cursor)


def _code(row: tuple[Any, ...]) -> CodeRow:
    id, hotel_id, guest_id, guest, room_id, room, *rest = row
    return CodeRow(id, hotel_id, Named(guest_id, guest), Named(room_id, room), *rest)


def _session(row: tuple[Any, ...]) -> SessionRow:
    id, hotel_id, guest_id, guest, room_id, room, *rest = row
    return SessionRow(id, hotel_id, Named(guest_id, guest), Named(room_id, room), *rest)
