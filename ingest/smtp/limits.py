"""What one door takes on at a time. Numbers, and the counters that hold them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Bytes and seconds."""

    mail_bytes: int = 35 * 1024 * 1024
    connections: int = 200
    connections_per_peer: int = 20  # not counted for our own machine and TRUSTED_RELAYS
    recipients: int = 100  # RFC 5321 4.5.3.1.8: at least 100
    unknown_recipients: int = 20  # in one connection; then it is closed
    memory_bytes: int = 1024 * 1024  # a mail larger than this goes to a file
    group_bytes: int = 256 * 1024  # a mail larger than this has a transaction of its own
    bytes_in_flight: int = 512 * 1024 * 1024  # of all mails being received and kept, in memory and in files
    large_at_once: int = 2
    command_seconds: float = 300  # RFC 5321 4.5.3.2
    data_seconds: float = 180  # for every 64 KB of a mail, RFC 5321 4.5.3.2.5
    mail_seconds: float = 3600  # for a whole mail
    commit_seconds: float = 60  # then the peer hears 451, whatever became of the commit
    drain_seconds: float = 10  # at the end, for mails that are half-way


class Connections:
    """How many there are, overall and of each peer."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._of_peer: Counter[str] = Counter()
        self.total = 0

    def enter(self, peer: str) -> None:
        self.total += 1
        self._of_peer[peer] += 1

    def leave(self, peer: str) -> None:
        self.total -= 1
        self._of_peer[peer] -= 1
        if not self._of_peer[peer]:
            del self._of_peer[peer]

    def too_many(self) -> bool:
        return self.total > self._limits.connections

    def too_many_of(self, peer: str) -> bool:
        return self._of_peer[peer] > self._limits.connections_per_peer
