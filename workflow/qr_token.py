"""The token of a QR code: a JWT, HS256 and nothing else, with a key of its own purpose and number (R-QR-1). Pure.

It says which row to look up and that the desk wrote it; whether it is still good is the row's to say, whether its key
is that of services/qr_keys.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

import jwt

from workflow.sealing import Keys

ALGORITHM = "HS256"
AUDIENCE = "bellhop-guest"
PURPOSE = "qr"
MAX_LENGTH = 1000
_CLAIMS = ("hotelId", "guestId", "roomId", "tokenId", "aud", "purpose", "iat", "exp", "jti")
_KID = re.compile(r"[1-9][0-9]{0,3}", re.ASCII)
"""No more keys than these are ever drawn, whatever strangers name."""


@dataclass(frozen=True, slots=True)
class Code:
    """What a token says; kid: the number of the key that it is signed with."""

    kid: int
    hotel_id: int
    guest_id: int
    room_id: int
    token_id: int
    issued_at: datetime
    expires_at: datetime
    nonce: str


def write(code: Code, *, keys: Keys) -> str:
    claims = {
        "hotelId": str(code.hotel_id),
        "guestId": str(code.guest_id),
        "roomId": str(code.room_id),
        "tokenId": str(code.token_id),
        "aud": AUDIENCE,
        "purpose": PURPOSE,
        "iat": int(code.issued_at.timestamp()),
        "exp": int(code.expires_at.timestamp()),
        "jti": code.nonce,
    }
    return jwt.encode(
        claims, keys.key(purpose_of(code.kid)), algorithm=ALGORITHM, headers={"kid": str(code.kid)}
    )


def purpose_of(kid: int) -> str:
    """What its key is drawn from; the first is from before there were numbers."""
    return "qr token" if kid == 1 else f"qr token {kid}"


def read(token: str, *, keys: Keys) -> Code | None:
    """None for all that this desk did not write for this purpose. The expiry is not looked at: the caller has the clock."""
    if not token.isascii() or len(token) > MAX_LENGTH:
        return None
    try:
        named = jwt.get_unverified_header(token).get("kid")
        if not isinstance(named, str) or not _KID.fullmatch(named):
            return None
        kid = int(named)
        claims = jwt.decode(
            token,
            keys.key(purpose_of(kid)),
            algorithms=[ALGORITHM],
            audience=AUDIENCE,
            options={"require": list(_CLAIMS), "verify_exp": False, "verify_iat": False, "verify_nbf": False},
        )
        return _code(kid, claims) if claims["purpose"] == PURPOSE else None
    except (jwt.PyJWTError, ValueError, TypeError, RecursionError):
        return None


def _code(kid: int, claims: Mapping[str, object]) -> Code:
    def number(name: str) -> int:
        return int(str(claims[name]))

    return Code(
        kid=kid,
        hotel_id=number("hotelId"),
        guest_id=number("guestId"),
        room_id=number("roomId"),
        token_id=number("tokenId"),
        issued_at=datetime.fromtimestamp(number("iat"), UTC),
        expires_at=datetime.fromtimestamp(number("exp"), UTC),
        nonce=str(claims["jti"]),
    )
