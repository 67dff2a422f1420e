"""Questions to DNS for the whole process: the servers, a time limit for each question, a cache with bounded lives.

What one mail may ask in all is lookups.py's. Every trouble is a LookupFailed; a name without records gives none.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass

import dns.exception
import dns.name
import dns.nameserver
import dns.rdatatype
import dns.resolver
from dns.rdata import Rdata

from workflow import clock
from workflow.settings import Listen

QUERY_SECONDS = 2.0
TRY_SECONDS = 0.8  # then the next server, or the same one again
MAX_CACHED = 20_000
MAX_TTL = 300.0  # seconds; a record may say less
NOTHING_TTL = 60.0  # for a name that has no such record
FAILURE_TTL = 10.0  # a dead domain costs its time once, not once a mail


class LookupFailed(Exception):
    """DNS gave no answer now; asking later may help."""


@dataclass(frozen=True, slots=True)
class _Kept:
    records: tuple[Rdata, ...] | None  # None: the question failed
    until: float


class Dns:
    """Safe for many threads."""

    def __init__(self, servers: Sequence[Listen] = ()) -> None:
        """The system's own servers when none are named."""
        self._resolver = _resolver(servers)
        self._cache: OrderedDict[tuple[str, str], _Kept] = OrderedDict()
        self._lock = threading.Lock()

    def ask(self, name: str, kind: str, *, until: float) -> tuple[Rdata, ...]:
        """The records of a name, () when there are none. Raises LookupFailed, at `until` (monotonic) at the latest."""
        key = (name.lower().rstrip("."), kind)
        kept = self._kept(key)
        if kept is None:
            kept = self._asked(key, until=until)
            self._keep(key, kept)
        if kept.records is None:
            raise LookupFailed(f"{key[0]} could not be looked up")
        return kept.records

    def _kept(self, key: tuple[str, str]) -> _Kept | None:
        with self._lock:
            kept = self._cache.get(key)
            if kept is None or kept.until < clock.monotonic():
                return None
            self._cache.move_to_end(key)
            return kept

    def _keep(self, key: tuple[str, str], kept: _Kept) -> None:
        with self._lock:
            self._cache[key] = kept
            while len(self._cache) > MAX_CACHED:
                self._cache.popitem(last=False)

    def _asked(self, key: tuple[str, str], *, until: float) -> _Kept:
        seconds = min(QUERY_SECONDS, until - clock.monotonic())
        if seconds <= 0:
            return self._failed(0)
        try:
            name = dns.name.from_text(key[0])
        except (dns.exception.DNSException, UnicodeError):
            return _nothing()  # DNS cannot hold such a name
        try:
            answer = self._resolver.resolve(
                name, key[1], lifetime=seconds, search=False, raise_on_no_answer=False
            )
        except dns.resolver.NXDOMAIN:
            return _nothing()
        except (dns.exception.DNSException, OSError):
            return self._failed(FAILURE_TTL if seconds >= TRY_SECONDS else 0)
        if answer.rrset is None:
            return _nothing()
        ttl = min(MAX_TTL, float(answer.chaining_result.minimum_ttl))
        return _Kept(tuple(answer.rrset), clock.monotonic() + ttl)

    def _failed(self, seconds: float) -> _Kept:
        """Remembered only when the server had a fair time to answer."""
        return _Kept(None, clock.monotonic() + seconds)


def _nothing() -> _Kept:
    return _Kept((), clock.monotonic() + NOTHING_TTL)


def _resolver(servers: Sequence[Listen]) -> dns.resolver.Resolver:
    if servers:
        resolver = dns.resolver.Resolver(configure=False)
        resolver.nameservers = [dns.nameserver.Do53Nameserver(one.host, one.port) for one in servers]
    else:
        try:
            resolver = dns.resolver.Resolver()
        except dns.resolver.NoResolverConfiguration:
            resolver = dns.resolver.Resolver(configure=False)  # no server: every question fails, none raises
    resolver.timeout = TRY_SECONDS
    resolver.cache = None
    return resolver
