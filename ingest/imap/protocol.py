"""aioimaplib's protocol with its holes closed.

It reads a line by recursion (a thousand lines in one packet end it), takes literals of any size, forgets EXISTS while
another command runs, and leaves a SASL challenge without the answer that its refusal waits for.
"""

from __future__ import annotations

import asyncio
import re
import ssl
from collections.abc import Callable

from aioimaplib.aioimaplib import IMAP4, AioImapException, Command, IMAP4ClientProtocol, IncompleteRead

PIECE = 4096  # bytes read at once: some 300 of the shortest lines
_LITERAL = re.compile(rb"\{(\d+)\}$")


class Protocol(IMAP4ClientProtocol):  # type: ignore[misc] # the library has no types
    """`news` is set by every EXISTS, whatever command is under way."""

    incomplete_line: bytes
    current_command: Command | None

    def __init__(
        self,
        loop: asyncio.AbstractEventLoop,
        on_lost: Callable[[Exception | None], None],
        *,
        max_literal: int,
    ) -> None:
        super().__init__(loop, on_lost)
        self.news = asyncio.Event()
        self._max_literal = max_literal

    def data_received(self, d: bytes) -> None:
        try:
            for start in range(0, len(d), PIECE):
                self._feed(d[start : start + PIECE])
        except Exception:  # noqa: BLE001 - the edge: whatever a server says, it costs no more than its connection
            self.transport.abort()

    async def welcome(self, command: bytes) -> None:
        try:
            await super().welcome(command)
        except (AioImapException, LookupError, ValueError):  # BYE, or not an IMAP server
            self.transport.abort()

    def _feed(self, piece: bytes) -> None:
        try:
            self._handle_responses(self.incomplete_line + piece, self._handle_line, self.current_command)
            self.incomplete_line, self.current_command = b"", None
        except IncompleteRead as incomplete:
            self.incomplete_line, self.current_command = incomplete.data, incomplete.cmd
        if len(self.incomplete_line) > self._max_literal:
            raise ValueError("an endless line")

    def _handle_line(self, line: bytes, current_cmd: Command | None) -> Command | None:
        announced = _LITERAL.search(line)
        if announced and int(announced[1]) > self._max_literal:
            raise ValueError("a literal larger than was asked for")
        return super()._handle_line(line, current_cmd)

    def _untagged_response(self, line: bytes) -> Command:
        if line.upper().endswith(b" EXISTS"):
            self.news.set()
        return super()._untagged_response(line)

    def _continuation(self, line: bytes) -> None:
        command = self.pending_sync_command
        if command is not None and command.name == "AUTHENTICATE":
            self.transport.write(b"\r\n")  # the server has said why not, and waits for this before its NO
        super()._continuation(line)


class Client(IMAP4):  # type: ignore[misc]
    """IMAP4 over our protocol; TLS when a context is given."""

    protocol: Protocol

    def __init__(
        self,
        host: str,
        port: int,
        *,
        tls: ssl.SSLContext | None,
        on_lost: Callable[[Exception | None], None],
        max_literal: int,
        seconds: float,
    ) -> None:
        self._max_literal = max_literal
        super().__init__(host, port, timeout=seconds, conn_lost_cb=on_lost, ssl_context=tls)

    def create_client(
        self,
        host: str,
        port: int,
        loop: asyncio.AbstractEventLoop | None,
        conn_lost_cb: Callable[[Exception | None], None],
        ssl_context: ssl.SSLContext | None = None,
    ) -> None:
        running = asyncio.get_running_loop()
        self.protocol = Protocol(running, conn_lost_cb, max_literal=self._max_literal)
        self._client_task = running.create_task(
            running.create_connection(lambda: self.protocol, host, port, ssl=ssl_context)
        )

    def abandon(self) -> None:
        """The connection's end, without a word to the server; nothing of it stays."""
        self._client_task.cancel()
        if self.protocol.transport is not None:
            self.protocol.transport.abort()
        if self._idle_waiter is not None:
            self._idle_waiter.cancel()
        for task in (*self.tasks, *self.protocol.tasks):
            task.cancel()
