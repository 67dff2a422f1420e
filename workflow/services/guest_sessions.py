"""Who is behind a guest's session, asked anew at each request (R-QR-3): check-out, a room move and a revocation end it
with the next look-up, whoever changed the stay.

Opening sessions is workflow/services/qr_codes and room_signs; what a guest does with one is guest_tickets.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from workflow.database import before_hotel, hotel, rows
from workflow.models import GuestSession
from workflow.presence import COLUMNS, presence_of
from workflow.sealing import digest
from workflow.services.accounts import Seat
from workflow.values import Actor, ActorKind, Role

PREFIX = "gs_"
LONGEST = timedelta(days=60)
"""However long a stay is, its codes are asked for again after this."""

LONGEST_BY_SIGN = timedelta(days=1)
"""A room's number and a last name prove little."""


@dataclass(frozen=True, slots=True)
class GuestVisit:
    """A guest with a session that is good now. only_opened: by a room's sign, so it sees only tickets it opened."""

    session_id: int
    hotel_id: int
    code: str
    hotel_name: str
    time_zone: str
    guest_id: int
    guest_name: str
    language: str  # his own, "" when it is not known
    room_id: int
    room_number: str
    stay_id: int
    ends_at: datetime
    only_opened: bool

    @property
    def seat(self) -> Seat:
        return Seat(self.hotel_id, self.code, self.hotel_name, Role.GUEST)

    @property
    def actor(self) -> Actor:
        return Actor(ActorKind.GUEST, self.guest_id, self.guest_name)

    @property
    def greeting(self) -> str:
        """The name to greet with; who knew only a room and a last name is not told the rest."""
        return "" if self.only_opened else self.guest_name


# The primary keys and the digest's unique index serve it.
_FIND = f"""
SELECT g.id, g.hotel_id, h.code, h.name, h.time_zone, g.guest_id, guests.name,
  guests.language, g.room_id, r.number, g.stay_id, g.expires_at,
  g.room_code_id IS NOT NULL, {COLUMNS}
FROM guest_sessions g
JOIN hotels h ON h.id = g.hotel_id
JOIN guests ON guests.id = g.guest_id
JOIN rooms r ON r.id = g.room_id
JOIN stays s ON s.id = g.stay_id
LEFT JOIN qr_tokens q ON q.id = g.qr_token_id
LEFT JOIN room_codes c ON c.id = g.room_code_id
WHERE g.token_digest = %s AND g.revoked_at IS NULL AND g.expires_at > %s
  AND q.revoked_at IS NULL AND c.revoked_at IS NULL AND h.archived_at IS NULL
"""


def of_token(token: str, *, now: datetime) -> GuestVisit | None:
    """Whose session this is; None when it is unknown, revoked, over, or its guest is not in that room any more."""
    return of_digest(digest(token), now=now) if token.startswith(PREFIX) else None


def of_digest(token_digest: bytes, *, now: datetime) -> GuestVisit | None:
    """The same for who knows the token's digest alone."""
    with before_hotel():
        (hotel_id,) = rows("SELECT bellhop_guest_session(%s)", (token_digest,))[0]
    if hotel_id is None:
        return None
    with hotel(hotel_id):
        found = rows(_FIND, (token_digest, now))
    if not found:
        return None
    visit, stay = GuestVisit(*found[0][:13]), presence_of(*found[0][13:])
    if not stay.is_in(visit.room_id, visit.guest_id, now=now):
        return None
    return replace(visit, ends_at=min(visit.ends_at, stay.ends_at))


@dataclass(frozen=True, slots=True)
class Admitted:
    """Which guest is let in, and by what: a code of his own, or the sign of the room."""

    hotel_id: int
    guest_id: int
    room_id: int
    stay_id: int
    qr_token_id: int | None = None
    room_code_id: int | None = None


def open_session(admitted: Admitted, *, now: datetime) -> str:
    """A new session token, in the open transaction; it is shown this once."""
    token = f"{PREFIX}{secrets.token_urlsafe(32)}"
    GuestSession.create(
        hotel_id=admitted.hotel_id,
        guest_id=admitted.guest_id,
        room_id=admitted.room_id,
        stay_id=admitted.stay_id,
        qr_token_id=admitted.qr_token_id,
        room_code_id=admitted.room_code_id,
        token_digest=digest(token),
        created_at=now,
        expires_at=now + (LONGEST if admitted.room_code_id is None else LONGEST_BY_SIGN),
    )
    return token


def end(visit: GuestVisit, *, now: datetime) -> None:
    """The guest leaves. In the open transaction."""
    GuestSession.update(revoked_at=now).where(
        GuestSession.id == visit.session_id, GuestSession.hotel_id == visit.hotel_id
    ).execute()
