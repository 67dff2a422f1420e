"""Relays with TLS and log-in, which the sink of bellhop/fakes does not speak; and one that follows a script."""

import asyncio
import contextlib
import socket
import ssl
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

USER, PASSWORD = "desk", "s3cret word/with@signs"


@dataclass
class Gate:
    """What came in, and over what."""

    port: int = 0
    mails: list[bytes] = field(default_factory=list)
    were_encrypted: list[bool] = field(default_factory=list)
    log_ins: list[str] = field(default_factory=list)

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        content: Any = envelope.original_content
        self.mails.append(bytes(content))
        self.were_encrypted.append(
            session.ssl is not None or server.transport.get_extra_info("ssl_object") is not None
        )
        return "250 kept"

    def authenticate(
        self, server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: Any
    ) -> AuthResult:
        assert isinstance(data, LoginPassword)
        self.log_ins.append(data.login.decode())
        return AuthResult(
            success=(data.login, data.password) == (USER.encode(), PASSWORD.encode()), handled=False
        )


@contextlib.contextmanager
def gate(
    *, starttls: ssl.SSLContext | None = None, tls: ssl.SSLContext | None = None, log_in: bool = False
) -> Iterator[Gate]:
    """A relay on a free port of localhost."""
    kept = Gate()
    loop = asyncio.new_event_loop()

    sessions: list[SMTP] = []

    def session() -> SMTP:
        sessions.append(
            SMTP(
                kept,
                tls_context=starttls,
                auth_required=log_in,
                authenticator=kept.authenticate if log_in else None,
                loop=loop,
            )
        )
        return sessions[-1]

    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    listening = asyncio.run_coroutine_threadsafe(loop.create_server(session, "127.0.0.1", 0), loop)
    server = listening.result(10)
    kept.port = server.sockets[0].getsockname()[1]
    try:
        yield kept
    finally:
        asyncio.run_coroutine_threadsafe(_close(server, sessions), loop).result(10)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(10)
        loop.close()


async def _close(server: asyncio.Server, sessions: list[SMTP]) -> None:
    server.close()
    for session in sessions:
        if isinstance(session.transport, asyncio.Transport):
            session.transport.abort()
    others = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
    for task in others:
        task.cancel()
    await asyncio.gather(*others, return_exceptions=True)
    for _ in range(3):  # a transport over TLS closes the one below it in a later turn of the loop
        await asyncio.sleep(0)


@contextlib.contextmanager
def scripted(*replies: bytes, tls: ssl.SSLContext | None = None) -> Iterator[int]:
    """A listener that says the replies one by one, whatever it is told, then goes; yields its port."""
    listener = socket.create_server(("127.0.0.1", 0))
    listener.settimeout(10)

    peers: list[socket.socket] = []

    def play() -> None:
        with contextlib.suppress(OSError):
            peers.append(listener.accept()[0])
            peers[0].settimeout(10)
            if tls is not None:
                peers[0] = tls.wrap_socket(peers[0], server_side=True)
            for reply in replies:
                peers[0].sendall(reply)
                if not peers[0].recv(65536):
                    return

    thread = threading.Thread(target=play, daemon=True)
    thread.start()
    try:
        yield listener.getsockname()[1]
    finally:
        listener.close()
        for peer in peers:
            with contextlib.suppress(OSError):
                peer.shutdown(socket.SHUT_RDWR)
        thread.join(10)
        for peer in peers:
            peer.close()
