"""A mail server of the outside: a real SMTP listener on a free port that keeps what it was given.

Runs in a thread of its own. It can be told to refuse, to be slow, or to hang up at a chosen moment, so that tests
and the demo can play a relay that does not do what one hopes.
"""

import asyncio
import contextlib
import threading
from collections import deque
from dataclasses import dataclass
from enum import Enum
from types import TracebackType
from typing import Any, Self

from aiosmtpd.smtp import SMTP, Envelope, Session

OK = "250 2.0.0 kept"
_SIZE_LIMIT = 64 * 1024 * 1024


class Moment(Enum):
    """Where in the conversation an answer is given."""

    MAIL = "MAIL"
    RCPT = "RCPT"
    DATA = "DATA"  # after the final dot


@dataclass(frozen=True)
class Answer:
    """What to do at a moment instead of saying 250. A reply that begins with 2 keeps the mail."""

    reply: str = OK
    moment: Moment = Moment.DATA
    delay_seconds: float = 0.0
    hang_up: bool = (
        False  # close the connection instead of replying; with a 2xx reply the mail was kept before
    )


@dataclass(frozen=True)
class SunkMail:
    """One mail as it came: the envelope (mail_from "" is the null sender), and the raw bytes with CRLF."""

    mail_from: str
    rcpt_tos: tuple[str, ...]
    raw: bytes


class SmtpSink:
    """`with SmtpSink() as sink:` listens on `sink.port`; `sink.mails` is what it was given, oldest first."""

    def __init__(self, *, host: str = "127.0.0.1", port: int = 0) -> None:
        self.host = host
        self.port = port
        self._mails: list[SunkMail] = []
        self._next: deque[Answer] = deque()
        self._always: Answer | None = None
        self._arrived = threading.Condition()
        self._loop = asyncio.new_event_loop()
        self._server: asyncio.Server | None = None
        self._thread = threading.Thread(target=self._run, name="smtp-sink", daemon=True)

    @property
    def url(self) -> str:
        return f"smtp://{self.host}:{self.port}"

    @property
    def mails(self) -> list[SunkMail]:
        """A copy of what was kept so far."""
        with self._arrived:
            return list(self._mails)

    def answer_next(self, *answers: Answer) -> None:
        """Each is used once, in order, at its moment; the later ones wait for the earlier."""
        with self._arrived:
            self._next.extend(answers)

    def answer_always(self, answer: Answer | None) -> None:
        """Used at its moment whenever no answer is queued; None: be a good relay again."""
        with self._arrived:
            self._always = answer

    def wait_for(self, count: int, *, timeout_seconds: float = 10.0) -> list[SunkMail]:
        """The mails, as soon as there are `count`. Raises TimeoutError."""
        with self._arrived:
            if not self._arrived.wait_for(lambda: len(self._mails) >= count, timeout_seconds):
                raise TimeoutError(
                    f"{len(self._mails)} of {count} mails reached the sink in {timeout_seconds} s."
                )
            return list(self._mails)

    def clear(self) -> None:
        with self._arrived:
            self._mails.clear()

    def start(self) -> None:
        self._thread.start()
        asyncio.run_coroutine_threadsafe(self._listen(), self._loop).result(10)

    def stop(self) -> None:
        """Close the port and every connection."""
        if not self._thread.is_alive():
            return
        asyncio.run_coroutine_threadsafe(self._close(), self._loop).result(10)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)
        self._loop.close()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def take_answer(self, moment: Moment) -> Answer | None:
        """The planned answer for this moment, if any."""
        with self._arrived:
            if self._next and self._next[0].moment is moment:
                return self._next.popleft()
            return self._always if self._always is not None and self._always.moment is moment else None

    def keep(self, mail: SunkMail) -> None:
        with self._arrived:
            self._mails.append(mail)
            self._arrived.notify_all()

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        self._loop.run_forever()

    async def _listen(self) -> None:
        self._server = await self._loop.create_server(self._session, self.host, self.port)
        self.port = self._server.sockets[0].getsockname()[1]

    def _session(self) -> SMTP:
        return _Session(_Handler(self), data_size_limit=_SIZE_LIMIT, enable_SMTPUTF8=True, loop=self._loop)

    async def _close(self) -> None:
        if self._server is not None:
            self._server.close()
        others = [task for task in asyncio.all_tasks(self._loop) if task is not asyncio.current_task()]
        for task in others:
            task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await asyncio.gather(*others, return_exceptions=True)


class _Session(SMTP):
    line_length_limit = 1_000_000


class _Handler:
    """aiosmtpd's hooks; each asks the sink what to answer."""

    def __init__(self, sink: SmtpSink) -> None:
        self._sink = sink

    async def handle_MAIL(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        reply = await self._reply(server, Moment.MAIL)
        if reply.startswith("2"):
            envelope.mail_from = address
            envelope.mail_options.extend(options)
        return reply

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        reply = await self._reply(server, Moment.RCPT)
        if reply.startswith("2"):
            envelope.rcpt_tos.append(address)
        return reply

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        raw: Any = envelope.original_content
        sender = (
            (envelope.mail_from or "").removeprefix("<").removesuffix(">")
        )  # aiosmtpd keeps "<>" as it is
        mail = SunkMail(sender, tuple(envelope.rcpt_tos), bytes(raw))
        return await self._reply(server, Moment.DATA, mail)

    async def _reply(self, server: SMTP, moment: Moment, mail: SunkMail | None = None) -> str:
        answer = self._sink.take_answer(moment) or Answer(moment=moment)
        if answer.delay_seconds:
            await asyncio.sleep(answer.delay_seconds)
        if mail is not None and answer.reply.startswith("2"):
            self._sink.keep(mail)
        if answer.hang_up:
            if isinstance(server.transport, asyncio.Transport):
                server.transport.abort()
            raise asyncio.CancelledError  # ends this conversation without a word
        return answer.reply
