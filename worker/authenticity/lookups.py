"""What one mail may ask of DNS: so many questions, so much time, answers as plain values."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address, ip_address
from typing import Any

from worker.authenticity.resolver import Dns, LookupFailed
from workflow import clock

MAX_QUESTIONS = 60  # SPF at its worst asks ten terms with ten names each; honest mail needs five to fifteen
MAX_TEXT = 4096  # bytes of one TXT record; longer ones are nothing that SPF, DKIM or DMARC publish

Address = IPv4Address | IPv6Address


class Lookups:
    """The budget of one mail. Every method raises LookupFailed when DNS does not answer or the budget is spent."""

    def __init__(self, dns: Dns, *, seconds: float) -> None:
        self._dns = dns
        self._until = clock.monotonic() + seconds
        self._left = MAX_QUESTIONS

    def texts(self, name: str) -> tuple[bytes, ...]:
        """The TXT records, each as one string."""
        joined = (b"".join(record.strings) for record in self._ask(name, "TXT"))
        return tuple(text for text in joined if len(text) <= MAX_TEXT)

    def addresses(self, name: str, version: int) -> tuple[Address, ...]:
        kind = "A" if version == 4 else "AAAA"
        return tuple(ip_address(record.address) for record in self._ask(name, kind))

    def exchanges(self, name: str) -> tuple[str, ...]:
        """The mail servers of a domain, best first."""
        records = sorted(self._ask(name, "MX"), key=lambda record: int(record.preference))
        return tuple(record.exchange.to_text(omit_final_dot=True) for record in records)

    def names(self, address: Address) -> tuple[str, ...]:
        """What the address calls itself (PTR)."""
        records = self._ask(address.reverse_pointer, "PTR")
        return tuple(record.target.to_text(omit_final_dot=True) for record in records)

    def _ask(self, name: str, kind: str) -> tuple[Any, ...]:
        if self._left <= 0:
            raise LookupFailed(f"{MAX_QUESTIONS} questions to DNS were not enough")
        self._left -= 1
        return self._dns.ask(name, kind, until=self._until)
