"""A relay over SMTP. Connections are kept open for the next mail: at most one for each thread that sends.

A refusal of this mail (5xx) is permanent; whatever is wrong with the relay, the way to it or our log-in is not.
When the answer to the final dot is lost the mail may have gone: it is sent again under the same Message-ID.
"""

from __future__ import annotations

import ssl

from worker.compose import Composed
from worker.transports.patience import Patience
from worker.transports.relay_connection import RelayConnection, Stale
from worker.transports.relay_url import read_relay_url
from worker.transports.transport import Receipt
from workflow import clock

STEP_SECONDS = 10.0
WHOLE_SECONDS = 14.0  # under half a lease; the bytes of big mails come on top
SLOWEST_BYTES_PER_SECOND = 256 * 1024
MAILS_PER_CONNECTION = 100  # many relays allow no more
IDLE_SECONDS = 30.0  # what lay longer is not trusted to be alive


class SmtpRelay:
    """our_name is what we say in EHLO; `tls` is given only where another context than the system's is trusted."""

    def __init__(
        self,
        url: str,
        *,
        our_name: str = "localhost",
        step_seconds: float = STEP_SECONDS,
        whole_seconds: float = WHOLE_SECONDS,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        self._relay = read_relay_url(url)
        self._our_name = our_name
        self._step_seconds = step_seconds
        self._whole_seconds = whole_seconds
        self._tls = tls
        self._idle: list[RelayConnection] = []  # appending and popping are atomic

    def send(self, composed: Composed) -> Receipt:
        patience = Patience(self._step_seconds, clock.monotonic() + self.longest(composed))
        kept = self._taken()
        if kept is not None:
            try:
                return self._sent(kept, composed, patience)
            except Stale:
                pass  # closed by the relay since the last mail; of this one it knows nothing
        fresh = RelayConnection(self._relay, our_name=self._our_name, tls=self._tls, patience=patience)
        return self._sent(fresh, composed, patience)

    def longest(self, composed: Composed) -> float:
        return self._whole_seconds + len(composed.message_bytes) / SLOWEST_BYTES_PER_SECOND

    def close(self) -> None:
        """Ends the connections that no thread is using."""
        while (connection := self._popped()) is not None:
            connection.quit()

    def _sent(self, connection: RelayConnection, composed: Composed, patience: Patience) -> Receipt:
        try:
            return connection.send(composed, patience)
        finally:
            if connection.is_open:
                self._idle.append(connection)

    def _taken(self) -> RelayConnection | None:
        """The connection used last, while it is worth using."""
        while (connection := self._popped()) is not None:
            if connection.mails < MAILS_PER_CONNECTION and connection.idle_seconds < IDLE_SECONDS:
                return connection
            connection.quit()
        return None

    def _popped(self) -> RelayConnection | None:
        try:
            return self._idle.pop()
        except IndexError:
            return None
