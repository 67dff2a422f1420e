"""Who polls which mailbox: a lease with an end and a fence, so that any number of machines may run the same door.

Taken, renewed and given back as the clock, which sees ids of all hotels and no content.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from workflow.database import as_clock, rows


@dataclass(frozen=True, slots=True)
class Lease:
    """The right to poll a mailbox with the settings of this revision."""

    mailbox_id: int
    hotel_id: int
    fence: int
    revision: int


# A few hundred rows at most: read whole.
_CLAIM = """
UPDATE mailboxes SET fence = fence + 1, lease_until = %s
WHERE id IN (SELECT id FROM mailboxes WHERE enabled AND (lease_until IS NULL OR lease_until <= %s)
             ORDER BY id LIMIT %s FOR UPDATE SKIP LOCKED)
RETURNING id, hotel_id, fence, revision
"""
_RENEW = """
UPDATE mailboxes SET lease_until = %s FROM unnest(%s::bigint[], %s::bigint[], %s::int[]) AS mine (id, fence, revision)
WHERE mailboxes.id = mine.id AND mailboxes.fence = mine.fence AND mailboxes.revision = mine.revision
  AND mailboxes.enabled
RETURNING mailboxes.id
"""
_RELEASE = """
UPDATE mailboxes SET lease_until = NULL FROM unnest(%s::bigint[], %s::bigint[]) AS mine (id, fence)
WHERE mailboxes.id = mine.id AND mailboxes.fence = mine.fence
"""


def claim(*, now: datetime, lease: timedelta, limit: int) -> list[Lease]:
    """Mailboxes that nobody polls, at most `limit`."""
    with as_clock():
        return [Lease(*found) for found in rows(_CLAIM, (now + lease, now, limit))]


def renew(leases: Sequence[Lease], *, now: datetime, lease: timedelta) -> set[Lease]:
    """Those that still hold; the others were taken over, switched off, removed or set up anew."""
    if not leases:
        return set()
    with as_clock():
        found = {
            id
            for (id,) in rows(
                _RENEW,
                (
                    now + lease,
                    [held.mailbox_id for held in leases],
                    [held.fence for held in leases],
                    [held.revision for held in leases],
                ),
            )
        }
    return {held for held in leases if held.mailbox_id in found}


def release(leases: Sequence[Lease]) -> None:
    """Given back: the next one need not wait for the end."""
    if leases:
        with as_clock():
            rows(_RELEASE, ([held.mailbox_id for held in leases], [held.fence for held in leases]))
