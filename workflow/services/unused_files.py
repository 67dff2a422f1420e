"""Uploads that nobody used for a day, and bytes that no row uses any more, leave (R-API-1).

A deadline of the hotel finds them and makes an effect of each; the worker removes the bytes. Removing holds the row's
lock across the store's answer: whoever announces or uses the same bytes at that moment waits for it, so nobody is left
with a row whose bytes are gone.
"""

from __future__ import annotations

from datetime import datetime

from workflow.database import hotel, rows
from workflow.desk import Desk
from workflow.models import Deadline, Effect, Ticket, UploadedFile
from workflow.services import outbox, stored_files
from workflow.services.outbox import Claim
from workflow.services.stored_files import KEPT
from workflow.values import EffectKind

# attachments_of_content and uploaded_files_of_content serve it.
_USED = """
EXISTS (SELECT FROM attachments AS one WHERE one.hotel_id = stored_files.hotel_id AND one.sha256 = stored_files.sha256)
OR EXISTS (SELECT FROM uploaded_files AS one WHERE one.hotel_id = stored_files.hotel_id
           AND one.sha256 = stored_files.sha256 AND NOT one.announced)
OR EXISTS (SELECT FROM hotels AS one WHERE one.id = stored_files.hotel_id  -- its logo
           AND position(stored_files.sha256 IN one.settings::text) > 0)
"""
_LOOK = f"""
UPDATE stored_files SET look_at = NULL WHERE hotel_id = %s AND look_at <= %s
RETURNING sha256, {_USED}
"""
_NEXT = """
SELECT min(at) FROM (
  SELECT min(look_at) FROM stored_files WHERE hotel_id = %s AND look_at IS NOT NULL
  UNION ALL SELECT min(created_at) + %s FROM uploaded_files WHERE hotel_id = %s) AS moments (at)
"""
_UNUSED = f"""
SELECT sha256 FROM stored_files
WHERE hotel_id = %s AND sha256 = %s AND put_at <= %s AND NOT ({_USED}) FOR UPDATE
"""


def fire(deadline: Deadline, _ticket: Ticket | None, now: datetime) -> None:
    """Rows of uploads go, bytes that nothing uses are to be removed; and when to look again."""
    hotel_id = deadline.hotel_id
    old = UploadedFile.hotel_id == hotel_id, UploadedFile.created_at <= now - KEPT
    gone = list(UploadedFile.delete().where(*old).returning(UploadedFile).execute())
    if gone:
        stored_files.mark([row.sha256 for row in gone if not row.announced], hotel_id=hotel_id, now=now)
    for row in gone:
        if row.announced:
            _remove(hotel_id, {"arrival": str(row.id)}, now=now)
    for sha256, is_used in rows(_LOOK, (hotel_id, now)):
        if not is_used:
            _remove(hotel_id, {"sha256": sha256}, now=now)
    ((next_at,),) = rows(_NEXT, (hotel_id, KEPT, hotel_id))
    if next_at is not None:
        stored_files.arm(hotel_id, at=next_at, now=now)


def _remove(hotel_id: int, payload: dict[str, str], *, now: datetime) -> None:
    Effect.create(
        hotel_id=hotel_id, kind=EffectKind.REMOVE_FILE, look_at=now, payload=payload, created_at=now
    )


def remove(claim: Claim, *, desk: Desk, now: datetime) -> None:
    """In transactions of its own: the bytes go, unless somebody uses them by now. Raises StoreUnavailable."""
    with hotel(claim.hotel_id):
        payload = Effect.get_by_id(claim.id).payload
        if "arrival" in payload:
            desk.files.forget_arrival(claim.hotel_id, int(payload["arrival"]))
        elif _lock_unused(claim.hotel_id, payload["sha256"], now=now):
            desk.files.delete(claim.hotel_id, payload["sha256"])
            rows(
                "DELETE FROM stored_files WHERE hotel_id = %s AND sha256 = %s RETURNING sha256",
                (claim.hotel_id, payload["sha256"]),
            )
        outbox.finish(claim, now=now)


def _lock_unused(hotel_id: int, sha256: str, *, now: datetime) -> bool:
    """Locks first and asks then: who was about to use it has done so, or comes after us."""
    rows("SELECT sha256 FROM stored_files WHERE hotel_id = %s AND sha256 = %s FOR UPDATE", (hotel_id, sha256))
    return bool(rows(_UNUSED, (hotel_id, sha256, now - KEPT)))
