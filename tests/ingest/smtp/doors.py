"""The mail door for tests: in this process with limits of one's choice, or as the process people run. Real sockets."""

import asyncio
import contextlib
import json
import os
import signal
import socket
import ssl
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from ingest.smtp.conversation import Conversation
from ingest.smtp.desk import Desk
from ingest.smtp.keeping import Keep, Keeper
from ingest.smtp.limits import Limits
from ingest.smtp.lmtp import LmtpConversation
from ingest.smtp.routes import Routes
from ingest.smtp.server import Server
from tests.processes import wait_until
from workflow.database import hotel, rows
from workflow.models import Hotel
from workflow.services.inbox import load_raw
from workflow.services.inbox_writer import open_async_groups
from workflow.settings import Listen, Network

SECONDS = 60


class Door:
    """A door in a thread of this process. `port` is SMTP, `lmtp` a Unix socket."""

    def __init__(
        self,
        database_url: str,
        folder: Path,
        *,
        limits: Limits | None = None,
        tls: ssl.SSLContext | None = None,
        trusted: tuple[Network, ...] = (),
        keep: Callable[[Keeper], Keep] = lambda keeper: keeper,
        trusts_loopback: bool = True,
    ) -> None:
        self.port = 0
        self.lmtp = folder / "lmtp"
        self.spool = folder / "spool"
        self.limits = limits or Limits()
        self._database_url = database_url
        self._tls = tls
        self._trusted = trusted
        self._keep = keep
        self._trusts_loopback = trusts_loopback
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="door", daemon=True)

    def __enter__(self) -> Self:
        self.spool.mkdir(exist_ok=True)
        self._thread.start()
        self._call(self._open())
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._call(self._close())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(SECONDS)
        self._loop.close()

    def _call(self, coroutine: Any) -> None:
        asyncio.run_coroutine_threadsafe(coroutine, self._loop).result(SECONDS)

    async def _open(self) -> None:
        groups = open_async_groups(self._database_url)
        keeper = self._keep(Keeper(groups, limits=self.limits))
        desk_kind = Desk if self._trusts_loopback else _Stranger
        self.desk = desk_kind(
            "desk.localhost",
            limits=self.limits,
            routes=Routes(),
            keep=keeper,
            spool_folder=self.spool,
            trusted=self._trusted,
            tls=self._tls,
        )
        self._server = Server(self.desk)
        where = await self._server.listen(Listen("127.0.0.1", 0), Conversation, setting="SMTP_LISTEN")
        self.port = where.port
        await self._server.listen(Listen(path=str(self.lmtp)), LmtpConversation, setting="LMTP_LISTEN")

    async def _close(self) -> None:
        await self._server.stop()
        await self.desk.keep.close()
        self.desk.close()


class _Stranger(Desk):
    """Takes this machine for any other, so that limits for strangers can be tried from it."""

    def trusts(self, peer: str) -> bool:
        return False


class DoorProcess:
    """`python -m ingest.smtp` on a free port."""

    def __init__(self, database_url: str, folder: Path, **environ: str) -> None:
        self.home = folder / "home"
        self.log = folder / "door.log"
        self._environ = {
            "PATH": os.environ["PATH"],
            "DATABASE_URL": database_url,
            "REDIS_URL": "redis://127.0.0.1:1",
            "BELLHOP_HOME": str(self.home),
            "BELLHOP_SECRET": "the door tests' secret, 32 characters or more",
            "BELLHOP_MAIL_DOMAIN": "desk.localhost",
            "SMTP_LISTEN": "127.0.0.1:0",
            **environ,
        }
        self.port = 0
        self.process: subprocess.Popen[bytes]

    def start(self, *, preexec: Callable[[], None] | None = None) -> None:
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "ingest.smtp"], env=self._environ, stderr=log, preexec_fn=preexec
            )
        doors = 2 if "LMTP_LISTEN" in self._environ else 1
        wait_until(lambda: self._opened() == doors or self.process.poll() is not None, what="the door opens")
        opened = [record for record in self.records() if record.get("door") == "smtp"]
        assert opened, self.log.read_text()
        self.port = int(opened[0]["where"].rpartition(":")[2])

    def _opened(self) -> int:
        return sum(record["event"] == "listening" for record in self.records())

    def record(self, event: str) -> dict[str, Any] | None:
        """The last log record of this name."""
        found = [record for record in self.records() if record["event"] == event]
        return found[-1] if found else None

    def records(self) -> list[dict[str, Any]]:
        if not self.log.exists():
            return []
        lines = self.log.read_text().splitlines()
        return [json.loads(line) for line in lines if line.startswith("{") and line.endswith("}")]

    def kill(self) -> None:
        self.process.send_signal(signal.SIGKILL)
        self.process.wait(SECONDS)

    def stop(self) -> int:
        """SIGTERM; the exit code."""
        self.process.terminate()
        return self.process.wait(SECONDS)

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.process.poll() is None:
            self.stop()


class Peer:
    """A mail server's side of a conversation, byte by byte."""

    def __init__(self, where: int | Path) -> None:
        if isinstance(where, Path):
            self.socket = socket.socket(socket.AF_UNIX)
            self.socket.settimeout(SECONDS)
            self.socket.connect(str(where))
        else:
            self.socket = socket.create_connection(("127.0.0.1", where), SECONDS)
        self._lines = self.socket.makefile("rb")
        self.greeting = self.reply()

    def reply(self) -> str:
        """One reply, its lines joined; "" when the connection is closed."""
        lines = []
        while line := self._lines.readline():
            lines.append(line.decode().rstrip("\r\n"))
            if line[3:4] != b"-":
                break
        return "\n".join(lines)

    def say(self, line: str | bytes) -> str:
        self.send((line.encode() if isinstance(line, str) else line) + b"\r\n")
        return self.reply()

    def send(self, data: bytes) -> None:
        self.socket.sendall(data)

    def envelope(self, *recipients: str, sender: str = "mia@guest.example", hello: str = "EHLO") -> None:
        """Up to 354."""
        assert self.say(f"{hello} peer.example").startswith("250")
        assert self.say(f"MAIL FROM:<{sender}>").startswith("250")
        for recipient in recipients:
            assert self.say(f"RCPT TO:<{recipient}>").startswith("250")
        assert self.say("DATA").startswith("354")

    def close(self) -> None:
        self._lines.close()
        self.socket.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


@contextlib.contextmanager
def conversation(where: int | Path, *recipients: str, **options: str) -> Iterator[Peer]:
    """A peer that may send its mail now."""
    with Peer(where) as peer:
        peer.envelope(*recipients, **options)
        yield peer


def send(where: int, raw: bytes, *recipients: str, sender: str = "mia@guest.example") -> str:
    """One mail, ready for the wire; the reply to its final dot."""
    with conversation(where, *recipients, sender=sender) as peer:
        peer.send(raw + b".\r\n")
        return peer.reply()


def mail(subject: str = "Towels", body: str = "Hello") -> bytes:
    return f"From: mia@guest.example\r\nSubject: {subject}\r\n\r\n{body}\r\n".encode()


def kept(at: Hotel) -> list[dict[str, Any]]:
    """The inbox of a hotel with its raw bytes and effects, oldest first."""
    columns = ("id", "channel_id", "door", "envelope_from", "envelope_to", "peer", "helo", "size")
    with hotel(at.id):
        found = [
            dict(zip(columns, row, strict=True))
            for row in rows(f"SELECT {', '.join(columns)} FROM inbox ORDER BY id")
        ]
        for row in found:
            row["raw"] = load_raw(row["id"])
            row["effects"] = rows("SELECT kind, state FROM effects WHERE inbox_id = %s", (row["id"],))
    return found
