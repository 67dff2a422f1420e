"""Tokens for programs (R-WEB-1): who has them, making one, ending one. Only digests are stored.

In the caller's transaction. A token of a hotel counts until it is revoked, or the token that made it is, or until who
made it could not make it any more (bellhop_token): he left, works in less, or has a lesser role.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from workflow import roles
from workflow.database import rows
from workflow.errors import Forbidden, Invalid, NotFound
from workflow.models import ApiToken
from workflow.reading.charsets import clean
from workflow.sealing import digest
from workflow.services import hotel_events
from workflow.services.accounts import Maker
from workflow.values import Actor, Role

TOKEN = "API token"
MAX_NAME = 100
PREFIX = "bh_"
_MAX_ID = 2**63 - 1


@dataclass(frozen=True, slots=True)
class TokenRow:
    """A token as its hotel sees it; the token itself is shown once, when it is made."""

    id: int
    hotel_id: int
    name: str
    role: Role
    created_at: datetime
    created_by: str  # a member's or a token's name; "": on the command line
    last_used_at: datetime | None


_ROWS = """
SELECT t.id, t.hotel_id, t.name, t.role, t.created_at, coalesce(s.name, t.maker), t.last_used_at
FROM api_tokens t LEFT JOIN staff s ON s.id = t.created_by
WHERE t.hotel_id = ANY(%s) AND bellhop_token_stands(t.id) AND {more} ORDER BY t.name, t.id
"""


def of_hotels(hotel_ids: Sequence[int]) -> tuple[TokenRow, ...]:
    """Those that count, by name."""
    return tuple(_row(*row) for row in rows(_ROWS.format(more="true"), (list(hotel_ids),)))


def find(hotel_ids: Sequence[int], id: int) -> TokenRow:
    """Raises NotFound, also for one that was revoked."""
    found = rows(_ROWS.format(more="t.id = %s"), (list(hotel_ids), min(id, _MAX_ID)))
    if not found:
        raise NotFound("There is no such token.")
    return _row(*found[0])


def create(
    hotel_id: int, name: str, role: Role, *, by_role: Role, maker: Maker, actor: Actor, now: datetime
) -> tuple[int, str]:
    """Id and token; the token is shown this once. Raises Invalid, Forbidden."""
    name = " ".join(clean(name).split())
    if not 1 <= len(name) <= MAX_NAME or not name.isprintable():
        raise Invalid(
            "A name has 1 to %(most)s characters, all on one line.", "name", values={"most": MAX_NAME}
        )
    if role in (Role.PLATFORM, Role.GUEST):
        raise Invalid("This is no role of a token.", "role")
    if not roles.may_grant(by_role, role):
        raise Forbidden("A token may not do more than who makes it.")
    token = f"{PREFIX}{secrets.token_urlsafe(32)}"
    made = ApiToken.create(
        hotel_id=hotel_id,
        name=name,
        role=role,
        token_digest=digest(token),
        created_at=now,
        created_by=maker.staff_id,
        parent_id=maker.token_id,
        platform_token_id=maker.platform_token_id,
        maker=maker.name,
    )
    hotel_events.added(hotel_id, TOKEN, f"{name}, {role}{_by_token(maker)}", actor=actor, now=now)
    return made.id, token


def revoke(token: TokenRow, *, by_role: Role, actor: Actor, now: datetime) -> None:
    """It counts no more, from this moment. Raises Forbidden."""
    if not roles.may_grant(by_role, token.role):
        raise Forbidden("Only who may as much as this token may end it.")
    ApiToken.update(revoked_at=now).where(ApiToken.id == token.id, ApiToken.revoked_at.is_null()).execute()
    hotel_events.removed(token.hotel_id, TOKEN, f"{token.name}, {token.role}", actor=actor, now=now)


def end_of_member(hotel_id: int, staff_id: int, *, now: datetime) -> None:
    """All he made: he has seen them (R-STAFF-6)."""
    ApiToken.update(revoked_at=now).where(
        ApiToken.hotel_id == hotel_id, ApiToken.created_by == staff_id, ApiToken.revoked_at.is_null()
    ).execute()


def end_beyond(hotel_id: int, staff_id: int, role: Role, *, now: datetime) -> None:
    """Those he made that may more than he may from now on."""
    beyond = [one for one in Role if not roles.may_grant(role, one)]
    ApiToken.update(revoked_at=now).where(
        ApiToken.hotel_id == hotel_id,
        ApiToken.created_by == staff_id,
        ApiToken.role.in_(beyond),
        ApiToken.revoked_at.is_null(),
    ).execute()


def _by_token(maker: Maker) -> str:
    """For the audit: names of tokens are nobody's own, their numbers are."""
    if maker.platform_token_id is not None:
        return f" (made with the platform's token {maker.name}, no. {maker.platform_token_id})"
    return f" (made with token {maker.name}, no. {maker.token_id})" if maker.token_id is not None else ""


def _row(id: int, hotel_id: int, name: str, role: str, *rest: object) -> TokenRow:
    return TokenRow(id, hotel_id, name, Role(role), *rest)  # type: ignore[arg-type]
