"""An HTTP connection to addresses chosen beforehand, and the alarm that ends it in time."""

from __future__ import annotations

import contextlib
import http.client
import socket
import ssl
import threading
from collections.abc import Sequence
from types import TracebackType
from typing import Self

from worker.egress_address import Target
from workflow import clock

_SHORTEST = 0.1


class PinnedConnection(http.client.HTTPConnection):
    """Says the target's name in Host and TLS, but connects only to the given addresses, in order."""

    def __init__(
        self, target: Target, addresses: Sequence[str], *, tls: ssl.SSLContext, deadline: float
    ) -> None:
        super().__init__(target.host, target.port)
        self.wire: socket.socket | None = (
            None  # stays when http.client, done with the headers, lets go of sock
        )
        self.default_port = 443 if target.is_tls else 80
        self._target = target
        self._addresses = addresses
        self._tls = tls
        self._deadline = deadline

    def connect(self) -> None:
        self.sock = self.wire = self._reached()
        self.sock.settimeout(self._left())
        if self._target.is_tls:
            encrypted = self._tls.wrap_socket(
                self.sock, server_hostname=self._target.host, do_handshake_on_connect=False
            )
            self.sock = self.wire = encrypted
            encrypted.do_handshake()

    def _reached(self) -> socket.socket:
        failure: OSError = OSError("no address")
        for address in self._addresses:
            try:
                return socket.create_connection((address, self._target.port), timeout=self._left())
            except OSError as error:
                failure = error
        raise failure

    def _left(self) -> float:
        return max(_SHORTEST, self._deadline - clock.monotonic())


class Deadline:
    """Cuts the connection at the deadline: timeouts of sockets alone begin anew with every byte that drips in."""

    def __init__(self, connection: PinnedConnection, deadline: float) -> None:
        self.has_rung = False
        self._connection = connection
        self._alarm = threading.Timer(max(0.0, deadline - clock.monotonic()), self._cut)
        self._alarm.daemon = True

    def __enter__(self) -> Self:
        self._alarm.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._alarm.cancel()
        self._alarm.join()

    def _cut(self) -> None:
        self.has_rung = True
        wire = self._connection.wire
        if wire is not None:
            with contextlib.suppress(OSError):
                socket.socket.shutdown(wire, socket.SHUT_RDWR)  # below TLS, whose own shutdown would wait
