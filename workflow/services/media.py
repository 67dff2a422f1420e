"""Guests' files that lie at the provider: fetched once, kept as attachments; one that could not be fetched says why.

In the caller's transaction; the fetching itself is the worker's.
"""

from __future__ import annotations

import mimetypes
from dataclasses import dataclass
from datetime import datetime

from workflow.database import rows
from workflow.desk import Desk
from workflow.errors import DeliveryFailed, MoveRefused, NotFound
from workflow.models import Attachment, Channel, Effect, MediaWaiting, Message, Ticket
from workflow.schedules import SCHEDULES
from workflow.services import outbox, uploads
from workflow.services.outbox import Claim
from workflow.services.whatsapp_channels import Number, number_of
from workflow.values import EffectKind

MAX_BYTES = 20 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Wanted:
    """A file to fetch, and whose number it was sent to."""

    id: int
    url: str
    number: Number


def wanted(claim: Claim, *, desk: Desk, now: datetime) -> Wanted | None:
    """None when it is here already: the claim is then settled."""
    row = _of(claim)
    if row is None or row.state == "stored":
        outbox.finish(claim, now=now)
        return None
    return Wanted(row.id, row.url, number_of(Channel.get_by_id(row.channel_id), keys=desk.keys))


def store(claim: Claim, wanted: Wanted, content: bytes, *, sha256: str, now: datetime) -> None:
    """The file is an attachment of the guest's message from now on."""
    if claim not in outbox.lock_held([claim]):
        return
    row = MediaWaiting.get_by_id(wanted.id)
    content_type = uploads.content_type(content)
    message = Message.select().where(Message.id == row.message_id).for_update().get()
    Attachment.create(
        hotel_id=row.hotel_id,
        ticket_id=message.ticket_id,  # it may have moved to another one meanwhile
        message_id=row.message_id,
        filename=f"whatsapp-{row.message_id}-{row.position + 1}{_ending(content_type)}",
        content_type=content_type,
        size=len(content),
        sha256=sha256,
        created_at=now,
    )
    MediaWaiting.update(state="stored", error="").where(MediaWaiting.id == row.id).execute()
    outbox.finish(claim, now=now)


def record_trouble(claim: Claim, error: DeliveryFailed, *, scale: float, now: datetime) -> None:
    """Tried again later, or given up: the words of the message stand, the file shows its reason."""
    pause = SCHEDULES[claim.kind].after(claim.attempts, scale=scale, retry_after=error.retry_after)
    row = _of(claim)
    if pause is not None and not error.permanent:
        if outbox.put_off(claim, str(error), until=now + pause) and row is not None:
            MediaWaiting.update(error=str(error)).where(MediaWaiting.id == row.id).execute()
        return
    if outbox.finish(claim, now=now, result={"detail": str(error)}) and row is not None:
        MediaWaiting.update(state="failed", error=str(error)).where(MediaWaiting.id == row.id).execute()


def fetch_again(ticket: Ticket, media_id: int, *, now: datetime) -> int:
    """A person asks for it once more. The id of its message. Raises NotFound, MoveRefused for one that has not failed."""
    row = (
        MediaWaiting.select()
        .where(MediaWaiting.id == min(media_id, 2**63 - 1), MediaWaiting.hotel_id == ticket.hotel_id)
        .for_update()
        .get_or_none()
    )
    if row is None or Message.get_by_id(row.message_id).ticket_id != ticket.id:
        raise NotFound("There is no such file in this ticket.")
    if row.state != "failed":
        raise MoveRefused("This file is here, or on its way.", ())
    MediaWaiting.update(state="waiting", error="").where(MediaWaiting.id == row.id).execute()
    Effect.create(
        hotel_id=row.hotel_id,
        kind=EffectKind.FETCH_MEDIA,
        look_at=now,
        ticket_id=ticket.id,
        message_id=row.message_id,
        payload={"media": str(row.id)},
        created_at=now,
    )
    return int(row.message_id)


def _of(claim: Claim) -> MediaWaiting | None:
    found = rows("SELECT (payload ->> 'media')::bigint FROM effects WHERE id = %s", (claim.id,))
    row: MediaWaiting | None = MediaWaiting.get_or_none(MediaWaiting.id == found[0][0])
    return row


def _ending(content_type: str) -> str:
    return mimetypes.guess_extension(content_type) or ""
