"""Gathering the words of tickets for the search (R-TKT-8): soon after they were committed, never with them.

Triggers list which tickets have changed (0130_search.sql); here the words of each are gathered anew from what stands in
the thread now, so an edit, a merger, a deletion or an erasure needs no code of its own. Card numbers stay out.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

from workflow.card_numbers import mask
from workflow.database import as_clock, hotel, rows
from workflow.search_words import Weight, vector
from workflow.values import Direction

BATCH = 500
MAX_BODY = 100_000  # characters of one message

# unread_words_of_hotel is probed once a hotel: idle, that is all a round costs.
_WAITING = """
SELECT id FROM hotels WHERE EXISTS (SELECT FROM unread_words WHERE unread_words.hotel_id = hotels.id) ORDER BY id
"""
# The latest change first: who waits for years of old tickets to be gathered does not wait for today's.
_TAKE = """
DELETE FROM unread_words WHERE id IN (SELECT id FROM unread_words WHERE hotel_id = %s ORDER BY id DESC LIMIT %s)
RETURNING ticket_id
"""
_NAMES = """
SELECT t.id, t.pid, t.subject, t.requester_name, t.requester_address, g.name, r.number
FROM tickets t LEFT JOIN guests g ON g.id = t.guest_id LEFT JOIN rooms r ON r.id = t.room_id
WHERE t.id = ANY(%s) AND t.deleted_at IS NULL
"""
# messages_of_ticket serves it. The newest first: of a thread without end, the end is searched.
_SPOKEN = """
SELECT ticket_id, direction, left(body, %s) FROM messages WHERE ticket_id = ANY(%s) ORDER BY ticket_id, id DESC
"""

Text = tuple[str, Weight]


def gather_all(*, batch: int = BATCH) -> int:
    """Gathers what waits, in turns of one batch a hotel, each a transaction. Returns how many rows of the list."""
    gathered = 0
    waiting = _hotels_waiting()
    while waiting:
        counts = {hotel_id: gather_batch(hotel_id, batch=batch) for hotel_id in waiting}
        gathered += sum(counts.values())
        waiting = [hotel_id for hotel_id, count in counts.items() if count == batch]
    return gathered


def gather_batch(hotel_id: int, *, batch: int = BATCH) -> int:
    """Of one hotel; 0 also while another clock does it: two at once could keep the older words."""
    with hotel(hotel_id):
        (is_mine,) = rows(
            "SELECT pg_try_advisory_xact_lock(hashtextextended('words of tickets', %s))", (hotel_id,)
        )[0]
        if not is_mine:
            return 0
        taken = rows(_TAKE, (hotel_id, batch))
        ids = sorted({id for (id,) in taken})
        if ids:
            vectors = vectors_of(hotel_id, ids)
            rows(
                "SELECT bellhop_keep_words(%s, %s, %s::text[])",
                (hotel_id, ids, [vectors.get(id) for id in ids]),
            )
        return len(taken)


def marks(hotel_id: int, ticket_id: int) -> tuple[str, ...]:
    """What bellhop_search narrows by: the hotel, and the stretches of ids."""
    return f"h:{hotel_id}", f"b:{ticket_id >> 10}", f"c:{ticket_id >> 13}", f"d:{ticket_id >> 16}"


def _hotels_waiting() -> list[int]:
    with as_clock():
        return [id for (id,) in rows(_WAITING)]


def vectors_of(hotel_id: int, ids: Collection[int]) -> dict[int, str]:
    """By ticket; none for one that is deleted or gone."""
    texts = {id: list(_names(*names)) for id, *names in rows(_NAMES, (list(ids),))}
    for id, direction, body in rows(_SPOKEN, (MAX_BODY, list(texts))):
        texts[id].append((mask(body), Weight.NOTES if direction == Direction.NOTE else Weight.SPOKEN))
    return {id: vector(found, marks=marks(hotel_id, id)) for id, found in texts.items()}


def _names(
    pid: str, subject: str, requester: str, address: str, guest: str | None, room: str | None
) -> Iterator[Text]:
    """The counter also as people say it: 42 for 00042."""
    number = pid.split("-")[2].lstrip("0") if pid.count("-") == 3 else ""
    for text in (pid, number, mask(subject), guest or "", requester, address, room or ""):
        if text:
            yield text, Weight.NAMES
