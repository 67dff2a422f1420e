"""What pages show of WhatsApp besides the messages: files that are not here yet, and the ways an answer can take."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from workflow.database import rows


@dataclass(frozen=True, slots=True)
class Missing:
    """A guest's file that still lies at the provider. state: waiting or failed; error: why, a sentence."""

    id: int
    message_id: int
    content_type: str
    state: str
    error: str


def missing_files(hotel_id: int, message_ids: Iterable[int]) -> dict[int, tuple[Missing, ...]]:
    """By message, in the open transaction."""
    found = rows(
        "SELECT id, message_id, content_type, state, error FROM media_waiting"
        " WHERE hotel_id = %s AND message_id = ANY(%s) AND state <> 'stored' ORDER BY message_id, position",
        (hotel_id, list(message_ids)),
    )
    files: defaultdict[int, tuple[Missing, ...]] = defaultdict(tuple)
    for row in found:
        files[row[1]] += (Missing(*row),)
    return files
