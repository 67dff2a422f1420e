"""From UIDs in an opened folder to rows of the inbox: what is new is fetched in small batches and kept.

A mail that cannot be fetched is tried alone later and never holds up the others. Nothing in the mailbox changes here.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import structlog

from ingest.imap.answers import Outline
from ingest.imap.connection import Connection
from ingest.imap.envelope import read_envelope
from ingest.imap.faults import CommandRefused, ConnectionLost
from ingest.imap.pace import Pace
from ingest.imap.store import Store
from workflow import clock, metrics
from workflow.mailbox import Afterwards, Cursor, Fate, Mailbox
from workflow.reasons import because
from workflow.services import mailbox_cursor
from workflow.services.inbox import Incoming, Route
from workflow.services.mailbox_cursor import Fetched, Wanted
from workflow.services.mailbox_lease import Lease

OUTLINES = 100  # asked for at once

_log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class _Mail:
    """One to fetch."""

    outline: Outline
    tries: int
    fate: Fate


class Reader:
    """Reads one opened folder over one connection."""

    def __init__(
        self,
        connection: Connection,
        mailbox: Mailbox,
        lease: Lease,
        cursor: Cursor,
        *,
        pace: Pace,
        store: Store,
        large: asyncio.Semaphore,
    ) -> None:
        self._connection = connection
        self._mailbox = mailbox
        self._lease = lease
        self._cursor = cursor
        self._pace = pace
        self._store = store
        self._large = large

    async def read(self, uids: Sequence[int]) -> None:
        """Keeps those that are not had. Raises ConnectionLost, StoreUnavailable, LeaseLost."""
        wanted = await self._store.call(mailbox_cursor.wanted, self._lease, uids, now=clock.now())
        for start in range(0, len(wanted), OUTLINES):
            await self._read_some(wanted[start : start + OUTLINES])

    async def _read_some(self, wanted: Sequence[Wanted]) -> None:
        mails = await self._outlined(wanted)
        left = [mail.outline.uid for mail in mails if mail.fate is Fate.LEFT]
        if left:
            await self._store.call(mailbox_cursor.pass_over, self._lease, left)
        for batch in _batches([mail for mail in mails if mail.fate is not Fate.LEFT], self._pace):
            if batch[0].outline.size > self._pace.mail_bytes:
                await self._set_aside(batch[0])
            else:
                await self._take(batch)

    async def _outlined(self, wanted: Sequence[Wanted]) -> list[_Mail]:
        """What the server says about them. One it cannot say anything about gives trouble, or is gone."""
        tries = {mail.uid: mail.tries for mail in wanted}
        try:
            found = await self._connection.outlines(list(tries))
        except CommandRefused as refused:
            if len(wanted) == 1:
                await self._note_trouble(wanted[0].uid, str(refused))
                return []
            return [mail for one in wanted for mail in await self._outlined([one])]
        await self._miss([uid for uid in tries if uid not in found])
        return [
            _Mail(outline, tries[uid], self._fate(outline))
            for uid, outline in sorted(found.items())
            if uid in tries
        ]

    def _fate(self, outline: Outline) -> Fate:
        return self._cursor.fate(outline.uid, outline.arrived, self._mailbox.old_mail)

    async def _take(self, batch: Sequence[_Mail]) -> None:
        size = sum(mail.outline.size for mail in batch)
        large = self._large if size > self._pace.batch_bytes else contextlib.nullcontext()
        async with large:
            try:
                bodies = await self._connection.mails([mail.outline.uid for mail in batch], size=size)
            except CommandRefused as refused:
                if len(batch) > 1:
                    for mail in batch:
                        await self._take([mail])
                else:
                    await self._note_trouble(batch[0].outline.uid, str(refused))
                return
            except ConnectionLost as lost:
                for mail in batch:
                    await self._note_trouble(mail.outline.uid, str(lost), ask_header=False)
                raise
            await self._miss([mail.outline.uid for mail in batch if mail.outline.uid not in bodies])
            await self._keep([mail for mail in batch if mail.outline.uid in bodies], bodies)

    async def _keep(self, mails: Sequence[_Mail], bodies: dict[int, bytes]) -> None:
        if not mails:
            return
        fetched = [
            Fetched(mail.outline.uid, self._incoming(mail.outline, bodies[mail.outline.uid], mail.fate))
            for mail in mails
        ]
        owe = self._mailbox.afterwards is not Afterwards.LEAVE
        ids = await self._store.call(mailbox_cursor.keep_mails, self._lease, fetched, owe=owe)
        metrics.MAILS_KEPT.labels("imap").inc(len(ids))
        metrics.MAIL_BYTES.labels("imap").inc(sum(len(mail.incoming.raw) for mail in fetched))
        _log.info("mails kept", inbox=ids)

    async def _miss(self, uids: Sequence[int]) -> None:
        """The server left them out: moved or deleted by somebody else first, or it cannot read them itself."""
        if not uids:
            return
        there = await self._connection.still_there(uids)
        gone = [uid for uid in uids if uid not in there]
        if gone:
            _log.info("mails gone before they were fetched", mails=len(gone))
            await self._store.call(mailbox_cursor.pass_over, self._lease, gone)
        for uid in sorted(there.intersection(uids)):
            await self._note_trouble(uid, because("The server lists it, but does not give it."))

    async def _set_aside(self, mail: _Mail) -> None:
        header = await self._header(mail.outline.uid)
        reason = because(
            "This mail has %(size)s, more than the %(most)s that are taken. Only its header was kept; it is still in %(folder)s of %(username)s.",
            size=_megabytes(mail.outline.size),
            most=_megabytes(self._pace.mail_bytes),
            folder=self._mailbox.folder,
            username=self._mailbox.account.username,
        )
        fetched = Fetched(mail.outline.uid, self._incoming(mail.outline, header, mail.fate))
        await self._store.call(mailbox_cursor.quarantine, self._lease, fetched, reason, now=clock.now())

    async def _note_trouble(self, uid: int, reason: str, *, ask_header: bool = True) -> None:
        """`ask_header`: while the connection stands, so that people see whose mail it is."""
        _log.warning("mail could not be fetched", uid=uid, reason=reason)
        header = await self._header(uid) if ask_header else b""
        told = because(
            "This mail could not be fetched from %(folder)s of %(username)s, where it still is, and is tried again from time to time.",
            folder=self._mailbox.folder,
            username=self._mailbox.account.username,
        )
        outline = Outline(uid, len(header), clock.now())
        fetched = Fetched(uid, self._incoming(outline, header, Fate.NORMAL))
        await self._store.call(
            mailbox_cursor.note_trouble,
            self._lease,
            fetched,
            f"{told} {reason}",
            now=clock.now(),
            scale=self._pace.scale,
        )

    async def _header(self, uid: int) -> bytes:
        try:
            return await self._connection.header(uid)
        except CommandRefused:
            return b""

    def _incoming(self, outline: Outline, raw: bytes, fate: Fate) -> Incoming:
        envelope = read_envelope(raw, desk=self._mailbox.address)
        return Incoming(
            route=Route(self._mailbox.channel_id, self._mailbox.hotel_id, True),
            door="imap",
            received_at=outline.arrived,
            raw=raw,
            envelope_from=envelope.sender,
            envelope_to=envelope.recipient,
            quiet=fate is Fate.QUIET,
        )


def _batches(mails: Sequence[_Mail], pace: Pace) -> Iterator[list[_Mail]]:
    """Bounded in number and bytes; what gave trouble before goes alone."""
    batch: list[_Mail] = []
    size = 0
    for mail in mails:
        alone = mail.tries > 0
        full = len(batch) == pace.batch_mails or size + mail.outline.size > pace.batch_bytes
        if batch and (alone or full):
            yield batch
            batch, size = [], 0
        batch.append(mail)
        size += mail.outline.size
        if alone:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _megabytes(size: int) -> str:
    return f"{size / 1024 / 1024:.1f} MB"
