"""Addresses that mail came back from (R-MAIL-11): nothing automatic goes there, and who answers is warned.

A mail from the address heals it. In the caller's transaction.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from workflow.authenticity import Verdict
from workflow.database import rows
from workflow.models import MutedAddress
from workflow.services.mail_context import Arrival, Surroundings

MAX_REASON = 500


@dataclass(frozen=True, slots=True)
class Muted:
    """An address and why mail to it comes back."""

    address: str
    reason: str
    at: datetime


def mute(hotel_id: int, address: str, reason: str, *, now: datetime) -> None:
    """Until a mail from it arrives. The latest reason counts."""
    row = {"reason": reason[:MAX_REASON], "muted_at": now}
    MutedAddress.insert(hotel_id=hotel_id, address=address.lower(), **row).on_conflict(
        conflict_target=(MutedAddress.hotel_id, MutedAddress.address), update=row
    ).execute()


def heal(arrival: Arrival, around: Surroundings) -> None:
    """A mail from the address arrived. One that is certainly forged heals nothing."""
    key = (arrival.row.hotel_id, arrival.mail.from_address)
    if key in around.standing.muted and arrival.finding.verdict is not Verdict.FAIL:
        del around.standing.muted[key]
        unmute(*key)


def unmute(hotel_id: int, address: str) -> bool:
    """False when it was not muted."""
    return bool(
        MutedAddress.delete()
        .where(MutedAddress.hotel_id == hotel_id, MutedAddress.address == address.strip().lower())
        .execute()
    )


def find(hotel_id: int, address: str) -> Muted | None:
    """Whether mail to this address comes back."""
    row = MutedAddress.get_or_none(MutedAddress.hotel_id == hotel_id, MutedAddress.address == address.lower())
    return Muted(row.address, row.reason, row.muted_at) if row else None


def of_hotels(hotel_ids: Sequence[int], *, limit: int = 200) -> tuple[Muted, ...]:
    """The latest first."""
    found = rows(
        "SELECT address, reason, muted_at FROM muted_addresses WHERE hotel_id = ANY(%s)"
        " ORDER BY muted_at DESC, address LIMIT %s",
        (list(hotel_ids), limit),
    )
    return tuple(Muted(*row) for row in found)
