"""What was erased stays erased (R-PRIV-1): the same mail, message or stay that comes again is not kept again.

In the open transaction. Only digests are left to know it by.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import datetime

from workflow.database import rows

_MAILS = """
SELECT asked.id FROM unnest(%s::bigint[], %s::bigint[], %s::bytea[]) AS asked (id, channel_id, digest)
JOIN mail_keys k ON k.channel_id = asked.channel_id AND k.digest = asked.digest
JOIN inbox had ON had.id = k.inbox_id WHERE had.erased_at IS NOT NULL
"""


def among(repeats: Iterable[tuple[int, int, bytes]]) -> set[int]:
    """Of mails, by inbox row, channel and digest: which of them came before and were erased."""
    asked = list(repeats)
    if not asked:
        return set()
    return {id for (id,) in rows(_MAILS, [list(column) for column in zip(*asked, strict=True)])}


def forget_again(repeats: Iterable[tuple[int, int, bytes]], *, now: datetime) -> set[int]:
    """Those `among` them; their bytes go."""
    ids = list(among(repeats))
    if ids:
        rows("DELETE FROM inbox_chunks WHERE inbox_id = ANY(%s)", (ids,))
        rows(
            "UPDATE inbox SET envelope_from = '', envelope_to = '', peer = '', helo = '', erased_at = %s"
            " WHERE id = ANY(%s) RETURNING id",
            (now, ids),
        )
    return set(ids)


def is_erased_stay(hotel_id: int, confirmation: str) -> bool:
    """Whether the stay with this confirmation was erased with its guest."""
    digest = hashlib.sha256(confirmation.encode()).digest()
    return bool(rows("SELECT 1 FROM erased_stays WHERE hotel_id = %s AND digest = %s", (hotel_id, digest)))
