"""The rows that the letters of some claims are made of, read in a few statements for all of them.

The notices about one message share its ticket, hotel and files; answers share their hotel. What each letter says is
delivery's.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from workflow.database import rows
from workflow.duty import Member
from workflow.letter import Enclosure
from workflow.models import Channel, Effect, Hotel, Message, Ticket
from workflow.services import letter_parts
from workflow.services.hotels import members
from workflow.services.letter_parts import Beside
from workflow.services.outbox import Claim
from workflow.values import EffectKind

TO_GUESTS = frozenset({EffectKind.SEND_ANSWER, EffectKind.SEND_COPY})


@dataclass(frozen=True, slots=True)
class Utterance:
    """One message of the conversation with the guest."""

    id: int
    direction: str
    rfc_message_id: str | None


@dataclass(frozen=True, slots=True)
class LetterRows:
    """By id, where nothing else is said."""

    effects: Mapping[int, Effect]
    tickets: Mapping[int, Ticket]
    hotels: Mapping[int, Hotel]
    messages: Mapping[int, Message]  # the effects', and those that say why
    desks: Mapping[int, Channel]  # the address a letter comes from, by ticket
    members: Mapping[int, tuple[Member, ...]]  # by hotel
    threads: Mapping[int, list[Utterance]]  # with the guest, oldest first; by ticket, for letters to guests
    enclosures: Mapping[int, tuple[Enclosure, ...]]  # by message
    beside: Beside


def read(claims: Iterable[Claim]) -> LetterRows:
    """In the open transaction, which sees their hotels."""
    effects = Effect.by_ids(claim.id for claim in claims)
    tickets = Ticket.by_ids(effect.ticket_id for effect in effects.values())
    messages = Message.by_ids(id for effect in effects.values() for id in _message_ids(effect))
    beside = letter_parts.read_beside(tickets.values())
    return LetterRows(
        effects=effects,
        tickets=tickets,
        hotels=beside.hotels,
        messages=messages,
        desks=letter_parts.desk_addresses(tickets.values()),
        members={id: members(id) for id in beside.hotels},
        threads=_threads([one.ticket_id for one in effects.values() if one.kind in TO_GUESTS]),
        enclosures=_enclosures(list(messages)),
        beside=beside,
    )


def _message_ids(effect: Effect) -> tuple[int | None, int]:
    return effect.message_id, int(effect.payload.get("reason", 0))


def _threads(ticket_ids: list[int | None]) -> dict[int, list[Utterance]]:
    found: dict[int, list[Utterance]] = defaultdict(list)
    if not ticket_ids:
        return found
    for ticket_id, *said in rows(
        "SELECT ticket_id, id, direction, rfc_message_id FROM messages"
        " WHERE ticket_id = ANY(%s) AND direction IN ('in', 'out') ORDER BY id",
        (ticket_ids,),
    ):
        found[ticket_id].append(Utterance(*said))
    return found


def _enclosures(message_ids: list[int]) -> dict[int, tuple[Enclosure, ...]]:
    found: dict[int, tuple[Enclosure, ...]] = defaultdict(tuple)
    if not message_ids:
        return found
    for message_id, *file in rows(
        "SELECT message_id, filename, content_type, sha256, size FROM attachments"
        " WHERE message_id = ANY(%s) ORDER BY id",
        (message_ids,),
    ):
        found[message_id] += (Enclosure(*file),)
    return found
