"""Links by mail that set a password: for who forgot his (an hour), for who is invited (seven days). Each works once.

The token is made of a random seed and the installation's key, so it stands nowhere but in the mail; the database has its
digest. Nobody learns here whether an address has an account.
"""

from __future__ import annotations

import base64
import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from workflow import password_rules
from workflow.database import before_hotel, rows
from workflow.errors import NotFound
from workflow.models import AccountLink, Effect
from workflow.passwords import hash_password
from workflow.sealing import Keys, digest
from workflow.services import log_in_tries
from workflow.services.accounts import Known
from workflow.values import EffectKind

RESET_LIFETIME = timedelta(hours=1)
INVITATION_LIFETIME = timedelta(days=7)
GONE = "This link has been used, has run out, or was never one of ours. Ask for a new one."


class Purpose(StrEnum):
    RESET = "reset"
    INVITATION = "invitation"
    MEMBERSHIP = "membership"  # no link: somebody who has a password already works in one more hotel


@dataclass(frozen=True, slots=True)
class Link:
    """What a link that is good opens."""

    person: Known
    purpose: Purpose
    hotel_name: str
    hotel_code: str

    @property
    def about(self) -> tuple[str, ...]:
        """What the password may not be made of."""
        return self.person.email, self.person.name, self.hotel_name, self.hotel_code


def ask_reset(email: str, *, keys: Keys, peer: str, now: datetime) -> None:
    """Has a link sent if there is such an account; takes the same steps if not. Raises Throttled."""
    may_send = log_in_tries.count_reset(email, peer, now=now)
    seed = secrets.token_bytes(32)
    with before_hotel():
        rows(
            "SELECT bellhop_reset_ask(%s, %s, %s, %s, %s, %s)",
            (
                log_in_tries.account(email),
                seed,
                digest(token_of(seed, keys)),
                now,
                now + RESET_LIFETIME,
                may_send,
            ),
        )


def invite(hotel_id: int, staff_id: int, *, has_password: bool, keys: Keys, now: datetime) -> None:
    """Tells a new member by mail, in the open transaction; who has no password yet gets a link to set one."""
    seed = secrets.token_bytes(32)
    link = AccountLink.create(
        hotel_id=hotel_id,
        staff_id=staff_id,
        purpose=Purpose.MEMBERSHIP if has_password else Purpose.INVITATION,
        seed=seed,
        token_digest=digest(token_of(seed, keys)),
        created_at=now,
        expires_at=now + INVITATION_LIFETIME,
    )
    Effect.create(
        hotel_id=hotel_id,
        kind=EffectKind.SEND_ACCOUNT_MAIL,
        look_at=now,
        member_id=staff_id,
        payload={"link": str(link.id)},
        created_at=now,
    )


def look(token: str, *, now: datetime) -> Link:
    """What the link is for; looking uses nothing up. Raises NotFound."""
    with before_hotel():
        found = rows(
            "SELECT staff_id, email, name, purpose, hotel_name, hotel_code FROM bellhop_link(%s, %s)",
            (digest(token), now),
        )
    if not found:
        raise NotFound(GONE)
    staff_id, email, name, purpose, hotel_name, hotel_code = found[0]
    return Link(Known(staff_id, email, name), Purpose(purpose), hotel_name, hotel_code)


def set_password(token: str, password: str, *, device: str = "", now: datetime) -> Known:
    """Uses the link up and ends every session of the account; the browser is a known one from now on, since nobody
    else reads the person's mail. Raises NotFound, Invalid, Throttled."""
    link = look(token, now=now)
    password_rules.check(password, about=link.about)
    new_hash = hash_password(password)
    with before_hotel():
        (used,) = rows("SELECT bellhop_link_use(%s, %s, %s)", (digest(token), new_hash, now))[0]
    if used is None:
        raise NotFound(GONE)
    log_in_tries.know(device, link.person.staff_id, now=now)
    return link.person


def token_of(seed: bytes, keys: Keys) -> str:
    """As it stands in the mail; the same each time the mail is composed."""
    made = hmac.digest(keys.key("account links"), bytes(seed), "sha256")
    return base64.urlsafe_b64encode(made).rstrip(b"=").decode()
