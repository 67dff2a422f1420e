"""QR codes that let one guest in once: issued for who is in the room now, or printed for who arrives today (R-QR-1, R-QR-2).

In the caller's transaction, but for `redeem`, which finds its hotel in the code. Sessions are guest_sessions.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from workflow import qr_token, webhook_bodies, webhook_events
from workflow.database import hotel, rows
from workflow.errors import CodeNotYet, CodeOver, CodeRefused, CodeRevoked, CodeUsed, Invalid, NotFound
from workflow.models import GuestSession, QrToken
from workflow.presence import COLUMNS, presence_of
from workflow.qr_token import Code
from workflow.sealing import Keys, digest
from workflow.services import guest_sessions, hotel_events, qr_keys
from workflow.services.guest_sessions import Admitted
from workflow.values import Actor, ActorKind
from workflow.webhooks import EventType

LONGEST_MINUTES = 7 * 24 * 60
UNKNOWN = "This is not a code of this hotel. Scan it once more, or ask at the reception."


@dataclass(frozen=True, slots=True)
class Issued:
    """A new code; the token is shown this once."""

    id: int
    token: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Redeemed:
    """What a code was exchanged for."""

    session_token: str
    hotel_id: int
    guest_id: int
    room_id: int
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class _Stay:
    id: int
    is_now: bool
    is_today: bool
    ends_at: datetime


# stays (guest_id, arrival) serves it.
_STAYS = f"""
SELECT s.id, {COLUMNS}
FROM stays s JOIN hotels h ON h.id = s.hotel_id WHERE s.hotel_id = %s AND s.guest_id = %s AND s.room_id = %s
  AND s.status IN ('booked', 'in_house') ORDER BY s.arrival, s.id
"""
_OF_TOKEN = f"""
SELECT q.id, q.stay_id, q.is_card, q.used_at, q.revoked_at, q.expires_at,
  {COLUMNS}
FROM qr_tokens q JOIN stays s ON s.id = q.stay_id JOIN hotels h ON h.id = q.hotel_id
WHERE q.id = %s AND q.hotel_id = %s AND q.token_digest = %s AND h.archived_at IS NULL FOR UPDATE OF q
"""


def issue(
    hotel_id: int, *, guest_id: int, room_id: int, minutes: int, actor: Actor, keys: Keys, now: datetime
) -> Issued:
    """A code for a guest who is in this room now. Raises Invalid."""
    if not 1 <= minutes <= LONGEST_MINUTES:
        raise Invalid(
            "A code is good for 1 to %(most)s minutes, a week at most.",
            "expiresInMinutes",
            values={"most": f"{LONGEST_MINUTES:,}"},
        )
    stay = next((stay for stay in _stays(hotel_id, guest_id, room_id, now=now) if stay.is_now), None)
    if stay is None:
        raise Invalid(
            "This guest is not in this room now: codes are issued from check-in to check-out.", "guestId"
        )
    expires_at = min(now + timedelta(minutes=minutes), stay.ends_at)
    return _issued(
        hotel_id, guest_id, room_id, stay, expires_at=expires_at, is_card=False, by=actor, keys=keys, now=now
    )


def issue_card(
    hotel_id: int, *, guest_id: int, room_id: int, actor: Actor, keys: Keys, now: datetime
) -> Issued:
    """A code to print, good from check-in to check-out, for who is in the room or arrives today. Raises Invalid."""
    fitting = [stay for stay in _stays(hotel_id, guest_id, room_id, now=now) if stay.is_now or stay.is_today]
    if not fitting:
        raise Invalid(
            "A card is printed for a guest who is in this room now, or arrives in it today.", "guestId"
        )
    stay = fitting[0]
    return _issued(
        hotel_id, guest_id, room_id, stay, expires_at=stay.ends_at, is_card=True, by=actor, keys=keys, now=now
    )


def read(token: str, *, keys: Keys) -> Code:
    """What a code says; nothing is looked up but its key. Raises CodeRefused, the same for all that the desk did not
    write, or not with a key that is still good.
    """
    code = qr_token.read(token.strip(), keys=keys)
    if code is None or not qr_keys.is_good(code.kid):
        raise CodeRefused(UNKNOWN)
    return code


def redeem(token: str, *, keys: Keys, now: datetime) -> Redeemed:
    """Lets the guest in, once: of many at the same moment one. In a transaction of its own.

    Raises CodeRefused and its kinds, which say why.
    """
    code = read(token, keys=keys)
    with hotel(code.hotel_id):
        found = rows(_OF_TOKEN, (code.token_id, code.hotel_id, digest(token.strip())))
        if not found:
            raise CodeRefused(UNKNOWN)
        id, stay_id, is_card, used_at, revoked_at, expires_at, *stay = found[0]
        _refuse_spent(used_at, revoked_at)
        presence = presence_of(*stay)
        if not presence.is_in(code.room_id, code.guest_id, now=now):
            if is_card and presence.arrives_today(code.room_id, code.guest_id, now=now):
                raise CodeNotYet("This code works as soon as you have checked in.")
            raise CodeOver("The stay that this code belongs to is over, or has another room now.")
        if now >= expires_at:
            raise CodeOver("This code has run out. Ask for a new one at the reception.")
        QrToken.update(used_at=now).where(QrToken.id == id).execute()
        admitted = Admitted(code.hotel_id, code.guest_id, code.room_id, stay_id, qr_token_id=id)
        session = guest_sessions.open_session(admitted, now=now)
        guest = Actor(ActorKind.GUEST, code.guest_id)
        _note(code.hotel_id, "QR code used", id, code.room_id, actor=guest, now=now)
        _tell(EventType.QR_VALIDATED, code, stay_id, is_card=is_card, now=now)
    return Redeemed(session, code.hotel_id, code.guest_id, code.room_id, presence.ends_at)


def revoke(hotel_id: int, id: int, *, actor: Actor, now: datetime) -> None:
    """The code lets nobody in any more, and who came in by it is out. Again changes nothing. Raises NotFound."""
    if (room_id := _revoked(QrToken, hotel_id, id, "There is no such code.", now=now)) is not None:
        _note(hotel_id, "QR code revoked", id, room_id, actor=actor, now=now)


def revoke_session(hotel_id: int, id: int, *, actor: Actor, now: datetime) -> None:
    """One guest is out. Raises NotFound."""
    if (room_id := _revoked(GuestSession, hotel_id, id, "There is no such session.", now=now)) is not None:
        _note(hotel_id, "guest session ended", id, room_id, actor=actor, now=now)


def _revoked(
    table: type[QrToken] | type[GuestSession], hotel_id: int, id: int, missing: str, *, now: datetime
) -> int | None:
    """Of which room; None when it was revoked before. Raises NotFound."""
    row = (
        table.select()
        .where(table.id == min(id, 2**63 - 1), table.hotel_id == hotel_id)
        .for_update()
        .get_or_none()
    )
    if row is None:
        raise NotFound(missing)
    if row.revoked_at is not None:
        return None
    table.update(revoked_at=now).where(table.id == row.id).execute()
    return int(row.room_id)


def _note(hotel_id: int, kind: str, id: int, room_id: int, *, actor: Actor, now: datetime) -> None:
    ((number,),) = rows("SELECT number FROM rooms WHERE id = %s", (room_id,))
    hotel_events.happened(hotel_id, kind, f"no. {id}, room {number}", actor=actor, now=now)


def _tell(type: EventType, code: Code, stay_id: int, *, is_card: bool, now: datetime) -> None:
    """Other programs, by webhook: ids, and never the code itself."""
    told = {
        "id": str(code.token_id),
        "guest": {"id": str(code.guest_id)},
        "room": {"id": str(code.room_id)},
        "stayId": str(stay_id),
        "isCard": is_card,
        "expiresAt": webhook_bodies.moment(code.expires_at),
    }
    webhook_events.happened(code.hotel_id, type, {"qr": told}, now=now)


def _refuse_spent(used_at: datetime | None, revoked_at: datetime | None) -> None:
    if revoked_at is not None:
        raise CodeRevoked("The reception has withdrawn this code. Ask for a new one.")
    if used_at is not None:
        raise CodeUsed(
            "This code has been used already: each works once. Ask for a new one at the reception."
        )


def _stays(hotel_id: int, guest_id: int, room_id: int, *, now: datetime) -> list[_Stay]:
    found = []
    for id, *stay in rows(_STAYS, (hotel_id, guest_id, room_id)):
        presence = presence_of(*stay)
        found.append(
            _Stay(
                id,
                presence.is_in(room_id, guest_id, now=now),
                presence.arrives_today(room_id, guest_id, now=now),
                presence.ends_at,
            )
        )
    return found


def _issued(
    hotel_id: int,
    guest_id: int,
    room_id: int,
    stay: _Stay,
    *,
    expires_at: datetime,
    is_card: bool,
    by: Actor,
    keys: Keys,
    now: datetime,
) -> Issued:
    (id,) = rows("SELECT nextval(pg_get_serial_sequence('qr_tokens', 'id'))")[0]
    kid = qr_keys.current()
    code = Code(kid, hotel_id, guest_id, room_id, id, now, expires_at, secrets.token_urlsafe(12))
    token = qr_token.write(code, keys=keys)
    QrToken.create(
        id=id,
        hotel_id=hotel_id,
        guest_id=guest_id,
        room_id=room_id,
        stay_id=stay.id,
        token_digest=digest(token),
        kid=kid,
        is_card=is_card,
        issued_by=by.name,
        issued_at=now,
        expires_at=expires_at,
        force_insert=True,
    )
    _note(hotel_id, "QR code issued", id, room_id, actor=by, now=now)
    _tell(EventType.QR_ISSUED, code, stay.id, is_card=is_card, now=now)
    return Issued(id, token, expires_at)
