"""Whether a server may send mail for a domain (SPF, RFC 7208): check_host with all its limits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Network

from worker.authenticity import spf_macros
from worker.authenticity.domains import ascii_domain
from worker.authenticity.lookups import Address, Lookups
from worker.authenticity.resolver import LookupFailed
from worker.authenticity.spf_record import BadRecord, Mechanism, Record, Result, is_spf, read_record

MAX_TERMS = 10  # that need DNS (section 4.6.4)
MAX_VOID = 2
MAX_NAMES = 10  # of one mx or ptr


@dataclass(frozen=True, slots=True)
class Identity:
    """Who speaks to the door: the server, the sender it names (or postmaster at its HELO), its HELO."""

    address: Address
    sender: str
    helo: str

    @property
    def domain(self) -> str:
        return ascii_domain(self.sender.rpartition("@")[2])


def identity(address: Address, *, envelope_from: str, helo: str) -> Identity:
    """With a null sender it is the HELO name that counts (section 2.4)."""
    mapped = address.ipv4_mapped if address.version == 6 else None
    sender = envelope_from if "@" in envelope_from else f"postmaster@{envelope_from or helo}"
    return Identity(mapped or address, sender, helo)


def check_host(who: Identity, lookups: Lookups) -> Result:
    """What SPF says; never raises."""
    try:
        return _Check(who, lookups).result_of(who.domain)
    except BadRecord:
        return Result.PERMERROR
    except LookupFailed:
        return Result.TEMPERROR


class _Check:
    """One evaluation and what it has used up of its limits."""

    def __init__(self, who: Identity, lookups: Lookups) -> None:
        self._who = who
        self._lookups = lookups
        self._terms = 0
        self._void = 0

    def result_of(self, domain: str) -> Result:
        """Raises BadRecord (permerror) and LookupFailed (temperror)."""
        record = self._record(domain)
        if record is None:
            return Result.NONE
        for mechanism in record.mechanisms:
            if self._matches(mechanism, domain):
                return mechanism.result
        if not record.redirect or any(one.name == "all" for one in record.mechanisms):
            return Result.NEUTRAL
        self._count_term()
        result = self.result_of(ascii_domain(self._expanded(record.redirect, domain)))
        if result is Result.NONE:
            raise BadRecord
        return result

    def _record(self, domain: str) -> Record | None:
        if not domain:
            return None
        found = [text for text in self._lookups.texts(domain) if is_spf(text)]
        if len(found) > 1:
            raise BadRecord
        return read_record(found[0]) if found else None

    def _matches(self, mechanism: Mechanism, domain: str) -> bool:
        match mechanism.name:
            case "all":
                return True
            case "ip4" | "ip6":
                return mechanism.network is not None and self._who.address in mechanism.network
        self._count_term()
        target = self._expanded(mechanism.spec, domain) if mechanism.spec else domain
        match mechanism.name:
            case "include":
                return self._includes(target)
            case "exists":
                return bool(self._addresses(target, 4))
            case "a":
                return self._is_one_of(self._addresses(target, self._who.address.version), mechanism)
            case "mx":
                return self._is_one_of(self._of_exchanges(target), mechanism)
        return any(_is_within(name, target) for name in self._validated_names())

    def _includes(self, target: str) -> bool:
        result = self.result_of(ascii_domain(target))
        if result is Result.NONE:
            raise BadRecord
        return result is Result.PASS

    def _of_exchanges(self, target: str) -> list[Address]:
        exchanges = self._lookups.exchanges(target)
        self._count_void(exchanges)
        if len(exchanges) > MAX_NAMES:
            raise BadRecord
        version = self._who.address.version
        return [address for name in exchanges for address in self._addresses(name, version)]

    def _addresses(self, name: str, version: int) -> tuple[Address, ...]:
        addresses = self._lookups.addresses(name, version)
        self._count_void(addresses)
        return addresses

    def _is_one_of(self, addresses: Sequence[Address], mechanism: Mechanism) -> bool:
        prefix = mechanism.prefix4 if self._who.address.version == 4 else mechanism.prefix6
        network = IPv4Network if self._who.address.version == 4 else IPv6Network
        return any(self._who.address in network((address, prefix), strict=False) for address in addresses)

    def _validated_names(self) -> list[str]:
        """The names of the server that lead back to it; trouble on the way is no match (section 5.5)."""
        try:
            names = self._lookups.names(self._who.address)
        except LookupFailed:
            return []
        return [name for name in names[:MAX_NAMES] if self._leads_back(name)]

    def _leads_back(self, name: str) -> bool:
        try:
            return self._who.address in self._lookups.addresses(name, self._who.address.version)
        except LookupFailed:
            return False

    def _expanded(self, spec: str, domain: str) -> str:
        local, _, sender_domain = self._who.sender.rpartition("@")
        address = self._who.address
        known = {
            "s": f"{local or 'postmaster'}@{sender_domain}",
            "l": local or "postmaster",
            "o": sender_domain,
            "d": domain,
            "i": str(address) if address.version == 4 else ".".join(address.exploded.replace(":", "")),
            "h": self._who.helo,
            "v": "in-addr" if address.version == 4 else "ip6",
        }
        return spf_macros.expand(spec, spf_macros.values(known, lambda: self._own_name(domain)))

    def _own_name(self, domain: str) -> str:
        """The validated name that is the domain, else one below it, else any (section 7.3)."""
        names = self._validated_names()
        below = [name for name in names if _is_within(name, domain)]
        return next(
            (name for name in below if name.lower() == domain), next(iter([*below, *names]), "unknown")
        )

    def _count_term(self) -> None:
        self._terms += 1
        if self._terms > MAX_TERMS:
            raise BadRecord

    def _count_void(self, found: Sequence[object]) -> None:
        self._void += not found
        if self._void > MAX_VOID:
            raise BadRecord


def _is_within(name: str, domain: str) -> bool:
    name, domain = name.lower().rstrip("."), domain.lower().rstrip(".")
    return name == domain or name.endswith("." + domain)
