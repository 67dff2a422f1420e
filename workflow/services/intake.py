"""From kept bytes to tickets: claims of inbox rows are read, placed, decided and written, many in one transaction.

Each mail has a savepoint of its own, so a broken one never fails its neighbours. What one mail leads to is
workflow/services/mail_in; this file is about batches, faults and quarantine.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

import structlog

from workflow.database import database, hotels, is_store_trouble, rows
from workflow.desk import Desk
from workflow.errors import StoreUnavailable
from workflow.models import Inbox
from workflow.reading import Mail, read
from workflow.services import mail_in, outbox
from workflow.services.inbox import load_raw
from workflow.services.mail_context import Contexts, Outcome
from workflow.services.outbox import SCHEDULES, Claim
from workflow.values import EffectKind, InboxState

MAX_BATCH_BYTES = 16 * 1024 * 1024

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Item:
    """A claim with its inbox row."""

    claim: Claim
    row: Inbox


@dataclass(frozen=True, slots=True)
class ReadItem:
    item: Item
    mail: Mail
    digest: bytes


def process(claims: Sequence[Claim], *, desk: Desk, now: datetime) -> None:
    """Works through the claims. What fails is put off with its error, and quarantined after a few tries."""
    limit = len(SCHEDULES[EffectKind.PROCESS_INBOX].delays) + 1
    for batch in _batches(_load(claims)):
        if batch[0].claim.attempts > limit:
            _fail(batch[0], "Reading this mail ended its process, several times.", desk=desk, now=now)
            continue
        try:
            _process_batch(batch, desk=desk, now=now)
        except StoreUnavailable:
            if len(batch) == 1:
                raise
            for item in batch:
                _process_batch([item], desk=desk, now=now)


def mail_digest(mail: Mail) -> bytes:
    """The same for the same mail however it came (R-MAIL-4): From, Date, Message-ID and the decoded parts."""
    parts = (mail.from_address, mail.date, mail.message_id, *mail.leaf_digests)
    return hashlib.sha256("\n".join(parts).encode()).digest()


def _load(claims: Sequence[Claim]) -> list[Item]:
    """The inbox rows of the claims, in the order they came in."""
    with hotels(claim.hotel_id for claim in claims):
        of_effect = dict(
            rows("SELECT id, inbox_id FROM effects WHERE id = ANY(%s)", ([claim.id for claim in claims],))
        )
        found = {row.id: row for row in Inbox.select().where(Inbox.id.in_(list(of_effect.values())))}
    items = [Item(claim, found[of_effect[claim.id]]) for claim in claims]
    return sorted(items, key=lambda item: item.row.id)


def _batches(items: Sequence[Item]) -> Iterator[list[Item]]:
    """Bounded in bytes; what has failed before goes alone."""
    batch: list[Item] = []
    size = 0
    for item in items:
        alone = item.claim.attempts > 1
        if batch and (alone or size + item.row.size > MAX_BATCH_BYTES):
            yield batch
            batch, size = [], 0
        batch.append(item)
        size += item.row.size
        if alone:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _process_batch(batch: Sequence[Item], *, desk: Desk, now: datetime) -> None:
    failed: dict[int, str] = {}
    read_items = []
    for item in batch:
        try:
            read_items.append(_read(item, desk=desk))
        except StoreUnavailable:
            raise
        except Exception as error:  # noqa: BLE001 - the edge: whatever a mail does to us, the next one is handled
            failed[item.claim.id] = _described(item, error)
    with hotels(item.claim.hotel_id for item in batch):
        # Only after the fence: a key kept for a mail that somebody else now handles would make him ignore it.
        held = outbox.lock_held([item.claim for item in batch])
        read_items = [entry for entry in read_items if entry.item.claim in held]
        fresh = _keep_keys(read_items)
        contexts = Contexts(desk, now)
        for entry in read_items:
            try:
                with database.atomic():
                    _handle(entry, is_new=entry.item.row.id in fresh, contexts=contexts, now=now)
            except StoreUnavailable:
                raise
            except Exception as error:
                if is_store_trouble(error):
                    raise
                rows("DELETE FROM mail_keys WHERE inbox_id = %s", (entry.item.row.id,))
                failed[entry.item.claim.id] = _described(entry.item, error)
    for item in batch:
        if item.claim.id in failed:
            _fail(item, failed[item.claim.id], desk=desk, now=now)


def _read(item: Item, *, desk: Desk) -> ReadItem:
    with hotels((item.claim.hotel_id,)):
        raw = load_raw(item.row.id)
    mail = read(raw)
    for attachment in mail.attachments:
        desk.files.put(item.claim.hotel_id, attachment.content)
    return ReadItem(item, mail, mail_digest(mail))


def _keep_keys(entries: Sequence[ReadItem]) -> set[int]:
    """Notes the mails as had; returns the inbox ids of those that were not had before.

    One statement in one order for all, so that two workers with the same mails wait for, and never block, each other.
    """
    keys = sorted(
        (entry.item.row.channel_id, entry.digest, entry.item.claim.hotel_id, entry.item.row.id)
        for entry in entries
    )
    if not keys:
        return set()
    found = rows(
        "INSERT INTO mail_keys (channel_id, digest, hotel_id, inbox_id)"
        " SELECT * FROM unnest(%s::bigint[], %s::bytea[], %s::bigint[], %s::bigint[])"
        " ON CONFLICT DO NOTHING RETURNING inbox_id",
        tuple(list(column) for column in zip(*keys, strict=True)),
    )
    return {inbox_id for (inbox_id,) in found}


def _handle(entry: ReadItem, *, is_new: bool, contexts: Contexts, now: datetime) -> None:
    row = entry.item.row
    outcome = (
        mail_in.handle(row, entry.mail, context=contexts.of(row), now=now)
        if is_new
        else Outcome(InboxState.IGNORED, "This mail has come before.")
    )
    Inbox.update(
        state=outcome.state,
        reason=outcome.reason,
        sender=entry.mail.from_address,
        subject=entry.mail.subject[:500],
        ticket_id=outcome.ticket_id,
        message_id=outcome.message_id,
        processed_at=now,
    ).where(Inbox.id == row.id).execute()
    outbox.finish(entry.item.claim, now=now)
    _log.info("mail_processed", inbox=row.id, outcome=outcome.state, ticket=outcome.ticket_id)


def _fail(item: Item, error: str, *, desk: Desk, now: datetime) -> None:
    """Puts the mail off, or into quarantine when the tries are used up."""
    pause = SCHEDULES[EffectKind.PROCESS_INBOX].after(item.claim.attempts, scale=desk.settings.retry_scale)
    with hotels((item.claim.hotel_id,)):
        if pause is not None:
            outbox.put_off(item.claim, error, until=now + pause)
        elif outbox.bury(item.claim, error, now=now):
            Inbox.update(state=InboxState.QUARANTINED, reason=error, processed_at=now).where(
                Inbox.id == item.row.id
            ).execute()


def _described(item: Item, error: Exception) -> str:
    """What operators see; the traceback goes to the log."""
    _log.error("mail_failed", inbox=item.row.id, attempt=item.claim.attempts, exc_info=error)
    return f"{type(error).__name__}: {error}"[:1000]
