"""Standard Webhooks 1.0: sign what we send, verify what others send us (symmetric scheme, `v1`).

Takes bytes and `now`, returns a value. Own lines instead of the package: that one asks the wall clock, and a
malformed header ends in any of six exceptions. Tests hold it against the package. Where secrets are kept is
left to the services. https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
"""

from __future__ import annotations

import base64
import binascii
import hmac
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from workflow.errors import Invalid

ID_HEADER = "webhook-id"
TIMESTAMP_HEADER = "webhook-timestamp"
SIGNATURE_HEADER = "webhook-signature"

PREFIX = "whsec_"
VERSION = "v1"
NEW_SECRET_BYTES = 32
SECRET_BYTES = range(24, 65)  # what the specification allows
TOLERANCE = timedelta(minutes=5)
MOST_SIGNATURES = 16
"""More than any rotation needs; each one costs the sender, not us."""


class WrongSignature(Exception):
    """A message that no secret of ours signed, or not lately. Its text is a plain sentence for the log."""


@dataclass(frozen=True)
class Signed:
    """What a message is signed over: its id, the second it was sent, its body."""

    message_id: str
    timestamp: int
    body: bytes


def new_secret() -> str:
    """A fresh secret, as it is shown to the person who sets up the other side."""
    return PREFIX + base64.b64encode(secrets.token_bytes(NEW_SECRET_BYTES)).decode()


def secret_key(secret: str) -> bytes:
    """The key bytes of a secret, with `whsec_` or without. Raises Invalid when it is none."""
    written = secret.strip().removeprefix(PREFIX)
    try:
        key = base64.b64decode(written + "=" * (-len(written) % 4), validate=True)
    except (binascii.Error, ValueError):
        raise Invalid("A webhook secret is whsec_ followed by base64.", "secret") from None
    if len(key) not in SECRET_BYTES:
        raise Invalid("A webhook secret holds between 24 and 64 bytes.", "secret")
    return key


def headers(signed: Signed, secrets_in_force: Sequence[str]) -> dict[str, str]:
    """The three headers of a message, with one signature for each secret (two while one is rotated)."""
    return {
        ID_HEADER: signed.message_id,
        TIMESTAMP_HEADER: str(signed.timestamp),
        SIGNATURE_HEADER: " ".join(_written(signed, secret_key(secret)) for secret in secrets_in_force),
    }


def verify(
    given: Mapping[str, str], body: bytes, *, secrets_in_force: Sequence[str], now: datetime
) -> Signed:
    """The message these headers and this body make up, when one of the secrets signed it within five minutes.

    given: header names in any case. Raises WrongSignature.
    """
    named = {name.lower(): value for name, value in given.items()}
    signed = Signed(_present(named, ID_HEADER), _timely(_present(named, TIMESTAMP_HEADER), now=now), body)
    expected = [_written(signed, secret_key(secret)).encode() for secret in secrets_in_force]
    for signature in _present(named, SIGNATURE_HEADER).split(" ")[:MOST_SIGNATURES]:
        theirs = signature.encode(errors="replace")
        if any(hmac.compare_digest(ours, theirs) for ours in expected):
            return signed
    raise WrongSignature("No signature fits a secret in force.")


def _written(signed: Signed, key: bytes) -> str:
    over = f"{signed.message_id}.{signed.timestamp}.".encode(errors="replace") + signed.body
    return f"{VERSION},{base64.b64encode(hmac.digest(key, over, 'sha256')).decode()}"


def _present(named: Mapping[str, str], name: str) -> str:
    value = named.get(name, "")
    if not value:
        raise WrongSignature(f"The header {name} is missing.")
    return value


def _timely(written: str, *, now: datetime) -> int:
    """Strictly digits, for the signature is made over them: another spelling of a number would not fit."""
    if not (written.isascii() and written.isdigit() and len(written) <= 12):
        raise WrongSignature("The timestamp is no whole number of seconds.")
    sent = int(written)
    if str(sent) != written:
        raise WrongSignature("The timestamp is no whole number of seconds.")
    if abs(now.astimezone(UTC).timestamp() - sent) > TOLERANCE.total_seconds():
        raise WrongSignature("The message is older than five minutes, or comes from the future.")
    return sent
