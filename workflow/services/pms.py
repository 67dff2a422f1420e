"""The hotel's PMS: the secret it signs with, who knocks, and each delivery once (R-PMS-1, Standard Webhooks).

What it says of stays is services/pms_stays, of tickets services/pms_tickets.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from workflow import standard_webhooks
from workflow.database import before_hotel, hotel, rows
from workflow.errors import Invalid, LoginRefused, NotFound
from workflow.models import PmsConnection
from workflow.sealing import Keys
from workflow.services import hotel_events
from workflow.standard_webhooks import Signed, WrongSignature
from workflow.values import Actor, ActorKind

PMS = Actor(ActorKind.PROGRAM, None, "PMS")
GRACE = timedelta(days=1)
"""For which the secret before is still taken, while the other side changes over."""
KEPT = timedelta(days=30)
"""Longer than any sender repeats a delivery."""
MAX_ID = 200
_LISTENING = timedelta(minutes=1)
_NOBODY = standard_webhooks.new_secret()

_FORGET = """
DELETE FROM pms_deliveries WHERE (hotel_id, webhook_id) IN (
  SELECT hotel_id, webhook_id FROM pms_deliveries WHERE hotel_id = %s AND at < %s ORDER BY at LIMIT 500
  FOR UPDATE SKIP LOCKED)
"""
_CLAIM = """
INSERT INTO pms_deliveries (hotel_id, webhook_id, asked, at) VALUES (%s, %s, %s, %s)
ON CONFLICT DO NOTHING RETURNING true
"""
_HEARD = """
UPDATE pms_connections SET heard_at = %s WHERE hotel_id = %s AND (heard_at IS NULL OR heard_at < %s)
"""

Answer = dict[str, object]


class NotSigned(LoginRefused):
    """Unknown hotel, no connection, wrong signature, wrong time: the same sentence for all. Outside: 401."""


def connection(hotel_id: int) -> PmsConnection | None:
    """In the open transaction."""
    found: PmsConnection | None = PmsConnection.get_or_none(PmsConnection.hotel_id == hotel_id)
    return found


def new_secret(hotel_id: int, *, keys: Keys, actor: Actor, now: datetime) -> str:
    """Connects the PMS, or changes its secret: the one before is taken for a day. It is shown this once."""
    secret = standard_webhooks.new_secret()
    sealed = keys.encrypt(secret)
    PmsConnection.insert(hotel_id=hotel_id, secret=sealed, made_at=now, made_by=actor.name).on_conflict(
        conflict_target=(PmsConnection.hotel_id,),
        update={
            PmsConnection.former: PmsConnection.secret,
            PmsConnection.former_until: now + GRACE,
            PmsConnection.secret: sealed,
            PmsConnection.made_at: now,
            PmsConnection.made_by: actor.name,
        },
    ).execute()
    hotel_events.changed(hotel_id, "PMS", "", {"secret": None}, {"secret": "a new one"}, actor=actor, now=now)
    return secret


def disconnect(hotel_id: int, *, actor: Actor, now: datetime) -> None:
    """Nothing of it is taken from now on. Raises NotFound."""
    if not PmsConnection.delete().where(PmsConnection.hotel_id == hotel_id).execute():
        raise NotFound("The hotel has no connection to a PMS.")
    hotel_events.removed(hotel_id, "PMS", "connection", actor=actor, now=now)


def who_signed(
    code: str, headers: Mapping[str, str], body: bytes, *, keys: Keys, now: datetime
) -> tuple[int, Signed]:
    """The hotel whose PMS sent this, and the message. Raises NotSigned."""
    hotel_id = _hotel_id(code)
    secrets = _secrets(hotel_id, keys=keys, now=now) if hotel_id is not None else []
    try:
        # Without a secret it is compared all the same: how long that takes says nothing about who is there.
        signed = standard_webhooks.verify(headers, body, secrets_in_force=secrets or [_NOBODY], now=now)
    except WrongSignature:
        raise _not_signed() from None
    if hotel_id is None or not secrets:
        raise _not_signed()
    if len(signed.message_id) > MAX_ID:
        raise Invalid(
            "A webhook-id has at most %(most)s characters.",
            standard_webhooks.ID_HEADER,
            values={"most": MAX_ID},
        )
    return hotel_id, signed


def once(hotel_id: int, signed: Signed, work: Callable[[], Answer], *, now: datetime) -> Answer:
    """Works in the open transaction; the same delivery again is answered as it was the first time. Raises Invalid
    for another body under an id that came before.
    """
    rows(_FORGET, (hotel_id, now - KEPT))
    asked = hashlib.sha256(signed.body).digest()
    if not rows(_CLAIM, (hotel_id, signed.message_id, asked, now)):
        ((before, answer),) = rows(
            "SELECT asked, answer FROM pms_deliveries WHERE hotel_id = %s AND webhook_id = %s",
            (hotel_id, signed.message_id),
        )
        if bytes(before) != asked:
            raise Invalid("This webhook-id came before, with another body.", standard_webhooks.ID_HEADER)
        earlier: Answer = answer
        return earlier
    answer = work()
    rows(
        "UPDATE pms_deliveries SET answer = %s WHERE hotel_id = %s AND webhook_id = %s RETURNING at",
        (json.dumps(answer), hotel_id, signed.message_id),
    )
    rows(_HEARD, (now, hotel_id, now - _LISTENING))
    return answer


def _hotel_id(code: str) -> int | None:
    if not (code.isascii() and code.isalnum() and len(code) <= 8):
        return None
    with before_hotel():
        (id,) = rows("SELECT bellhop_hotel_id(%s)", (code.upper(),))[0]
    return None if id is None else int(id)


def _secrets(hotel_id: int, *, keys: Keys, now: datetime) -> list[str]:
    """Those in force."""
    with hotel(hotel_id):
        found = connection(hotel_id)
    if found is None:
        return []
    secrets = [keys.decrypt(bytes(found.secret))]
    if found.former is not None and found.former_until is not None and now < found.former_until:
        secrets.append(keys.decrypt(bytes(found.former)))
    return secrets


def _not_signed() -> NotSigned:
    return NotSigned(
        "This is not signed by a PMS of a hotel here: check Bellhop-Hotel, the secret, and the clock."
    )
