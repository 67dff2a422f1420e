"""From kept bytes to tickets: claims of inbox rows are read, placed, decided and written, many in one transaction.

A batch is written whole or not at all; when one of its mails spoils it, each is tried alone. What one mail leads to
is workflow/services/mail_in; this file is about batches, faults and quarantine.
"""

from __future__ import annotations

import hashlib
from collections import deque
from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from psycopg2.extras import execute_values

from workflow.authenticity import Verifier, unchecked
from workflow.database import database, hotels, is_store_trouble, rows
from workflow.desk import Desk
from workflow.errors import StoreUnavailable
from workflow.ledger import Ledger
from workflow.models import Inbox
from workflow.reading import Mail, read
from workflow.reasons import because
from workflow.reply_address import Purpose, ReplyTo, Token
from workflow.schedules import SCHEDULES
from workflow.services import (
    assignment,
    erased,
    evidence,
    mail_in,
    outbox,
    senders,
    stored_files,
    whatsapp_in,
)
from workflow.services.inbox import load_raws
from workflow.services.mail_context import Arrival, Outcome, arrival_of
from workflow.services.outbox import Claim
from workflow.values import EffectKind, InboxState

MAX_BATCH_BYTES = 16 * 1024 * 1024
MAX_SUBJECT = 500
MAX_ATTEMPTS = len(SCHEDULES[EffectKind.PROCESS_INBOX].delays) + 1
ID_BLOCK = 50
WHATSAPP = "whatsapp"  # the door of inbox rows that hold a form

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Item:
    """A claim with its inbox row."""

    claim: Claim
    row: Inbox


def process(
    claims: Sequence[Claim],
    *,
    desk: Desk,
    tick: Callable[[], datetime],
    verify: Verifier = unchecked,
) -> None:
    """Works through the claims, holding them meanwhile. `tick` gives the present moment.

    What fails is put off with its error, and quarantined after a few tries. When our own store is away, what is left
    is given back untried, and StoreUnavailable raised.
    """
    lease = timedelta(seconds=desk.settings.lease_seconds)
    left = list(claims)
    try:
        waiting = deque(_batches(_load(claims)))
        while waiting:
            held = outbox.renew_all(left, now=tick(), lease=lease)
            batch = [item for item in waiting.popleft() if item.claim in held]
            if batch and not _process_batch(batch, desk=desk, now=tick(), verify=verify):
                waiting.extendleft([item] for item in reversed(batch))
                continue
            left = [item.claim for items in waiting for item in items]
    except StoreUnavailable:
        outbox.release(left, until=tick() + outbox.STORE_PAUSE)
        raise


def mail_digest(mail: Mail, reply: ReplyTo | Token = Token.ABSENT) -> bytes:
    """The same for the same mail however it came (R-MAIL-4): From, Date, Message-ID and the decoded parts.

    A member's answer to another reply address is another answer: the ticket it is for counts too.
    """
    parts = (mail.from_address, mail.date, mail.message_id, *mail.leaf_digests)
    if isinstance(reply, ReplyTo) and reply.purpose is Purpose.STAFF:
        parts = (*parts, f"{reply.ticket_id}.{reply.recipient_id}")
    return hashlib.sha256("\n".join(parts).encode()).digest()


def _load(claims: Sequence[Claim]) -> list[Item]:
    """The inbox rows of the claims, hotel by hotel as they came in: two workers lock counters in the same order."""
    with hotels(claim.hotel_id for claim in claims):
        of_effect = dict(
            rows("SELECT id, inbox_id FROM effects WHERE id = ANY(%s)", ([claim.id for claim in claims],))
        )
        found = Inbox.by_ids(of_effect.values())
    items = [Item(claim, found[of_effect[claim.id]]) for claim in claims]
    return sorted(items, key=lambda item: (item.row.hotel_id, item.row.id))


def _batches(items: Sequence[Item]) -> Iterator[list[Item]]:
    """Bounded in bytes; what has failed before goes alone."""
    batch: list[Item] = []
    size = 0
    for item in items:
        alone = item.claim.attempts > 1 or item.row.door == WHATSAPP
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


def _process_batch(batch: Sequence[Item], *, desk: Desk, now: datetime, verify: Verifier) -> bool:
    """Whether the batch is settled; False: one of its mails spoilt it, each is to be tried alone."""
    if batch[0].claim.attempts > MAX_ATTEMPTS:
        _fail(batch[0], because("Reading this mail ended its process, several times."), desk=desk, now=now)
        return True
    try:
        if batch[0].row.door == WHATSAPP:
            _write_whatsapp(batch[0], desk=desk, now=now)
        else:
            _write_batch(_read_batch(batch, desk=desk, now=now, verify=verify), desk=desk, now=now)
    except StoreUnavailable:
        raise
    except Exception as error:
        if is_store_trouble(error):
            raise StoreUnavailable("The database went away in the middle of a batch.") from error
        if len(batch) > 1:
            return False
        # The edge: whatever a mail does to us, the next one is handled.
        _log.exception("mail_failed", inbox=batch[0].row.id, attempt=batch[0].claim.attempts)
        _fail(
            batch[0], because("A fault of the desk: %(kind)s", kind=type(error).__name__), desk=desk, now=now
        )
    return True


def _read_batch(
    batch: Sequence[Item], *, desk: Desk, now: datetime, verify: Verifier
) -> dict[Claim, Arrival]:
    """The mails with what is known of their senders, their files in the store; not of who was erased.

    No connection is held while they are read and DNS is asked.
    """
    with hotels(item.claim.hotel_id for item in batch):
        kept = load_raws({item.row.id: item.row.size for item in batch})
        trusts = senders.trusts([item.row.channel_id for item in batch], desk)
    arrivals, raws = [], []
    for item in batch:
        raw = kept.pop(item.row.id, b"")
        arrivals.append(arrival_of(item.row, read(raw), desk=desk, now=now))
        raws.append(raw)
    _keep_files(arrivals, desk=desk, now=now)
    checked = senders.check(arrivals, raws, trusts, verify=verify, seconds=senders.seconds(desk.settings))
    return {item.claim: arrival for item, arrival in zip(batch, checked, strict=True)}


def _keep_files(arrivals: Sequence[Arrival], *, desk: Desk, now: datetime) -> None:
    """What nobody uses in the end leaves after a day, by the row that announces it (unused_files)."""
    carrying = [one for one in arrivals if one.mail.attachments]
    if not carrying:
        return
    with hotels(one.row.hotel_id for one in carrying):
        gone = erased.among(map(_key, carrying))
    for arrival in carrying:
        if arrival.row.id not in gone:
            contents = [attachment.content for attachment in arrival.mail.attachments]
            stored_files.keep(contents, hotel_id=arrival.row.hotel_id, desk=desk, now=now)


def _write_batch(read_mails: Mapping[Claim, Arrival], *, desk: Desk, now: datetime) -> None:
    ledger = Ledger(block=min(len(read_mails), ID_BLOCK))
    with hotels(claim.hotel_id for claim in read_mails):
        # Only after the fence: a key kept for a mail that somebody else now handles would make him ignore it.
        held = outbox.lock_held(list(read_mails))
        arrivals = {claim: arrival for claim, arrival in read_mails.items() if claim in held}
        if not arrivals:
            return
        fresh = _keep_keys(list(arrivals.values()))
        around = evidence.gather(list(arrivals.values()), desk=desk, ledger=ledger, now=now)
        outcomes = [
            mail_in.handle(arrival, around)
            if arrival.row.id in fresh
            else Outcome(InboxState.IGNORED, because("This mail has come before."))
            for arrival in arrivals.values()
        ]
        ledger.flush()
        assignment.keep_turns(around.assigners.values())
        repeats = [one for one in arrivals.values() if one.row.id not in fresh]
        gone = erased.forget_again(map(_key, repeats), now=now)
        _record(list(zip(arrivals.values(), outcomes, strict=True)), gone, now=now)
        outbox.finish_all(list(arrivals), now=now)
    for arrival, outcome in zip(arrivals.values(), outcomes, strict=True):
        _log.info("mail_processed", inbox=arrival.row.id, outcome=outcome.state, ticket=outcome.ticket_id)


def _write_whatsapp(item: Item, *, desk: Desk, now: datetime) -> None:
    """In a transaction of its own: it holds the number's row."""
    with hotels((item.claim.hotel_id,)):
        if not outbox.lock_held([item.claim]):
            return
        outcome = whatsapp_in.handle(item.row, desk=desk, now=now)
        Inbox.update(
            state=outcome.state,
            reason=outcome.reason,
            sender=item.row.envelope_from,
            ticket_id=outcome.ticket_id,
            message_id=outcome.message_id,
            processed_at=now,
        ).where(Inbox.id == item.row.id).execute()
        outbox.finish_all([item.claim], now=now)
    _log.info("whatsapp_processed", inbox=item.row.id, outcome=outcome.state, ticket=outcome.ticket_id)


def _keep_keys(arrivals: Sequence[Arrival]) -> set[int]:
    """Notes the mails as had; returns the inbox ids of those that were not had before. A mail that a person has
    read again finds its own key.

    One statement in one order for all, so that two workers with the same mails wait for, and never block, each other.
    """
    keys = sorted(
        (
            arrival.row.channel_id,
            mail_digest(arrival.mail, arrival.reply),
            arrival.row.hotel_id,
            arrival.row.id,
        )
        for arrival in arrivals
    )
    found = rows(
        "WITH asked AS (SELECT * FROM unnest(%s::bigint[], %s::bytea[], %s::bigint[], %s::bigint[])"
        "   AS asked (channel_id, digest, hotel_id, inbox_id)),"
        " kept AS (INSERT INTO mail_keys (channel_id, digest, hotel_id, inbox_id) SELECT * FROM asked"
        "   ON CONFLICT DO NOTHING RETURNING inbox_id)"
        " SELECT inbox_id FROM kept"
        " UNION ALL SELECT inbox_id FROM asked JOIN mail_keys USING (channel_id, digest, inbox_id)",
        tuple(list(column) for column in zip(*keys, strict=True)),
    )
    return {inbox_id for (inbox_id,) in found}


def _key(arrival: Arrival) -> tuple[int, int, bytes]:
    """What a mail is known by when it comes again."""
    return arrival.row.id, arrival.row.channel_id, mail_digest(arrival.mail, arrival.reply)


def _record(outcomes: Sequence[tuple[Arrival, Outcome]], gone: Container[int], *, now: datetime) -> None:
    """What became of each mail, on its inbox row; of who is `gone`, nothing but that."""
    execute_values(
        database.connection().cursor(),
        "UPDATE inbox SET state = new.state, reason = new.reason, sender = new.sender, subject = new.subject,"
        " ticket_id = new.ticket_id, message_id = new.message_id, processed_at = new.at"
        " FROM (VALUES %s) AS new (id, state, reason, sender, subject, ticket_id, message_id, at)"
        " WHERE inbox.id = new.id",
        [
            (
                arrival.row.id,
                outcome.state,
                outcome.reason,
                "" if arrival.row.id in gone else arrival.mail.from_address,
                "" if arrival.row.id in gone else arrival.mail.subject[:MAX_SUBJECT],
                outcome.ticket_id,
                outcome.message_id,
                now,
            )
            for arrival, outcome in outcomes
        ],
        template="(%s::bigint, %s, %s, %s, %s, %s::bigint, %s::bigint, %s::timestamptz)",
        page_size=len(outcomes),
    )


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
