"""The poller in a thread of this process, with a pace of one's choice, against the test's database."""

import asyncio
import itertools
import threading
from dataclasses import dataclass
from typing import Any, Self

from ingest.imap.pace import Pace
from ingest.imap.poller import Poller
from tests.dovecot import PASSWORD
from tests.processes import wait_until
from workflow import clock
from workflow.database import hotel, rows
from workflow.mailbox import Account, Secrets, Transport
from workflow.models import Channel, Hotel, MailboxRow
from workflow.sealing import Keys
from workflow.services import mailboxes
from workflow.services.inbox import load_raw

KEYS = Keys("the poller tests' secret, 32 characters or more")
BRISK = Pace(
    look_around_seconds=0.1,
    lease_seconds=3,
    connect_seconds=5,
    answer_seconds=2,
    idle_seconds=30,
    poll_seconds=0.2,
    retry_first_seconds=10,
    retry_most_seconds=50,
    login_retry_first_seconds=50,
    login_retry_most_seconds=50,
    scale=0.002,
)
_users = itertools.count()


@dataclass(frozen=True)
class House:
    hotel: Hotel
    channel: Channel

    def kept(self) -> list[dict[str, Any]]:
        """The inbox with its raw bytes, oldest first."""
        columns = (
            "id",
            "door",
            "envelope_from",
            "envelope_to",
            "peer",
            "quiet",
            "state",
            "reason",
            "received_at",
        )
        with hotel(self.hotel.id):
            found = [
                dict(zip(columns, row, strict=True))
                for row in rows(f"SELECT {', '.join(columns)} FROM inbox ORDER BY id")
            ]
            for row in found:
                row["raw"] = load_raw(row["id"])
        return found

    def subjects(self) -> list[str]:
        return [subject_of(row["raw"]) for row in self.kept()]

    def wait_for(self, *subjects: str, seconds: float = 60) -> None:
        wait_until(
            lambda: sorted(self.subjects()) == sorted(subjects),
            what=f"{len(subjects)} mails are kept; there are {sorted(self.subjects())}",
            seconds=seconds,
        )

    def add_mailbox(self, port: int, user: str = "desk", *, keys: Keys = KEYS, **options: Any) -> MailboxRow:
        with hotel(self.hotel.id):
            return mailboxes.add(self.channel, account(port, user), keys=keys, now=clock.now(), **options)

    def mailbox(self, id: int) -> MailboxRow:
        with hotel(self.hotel.id):
            return MailboxRow.get_by_id(id)

    def wait_until_read(self, id: int) -> None:
        wait_until(
            lambda: self.mailbox(id).seen_at is not None, what="the mailbox was looked through", seconds=10
        )


def new_user() -> str:
    """One of the server's users that no other test has."""
    return f"user{next(_users)}"


def account(port: int, user: str, *, password: str = PASSWORD) -> Account:
    return Account("127.0.0.1", port, user, Secrets(password=password), Transport.LOOPBACK)


class Polling:
    """`with Polling():` polls whatever mailboxes the database names."""

    def __init__(self, pace: Pace = BRISK, *, keys: Keys = KEYS) -> None:
        self._pace = pace
        self._keys = keys
        self._loop = asyncio.new_event_loop()
        self._stop = asyncio.Event()
        self._thread = threading.Thread(target=self._run, name="poller", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join(20)
        assert not self._thread.is_alive()

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        try:
            self._loop.run_until_complete(Poller(self._keys, pace=self._pace).run(self._stop))
        finally:
            self._loop.close()


def mail(subject: str, body: str = "Hello", *, to: str = "aurora@desk.localhost", more: str = "") -> bytes:
    return (
        f"From: mia@guest.example\r\nTo: {to}\r\nSubject: {subject}\r\nMessage-ID: <{subject}@guest.example>\r\n"
        f"{more}\r\n{body}\r\n"
    ).encode()


def subject_of(raw: bytes) -> str:
    line = next((line for line in raw.splitlines() if line.startswith(b"Subject: ")), b"")
    return line.removeprefix(b"Subject: ").decode()
