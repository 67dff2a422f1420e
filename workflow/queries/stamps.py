"""Has anything changed? Answered by a few index entries, so that a page may ask every few seconds (R-WEB-4).

A queue's stamp is how many lines the timelines of its hotels have: every change of a ticket writes one.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from workflow.database import rows
from workflow.models import Ticket

# Sealed and not yet sealed are read in one snapshot: sealing moves a line, and the sum stays. The keys of both serve it.
_EVENTS = """
SELECT coalesce((SELECT position FROM event_seals WHERE hotel_id = asked.id ORDER BY position DESC LIMIT 1), 0)
  + (SELECT count(*) FROM unsealed_events WHERE hotel_id = asked.id)
FROM unnest(%s::bigint[]) AS asked (id) ORDER BY asked.id
"""
# messages_of_ticket serves it. What became of an answer is no line of the timeline.
_THREAD = """
SELECT count(*), coalesce(max(id), 0), max(delivery_at)::text, count(*) FILTER (WHERE delivery_state = 'failed')
FROM messages WHERE ticket_id = %s AND hotel_id = %s
"""


@dataclass(frozen=True, slots=True)
class ThreadStamp:
    """How a thread stands; equal stamps, the same thread."""

    messages: int
    last_id: int
    delivered_at: str | None
    failed: int


def of_hotels(hotel_ids: Iterable[int]) -> tuple[int, ...]:
    """How many lines each hotel's timelines have, in the open transaction."""
    return tuple(int(count) for (count,) in rows(_EVENTS, (sorted(hotel_ids),)))


def of_thread(ticket: Ticket) -> ThreadStamp:
    return ThreadStamp(*rows(_THREAD, (ticket.id, ticket.hotel_id))[0])
