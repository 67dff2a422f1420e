"""One connection to a mail server, in the poller's words: log in, open a folder, list, fetch, mark, wait for news.

Every wait has an end: it races the loss of the connection and a deadline, and either is ConnectionLost. A NO is
CommandRefused, after which the connection still stands.
"""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Awaitable, Coroutine, Sequence
from typing import Any, TypeVar

from aioimaplib import Abort, AioImapException, Response
from aioimaplib.aioimaplib import quoted

from ingest.imap.answers import (
    Folder,
    Outline,
    read_bodies,
    read_folder,
    read_outlines,
    read_uids,
    response_code,
    uid_set,
)
from ingest.imap.faults import CommandRefused, ConnectionLost, LoginRefused
from ingest.imap.folder_names import on_the_wire
from ingest.imap.pace import Pace
from ingest.imap.protocol import Client
from workflow import clock
from workflow.mailbox import Account, Transport
from workflow.reasons import because

HEADER_BYTES = 256 * 1024
LITERAL_SLACK = 64 * 1024
MAX_TEXT = 200  # of a server's own words, shown to operators
# NO for another reason than name and password (RFC 5530): worth trying again soon.
_PASSING = frozenset({"UNAVAILABLE", "INUSE", "LIMIT", "SERVERBUG", "OVERQUOTA"})

Result = TypeVar("Result")


class Connection:
    """`await Connection.open(…)`; `close()` when done."""

    def __init__(self, account: Account, *, pace: Pace) -> None:
        self._pace = pace
        self._lost: asyncio.Future[str] = asyncio.get_running_loop().create_future()
        self._client = Client(
            account.host,
            account.port,
            tls=ssl.create_default_context() if account.transport is Transport.TLS else None,
            on_lost=self._on_lost,
            max_literal=pace.mail_bytes + LITERAL_SLACK,
            seconds=pace.answer_seconds,
        )

    @classmethod
    async def open(cls, account: Account, *, pace: Pace) -> Connection:
        """Connected and greeted. Raises ConnectionLost."""
        connection = cls(account, pace=pace)
        try:
            await connection._race(
                connection._client.wait_hello_from_server(),
                what=because("connecting to %(host)s:%(port)s", host=account.host, port=account.port),
                seconds=pace.connect_seconds,
            )
        except BaseException:
            connection.close()
            raise
        return connection

    def close(self) -> None:
        self._client.abandon()
        self._lost.cancel()

    def can(self, ability: str) -> bool:
        """Whether the server says so (CAPABILITY)."""
        return bool(self._client.has_capability(ability))

    async def log_in(self, username: str, password: str) -> None:
        """Raises LoginRefused."""
        await self._authenticate(self._client.protocol.login(quoted(username), password))

    async def log_in_with_token(self, username: str, token: str) -> None:
        """XOAUTH2, as Google and Microsoft describe it. Raises LoginRefused."""
        await self._authenticate(self._client.protocol.xoauth2(username, token))

    async def open_folder(self, name: str) -> Folder:
        answer = await self._ask(
            self._client.protocol.select(on_the_wire(name)), what=because("opening %(name)s", name=name)
        )
        folder = read_folder(answer.lines)
        if folder is None:
            raise CommandRefused(
                because(
                    "The server gives %(name)s no UIDVALIDITY: its mails cannot be told apart.", name=name
                )
            )
        return folder

    async def uids(self, above: int = 0) -> list[int]:
        """The UIDs in the folder higher than this. What came while they were listed is news afterwards."""
        self._client.protocol.news.clear()
        criterion = f"UID {above + 1}:*" if above else "ALL"
        answer = await self._ask(
            self._client.protocol.search(criterion, by_uid=True, charset=None),
            what=because("listing the mails"),
        )
        return [uid for uid in read_uids(answer.lines) if uid > above]  # n:* names the last one even below n

    async def still_there(self, uids: Sequence[int]) -> set[int]:
        answer = await self._ask(
            self._client.protocol.search(f"UID {uid_set(uids)}", by_uid=True, charset=None),
            what=because("looking for mails"),
        )
        return set(read_uids(answer.lines))

    async def outlines(self, uids: Sequence[int]) -> dict[int, Outline]:
        """Sizes and dates; those that are gone are missing."""
        lines = await self._fetch(uids, "(UID INTERNALDATE RFC822.SIZE)", seconds=self._pace.answer_seconds)
        return read_outlines(lines, now=clock.now())

    async def mails(self, uids: Sequence[int], *, size: int) -> dict[int, bytes]:
        """The mails' bytes, without marking them as seen. `size`: of all of them, about."""
        seconds = self._pace.answer_seconds + size / self._pace.slowest_bytes
        return read_bodies(await self._fetch(uids, "(UID BODY.PEEK[])", seconds=seconds))

    async def header(self, uid: int) -> bytes:
        """At most HEADER_BYTES; b"" when the server gives none."""
        lines = await self._fetch(
            [uid], f"(UID BODY.PEEK[HEADER]<0.{HEADER_BYTES}>)", seconds=self._pace.answer_seconds
        )
        return read_bodies(lines).get(uid, b"")

    async def mark_seen(self, uids: Sequence[int]) -> None:
        await self._uid(
            "STORE", uid_set(uids), r"+FLAGS.SILENT (\Seen)", what=because("marking mails as seen")
        )

    async def delete(self, uids: Sequence[int]) -> None:
        """Only these: a server without UIDPLUS keeps them marked as deleted, for its own EXPUNGE."""
        await self._uid("STORE", uid_set(uids), r"+FLAGS.SILENT (\Deleted)", what=because("deleting mails"))
        if self.can("UIDPLUS"):
            await self._uid("EXPUNGE", uid_set(uids), what=because("deleting mails"))

    async def move(self, uids: Sequence[int], folder: str) -> None:
        """By MOVE (RFC 6851), or copied and then deleted."""
        what = because("moving mails to %(folder)s", folder=folder)
        if self.can("MOVE"):
            await self._uid("MOVE", uid_set(uids), on_the_wire(folder), what=what)
        else:
            await self._uid("COPY", uid_set(uids), on_the_wire(folder), what=what)
            await self.delete(uids)

    async def wait_for_news(self, seconds: float) -> bool:
        """Until something may have come; False when the time passed without a sign of it."""
        news = self._client.protocol.news
        if news.is_set():
            return True
        idle = await self._start_idle() if self.can("IDLE") else None
        if idle is None:
            return await self._wait_and_ask()
        heard = await self._either(news.wait(), seconds)
        self._client.idle_done()
        await self._race(idle, what="ending IDLE", seconds=self._pace.answer_seconds)
        self._forget_pushes()
        return heard or news.is_set()

    async def _authenticate(self, log_in: Coroutine[Any, Any, Response]) -> None:
        answer = await self._race(log_in, what=because("logging in"), seconds=self._pace.answer_seconds)
        if answer.result != "OK":
            words = _words(answer)
            if response_code(words) in _PASSING:
                raise CommandRefused(because("The server takes no log-ins now: %(words)s", words=words))
            raise LoginRefused(because("The server refused the log-in: %(words)s", words=words))
        # Many servers tell what they can do only now.
        await self._race(
            self._client.protocol.capability(),
            what=because("asking for abilities"),
            seconds=self._pace.answer_seconds,
        )

    async def _start_idle(self) -> asyncio.Future[Response] | None:
        """None when the server refuses it."""
        longer_than_we_wait = self._pace.idle_seconds * 2 + self._pace.answer_seconds
        try:
            return await self._race(
                self._client.idle_start(timeout=longer_than_we_wait),
                what="beginning IDLE",
                seconds=self._pace.answer_seconds,
            )
        except ConnectionLost as lost:
            if isinstance(lost.__cause__, Abort) and not self._lost.done():
                return None
            raise

    async def _wait_and_ask(self) -> bool:
        await self._either(asyncio.sleep(self._pace.poll_seconds), self._pace.poll_seconds * 2)
        await self._ask(self._client.protocol.simple_command("NOOP"), what=because("asking for news"))
        return self._client.protocol.news.is_set()

    def _forget_pushes(self) -> None:
        """The library queues what came during IDLE; `news` has told us already."""
        queue = self._client.protocol.idle_queue
        while not queue.empty():
            queue.get_nowait()

    async def _fetch(self, uids: Sequence[int], items: str, *, seconds: float) -> list[bytes | bytearray]:
        answer = await self._ask(
            self._client.protocol.fetch(uid_set(uids), items, by_uid=True),
            what=because("fetching mails"),
            seconds=seconds,
        )
        return list(answer.lines)

    async def _uid(self, command: str, *arguments: str, what: str) -> None:
        await self._ask(self._client.protocol.uid(command, *arguments), what=what)

    async def _ask(
        self, command: Coroutine[Any, Any, Response], *, what: str, seconds: float | None = None
    ) -> Response:
        """The answer, if it is OK. Raises CommandRefused, ConnectionLost."""
        answer = await self._race(command, what=what, seconds=seconds or self._pace.answer_seconds)
        if answer.result != "OK":
            raise CommandRefused(
                because("The server refused %(what)s: %(words)s", what=what, words=_words(answer))
            )
        return answer

    async def _race(self, awaitable: Awaitable[Result], *, what: str, seconds: float) -> Result:
        task = asyncio.ensure_future(awaitable)
        try:
            await self._first_of(task, seconds)
            if task.done():
                return task.result()
        except (AioImapException, OSError, TimeoutError, ValueError) as error:
            raise ConnectionLost(f"{what[0].upper()}{what[1:]} failed: {_reason(error)}") from error
        finally:
            task.cancel()
        if self._lost.done():
            raise ConnectionLost(_ended(what, self._lost.result()))
        raise ConnectionLost(
            because("No answer within %(seconds)s seconds while %(what)s.", seconds=f"{seconds:g}", what=what)
        )

    async def _either(self, awaitable: Awaitable[object], seconds: float) -> bool:
        """Whether it came within the time. Raises ConnectionLost when the connection went first."""
        task = asyncio.ensure_future(awaitable)
        try:
            await self._first_of(task, seconds)
        finally:
            came = task.done()
            task.cancel()
        if self._lost.done():
            raise ConnectionLost(_ended(because("waiting for news"), self._lost.result()))
        return came

    async def _first_of(self, task: asyncio.Future[Any], seconds: float) -> None:
        waited_for: set[asyncio.Future[Any]] = {task, self._lost}
        await asyncio.wait(waited_for, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)

    def _on_lost(self, error: Exception | None) -> None:
        if not self._lost.done():
            self._lost.set_result(_reason(error) if error else "")


def _ended(what: str, why: str) -> str:
    if not why:
        return because("The connection ended while %(what)s.", what=what)
    return because("The connection ended while %(what)s (%(why)s).", what=what, why=why)


def _words(answer: Response) -> str:
    """The server's own, one line, printable."""
    last = bytes(answer.lines[-1]).decode("utf-8", "replace") if answer.lines else ""
    return "".join(character for character in last if character.isprintable())[:MAX_TEXT]


def _reason(error: Exception) -> str:
    if isinstance(error, ssl.SSLCertVerificationError):
        return because("the server's certificate is not trusted (%(why)s)", why=error.verify_message)
    if isinstance(error, ssl.SSLError):
        return because(
            "the server does not speak TLS on this port; STARTTLS is not supported, use the TLS port, usually 993"
        )
    if isinstance(error, OSError) and error.strerror:
        return error.strerror
    return str(error)[:MAX_TEXT] or type(error).__name__
