"""Whether a mail's From can be believed (R-MAIL-12): decides about trust, never about acceptance. Pure.

Only the topmost Authentication-Results header counts, only with the pinned authserv-id, only from a trusted peer
(RFC 8601, section 5: others may be forged).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from ipaddress import IPv4Network, IPv6Network, ip_address

from workflow.reading import Mail


class Verdict(StrEnum):
    PASS = "pass"
    FAIL = "fail"
    NONE = "none"  # nobody trustworthy said anything


@dataclass(frozen=True, slots=True)
class Trust:
    """What a channel believes."""

    relays: Sequence[IPv4Network | IPv6Network] = ()
    authserv_id: str = ""
    loopback: bool = False  # the demo hotel: mail from this machine counts unless its headers say otherwise


_RESULT = re.compile(r"\b(dmarc|dkim|spf)\s*=\s*(\w+)([^;]*)", re.IGNORECASE)


def verdict(mail: Mail, *, peer: str, trust: Trust) -> Verdict:
    """What is known about the sender."""
    results = mail.header("authentication-results")
    if trust.loopback and _is_loopback(peer):
        return _of_results(results, mail.from_address) if results else Verdict.PASS
    if not results or not trust.authserv_id or not _in(peer, trust.relays):
        return Verdict.NONE
    authserv_id = results.partition(";")[0].split()
    if not authserv_id or authserv_id[0].lower() != trust.authserv_id.lower():
        return Verdict.NONE
    return _of_results(results, mail.from_address)


def _of_results(results: str, from_address: str) -> Verdict:
    domain = from_address.rpartition("@")[2]
    found = [(m[1].lower(), m[2].lower(), m[3]) for m in _RESULT.finditer(results)]
    dmarc = [result for method, result, _ in found if method == "dmarc"]
    if dmarc and dmarc[0] in ("pass", "fail"):
        return Verdict(dmarc[0])
    for method, result, properties in found:
        if result == "pass" and method in ("dkim", "spf") and _aligned(properties, domain):
            return Verdict.PASS
    return Verdict.FAIL if any(result == "fail" for _, result, _ in found) else Verdict.NONE


def _aligned(properties: str, domain: str) -> bool:
    named = re.findall(r"(?:header\.d|header\.i|smtp\.mailfrom)\s*=\s*\S*?@?([\w.-]+)", properties)
    return any(name.lower() == domain for name in named)


def _is_loopback(peer: str) -> bool:
    try:
        return ip_address(peer).is_loopback
    except ValueError:
        return peer == ""


def _in(peer: str, networks: Sequence[IPv4Network | IPv6Network]) -> bool:
    try:
        address = ip_address(peer)
    except ValueError:
        return False
    return any(address in network for network in networks)
