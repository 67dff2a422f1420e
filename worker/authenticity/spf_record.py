"""An SPF record as a value: its mechanisms in order and its redirect (RFC 7208, sections 4.6 and 5, 6 and 12)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from ipaddress import AddressValueError, IPv4Address, IPv4Network, IPv6Address, IPv6Network

from worker.authenticity.spf_macros import is_domain_spec, is_macro_string


class Result(StrEnum):
    """What SPF says of a server and a domain (RFC 7208, section 2.6)."""

    NONE = "none"
    NEUTRAL = "neutral"
    PASS = "pass"
    FAIL = "fail"
    SOFTFAIL = "softfail"
    TEMPERROR = "temperror"
    PERMERROR = "permerror"


class BadRecord(Exception):
    """The record is not what the RFC allows: permerror."""


QUALIFIERS = {"+": Result.PASS, "-": Result.FAIL, "?": Result.NEUTRAL, "~": Result.SOFTFAIL}


@dataclass(frozen=True, slots=True)
class Mechanism:
    """`spec` is the domain as written, "" for the one that is asked about; `network` for ip4 and ip6."""

    name: str
    result: Result
    spec: str = ""
    network: IPv4Network | IPv6Network | None = None
    prefix4: int = 32
    prefix6: int = 128


@dataclass(frozen=True, slots=True)
class Record:
    mechanisms: tuple[Mechanism, ...]
    redirect: str = ""


_MODIFIER = re.compile(r"([A-Za-z][A-Za-z0-9_.-]*)=(.*)\Z", re.DOTALL)
_PREFIXES = re.compile(r"(?:/(0|[1-9][0-9]?))?(?://(0|[1-9][0-9]{0,2}))?\Z")
_PREFIX = re.compile(r"/(0|[1-9][0-9]{0,2})\Z")


def is_spf(text: bytes) -> bool:
    return text[:6].lower() == b"v=spf1" and text[6:7] in (b"", b" ")


def read_record(text: bytes) -> Record:
    """Raises BadRecord for any mistake anywhere in it (section 4.6)."""
    if not text.isascii():
        raise BadRecord
    mechanisms: list[Mechanism] = []
    modifiers: dict[str, str] = {}
    for term in filter(None, text.decode("ascii")[6:].split(" ")):
        modifier = _MODIFIER.match(term)
        if modifier is None:
            mechanisms.append(_mechanism(term))
            continue
        name, value = modifier[1].lower(), modifier[2]
        if name not in ("redirect", "exp"):
            if not is_macro_string(value):
                raise BadRecord
        elif name in modifiers or not is_domain_spec(value):
            raise BadRecord
        else:
            modifiers[name] = value
    return Record(tuple(mechanisms), modifiers.get("redirect", ""))


def _mechanism(term: str) -> Mechanism:
    result = QUALIFIERS.get(term[0])
    plain = term[1:] if result else term
    result = result or Result.PASS
    match = re.match(r"[A-Za-z0-9]+", plain)
    name = match[0].lower() if match else ""
    rest = plain[len(name) :]
    match name:
        case "all" if not rest:
            return Mechanism(name, result)
        case "include" | "exists" if rest.startswith(":"):
            return Mechanism(name, result, spec=_spec(rest[1:]))
        case "ptr" if not rest or rest.startswith(":"):
            return Mechanism(name, result, spec=_spec(rest[1:]) if rest else "")
        case "a" | "mx":
            return _host(name, result, rest)
        case "ip4" | "ip6" if rest.startswith(":"):
            return Mechanism(name, result, network=_network(name, rest[1:]))
    raise BadRecord


def _host(name: str, result: Result, rest: str) -> Mechanism:
    found = _PREFIXES.search(rest)
    spec = rest[: found.start()] if found else rest
    prefix4 = int(found[1]) if found and found[1] else 32
    prefix6 = int(found[2]) if found and found[2] else 128
    if prefix4 > 32 or prefix6 > 128 or (spec and not spec.startswith(":")):
        raise BadRecord
    return Mechanism(name, result, _spec(spec[1:]) if spec else "", None, prefix4, prefix6)


def _spec(text: str) -> str:
    if not is_domain_spec(text):
        raise BadRecord
    return text


def _network(name: str, text: str) -> IPv4Network | IPv6Network:
    found = _PREFIX.search(text)
    host = text[: found.start()] if found else text
    try:
        if name == "ip4":
            return IPv4Network((IPv4Address(host), int(found[1]) if found else 32), strict=False)
        if "%" in host:
            raise BadRecord
        return IPv6Network((IPv6Address(host), int(found[1]) if found else 128), strict=False)
    except (AddressValueError, ValueError):
        raise BadRecord from None
