"""Listens, and stops without leaving a mail half-way."""

from __future__ import annotations

import asyncio
import contextlib
import os
import socket
import stat
from collections.abc import Callable
from pathlib import Path

from ingest.smtp.conversation import Conversation
from ingest.smtp.desk import Desk
from workflow.errors import SettingsError
from workflow.settings import Listen

_POLL_SECONDS = 0.02


class Server:
    """The open ports of one desk."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._servers: list[asyncio.Server] = []

    async def listen(
        self, where: Listen, conversation: Callable[[Desk], Conversation], *, setting: str
    ) -> Listen:
        """Opens the port and says which it is (0: any). Raises SettingsError when it is taken."""
        loop = asyncio.get_running_loop()

        def answer() -> Conversation:
            return conversation(self._desk)

        try:
            if where.path:
                _remove_dead_socket(Path(where.path))
                server: asyncio.Server = await loop.create_unix_server(answer, where.path, backlog=512)
                os.chmod(where.path, 0o660)
            else:
                server = await loop.create_server(answer, where.host, where.port, backlog=512)
        except OSError as error:
            raise SettingsError(
                f"{setting}: cannot listen on {where}: {os.strerror(error.errno or 0)}."
            ) from None
        self._servers.append(server)
        return where if where.path else Listen(where.host, server.sockets[0].getsockname()[1])

    async def stop(self) -> None:
        """No new connection, a word to the idle ones, time for mails under way, then the end of all."""
        self._desk.closing = True
        for server in self._servers:
            server.close()
        loop = asyncio.get_running_loop()
        until = loop.time() + self._desk.limits.drain_seconds
        for conversation in list(self._desk.conversations):
            conversation.close_unless_receiving()
        while any(one.receiving for one in self._desk.conversations) and loop.time() < until:
            await asyncio.sleep(_POLL_SECONDS)
        for conversation in list(self._desk.conversations):
            if isinstance(conversation.transport, asyncio.Transport):
                conversation.transport.abort()


def _remove_dead_socket(path: Path) -> None:
    """A socket file whose server is gone; one that answers stays, and listening will say so."""
    with contextlib.suppress(OSError):
        if stat.S_ISSOCK(path.stat().st_mode):
            with socket.socket(socket.AF_UNIX) as probe:
                try:
                    probe.connect(os.fspath(path))
                except ConnectionRefusedError:
                    path.unlink()
