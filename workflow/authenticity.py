"""Whether a mail's From can be believed (R-MAIL-12): decides about trust, never about acceptance. Pure.

A desk address with a pinned authserv-id believes its own mail server: the topmost Authentication-Results alone, with that
very id, from a trusted peer (RFC 8601, section 5: others may be forged). Without one the worker checks for itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from typing import Protocol

from workflow.authentication_results import AuthenticationResults, MethodResult, authentication_results
from workflow.reasons import because


class Verdict(StrEnum):
    PASS = "pass"
    FAIL = "fail"
    NONE = "none"  # nobody trustworthy said anything


@dataclass(frozen=True, slots=True)
class Finding:
    """What is known about a sender, and why, as one sentence for staff."""

    verdict: Verdict
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Origin:
    """How a mail came: its bytes and what the door stored. from_address is the one From of a strict reading."""

    raw: bytes
    from_address: str
    door: str
    peer: str
    helo: str
    envelope_from: str
    received_at: datetime


class Verifier(Protocol):
    """Finds out for itself, by DNS. Bounded in time, never raises, called from several threads."""

    def __call__(self, origin: Origin, /) -> Finding: ...


@dataclass(frozen=True, slots=True)
class Trust:
    """What a desk address believes."""

    relays: Sequence[IPv4Network | IPv6Network] = ()
    authserv_id: str = ""
    loopback: bool = False  # the demo hotel: mail from this machine counts unless its headers say otherwise


UNCHECKED = Finding(Verdict.NONE, because("The sender was not checked."))
ON_THIS_MACHINE = Finding(
    Verdict.PASS, because("It was sent from this machine, which the demo hotel believes.")
)
NO_SENDER = Finding(Verdict.NONE, because("The mail does not name one sender."))


def unchecked(_origin: Origin) -> Finding:
    """A verifier for a desk without DNS."""
    return UNCHECKED


def told(origin: Origin, trust: Trust) -> Finding | None:
    """What is known without a check of our own; None when that is needed."""
    # Who speaks LMTP hands on what others sent, so its being here says nothing.
    if trust.loopback and is_loopback(origin.peer) and origin.door != "lmtp":
        found = authentication_results(origin.raw)
        return _said(found[0], origin.from_address) if found else ON_THIS_MACHINE
    if not origin.from_address:
        return NO_SENDER
    if not trust.authserv_id:
        return None
    is_ours = is_relay(origin.peer, door=origin.door, relays=trust.relays)
    found = authentication_results(origin.raw) if is_ours else []
    if not found or found[0].authserv_id != trust.authserv_id.lower():
        return Finding(
            Verdict.NONE,
            because("The mail server %(server)s said nothing about the sender.", server=trust.authserv_id),
        )
    return _said(found[0], origin.from_address)


def is_loopback(peer: str) -> bool:
    """Only an address of this machine, never an unknown one."""
    address = _address(peer)
    return address is not None and address.is_loopback


def is_within(peer: str, networks: Sequence[IPv4Network | IPv6Network]) -> bool:
    address = _address(peer)
    return address is not None and any(address in network for network in networks)


def is_relay(peer: str, *, door: str, relays: Sequence[IPv4Network | IPv6Network]) -> bool:
    """A mail server of ours: named as one, let in to our LMTP socket (which has no peer), or our mailbox's provider."""
    return door == "imap" or (door == "lmtp" and not peer) or is_within(peer, relays)


def _said(field: AuthenticationResults, from_address: str) -> Finding:
    """DMARC decides where the server checked it; else one aligned SPF or DKIM is enough."""
    domain = from_address.rpartition("@")[2]
    server = field.authserv_id or because("the mail server")
    dmarc = {one.result for one in field.results if one.method == "dmarc" and _is_about(one, domain)}
    if dmarc == {"pass"}:
        return Finding(
            Verdict.PASS,
            because("%(server)s says that DMARC of %(domain)s passed.", server=server, domain=domain),
        )
    if "fail" in dmarc:
        return Finding(
            Verdict.FAIL,
            because("%(server)s says that DMARC of %(domain)s failed.", server=server, domain=domain),
        )
    for one in field.results:
        if one.result == "pass" and _speaks_for(one, domain):
            return Finding(
                Verdict.PASS,
                because(
                    "%(server)s says that %(method)s passed for %(domain)s.",
                    server=server,
                    method=one.method.upper(),
                    domain=domain,
                ),
            )
    failed = [one.method.upper() for one in field.results if one.result == "fail"]
    if failed:
        return Finding(Verdict.FAIL, _all_failed(server, failed))
    return Finding(
        Verdict.NONE, because("%(server)s has not confirmed %(domain)s.", server=server, domain=domain)
    )


def _all_failed(server: str, methods: Sequence[str]) -> str:
    if len(methods) == 1:
        return because("%(server)s says that %(method)s failed.", server=server, method=methods[0])
    *most, last = methods
    return because(
        "%(server)s says that %(methods)s and %(last)s failed.",
        server=server,
        methods=", ".join(most),
        last=last,
    )


def _is_about(dmarc: MethodResult, domain: str) -> bool:
    """Whether DMARC was asked for this domain. Only a pass must name it: without a name it may be anybody's."""
    checked = dmarc.properties.get("header.from", "" if dmarc.result == "pass" else domain)
    return bool(domain) and checked.rpartition("@")[2] == domain


def _speaks_for(result: MethodResult, domain: str) -> bool:
    """Whether the checked domain is the sender's or one that it belongs to."""
    names = {"dkim": ("header.d", "header.i"), "spf": ("smtp.mailfrom", "smtp.helo")}.get(result.method, ())
    value = next((result.properties[name] for name in names if name in result.properties), "")
    checked = value.rpartition("@")[2]
    return bool(domain) and "." in checked and (domain == checked or domain.endswith("." + checked))


def _address(peer: str) -> IPv4Address | IPv6Address | None:
    try:
        address = ip_address(peer)
    except ValueError:
        return None
    return (address.ipv4_mapped if address.version == 6 else None) or address
