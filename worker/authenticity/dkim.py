"""Whether the DKIM signatures of a mail hold (RFC 6376, RFC 8301, RFC 8463).

Stricter than the RFC where we show words as the sender's: a signature of only a part of the body (l=) does not count.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from functools import cache

from worker.authenticity.dkim_key import BadKey, Key, read_key
from worker.authenticity.domains import ascii_domain
from worker.authenticity.lookups import Lookups
from worker.authenticity.resolver import LookupFailed
from worker.authenticity.signed_mail import (
    Field,
    Malformed,
    SignedMail,
    canonical_body,
    signed_fields,
    take_apart,
    without_its_signature,
)
from worker.authenticity.tags import read_tags
from workflow.reasons import because

MAX_SIGNATURES = 4  # of those that could count
MAX_SIGNATURE = 16 * 1024  # bytes of one signature's field
CLOCK_SKEW = timedelta(minutes=10)
KINDS = {"rsa-sha256": "rsa", "ed25519-sha256": "ed25519"}
_CANONICAL = re.compile(r"(simple|relaxed)(?:/(simple|relaxed))?\Z")
_LABEL = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9._-]{0,200}[A-Za-z0-9_])?\Z")


class Outcome(StrEnum):
    PASS = "pass"
    FAIL = "fail"
    TEMPORARY = "temperror"


@dataclass(frozen=True, slots=True)
class Signature:
    """What came of one signature. `why` ends the sentence "The signature of DOMAIN does not count: …"."""

    domain: str
    outcome: Outcome
    why: str = ""


@dataclass(frozen=True, slots=True)
class _Claim:
    """What a signature's field says."""

    field: Field
    domain: str
    identity: str  # the domain of i=
    selector: str
    kind: str
    names: tuple[bytes, ...]
    body_digest: bytes
    value: bytes
    relaxed_header: bool
    relaxed_body: bool


class _Unfit(Exception):
    """The signature cannot count; the text says why, to staff."""


def check_signatures(
    raw: bytes, *, counts: Callable[[str], bool], lookups: Lookups, at: datetime
) -> list[Signature]:
    """What came of the signatures whose domain `counts`, up to the first that holds. `at`: when the mail came."""
    try:
        mail = take_apart(raw)
    except Malformed as problem:
        return [Signature("", Outcome.FAIL, str(problem))] if b"dkim-signature" in raw[:65536].lower() else []
    digest = cache(lambda relaxed: hashlib.sha256(canonical_body(mail.body(), relaxed=relaxed)).digest())
    checked: list[Signature] = []
    for field in mail.signatures():
        domain = _domain(field)
        if not counts(domain):
            continue
        checked.append(_check(mail, field, domain, digest=digest, lookups=lookups, at=at))
        if checked[-1].outcome is Outcome.PASS or len(checked) == MAX_SIGNATURES:
            break
    return checked


def signing_domains(raw: bytes) -> list[str]:
    """The domains that signed, whether or not their signatures hold."""
    try:
        return [domain for field in take_apart(raw).signatures() if (domain := _domain(field))]
    except Malformed:
        return []


def _domain(field: Field) -> str:
    tags = read_tags(_text(field)) if len(field.raw) <= MAX_SIGNATURE else None
    return ascii_domain((tags or {}).get("d", ""))


def _text(field: Field) -> str:
    return field.value.decode("utf-8", "replace")


def _check(
    mail: SignedMail,
    field: Field,
    domain: str,
    *,
    digest: Callable[[bool], bytes],
    lookups: Lookups,
    at: datetime,
) -> Signature:
    try:
        claim = _claim(field, domain, at=at)
        if not hmac.compare_digest(digest(claim.relaxed_body), claim.body_digest):
            raise _Unfit(because("the text was changed after it was signed"))
        key = _key(claim, lookups)
        _compare_header(mail, claim, key)
    except (_Unfit, BadKey) as problem:
        return Signature(domain, Outcome.FAIL, str(problem))
    except LookupFailed as problem:
        return Signature(domain, Outcome.TEMPORARY, str(problem))
    return Signature(domain, Outcome.PASS)


def _claim(field: Field, domain: str, *, at: datetime) -> _Claim:
    tags = read_tags(_text(field))
    if tags is None or tags.get("v") != "1" or not {"a", "b", "bh", "h", "s"} <= tags.keys():
        raise _Unfit(because("it cannot be read"))
    if tags["a"].lower() not in KINDS:
        raise _Unfit(because("%(method)s is not safe or not known", method=_short(tags["a"])))
    if "l" in tags:
        raise _Unfit(because("it covers only a part of the mail"))
    expiry = tags.get("x", "")
    if expiry and (not _is_count(expiry) or int(expiry) < (at - CLOCK_SKEW).timestamp()):
        raise _Unfit(because("it has expired"))
    if "dns/txt" not in tags.get("q", "dns/txt").replace(" ", "").split(":"):
        raise _Unfit(because("its key is not in DNS"))
    names = tuple(name.strip().lower().encode() for name in tags["h"].split(":"))
    if b"from" not in names:
        raise _Unfit(because("it does not cover the sender"))
    canonical = _CANONICAL.match("".join(tags.get("c", "simple").split()).lower())
    if canonical is None or not _LABEL.match(tags["s"]):
        raise _Unfit(because("it cannot be read"))
    identity = ascii_domain(tags.get("i", "@" + domain).rpartition("@")[2])
    if identity != domain and not identity.endswith("." + domain):
        raise _Unfit(because("it speaks for another domain than its own"))
    return _Claim(
        field,
        domain,
        identity,
        tags["s"],
        KINDS[tags["a"].lower()],
        names,
        _decoded(tags["bh"]),
        _decoded(tags["b"]),
        relaxed_header=canonical[1] == "relaxed",
        relaxed_body=canonical[2] == "relaxed",
    )


def _key(claim: _Claim, lookups: Lookups) -> Key:
    """Several keys under one name: the first that can be used (section 6.1.2)."""
    problem: BadKey | None = None
    for text in lookups.texts(f"{claim.selector}._domainkey.{claim.domain}"):
        try:
            key = read_key(text.decode("utf-8", "replace"), kind=claim.kind)
        except BadKey as found:
            problem = problem or found
            continue
        if key.own_name_only and claim.identity != claim.domain:
            raise _Unfit(because("it speaks for another domain than its own"))
        return key
    raise problem or BadKey(because("its key is not published"))


def _compare_header(mail: SignedMail, claim: _Claim, key: Key) -> None:
    data = signed_fields(mail, claim.names, relaxed=claim.relaxed_header)
    data += without_its_signature(claim.field, relaxed=claim.relaxed_header)
    if not key.accepts(claim.value, data):
        raise _Unfit(because("the header was changed after it was signed, or somebody else signed"))


def _decoded(value: str) -> bytes:
    try:
        return base64.b64decode("".join(value.split()), validate=True)
    except (ValueError, binascii.Error):
        raise _Unfit(because("it cannot be read")) from None


def _is_count(value: str) -> bool:
    return value.isascii() and value.isdigit() and len(value) <= 12


def _short(value: str) -> str:
    return "".join(char for char in value if char.isalnum() or char in "-_")[:30] or because("its method")
