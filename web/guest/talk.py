"""A guest's requests as his page shows them: own words right, those of the house left, with a plain state."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from web.api.guest_shapes import shown_name
from web.guest import page_words
from workflow import thumbnails
from workflow.queries.guest_requests import GuestRequest
from workflow.queries.thread import File, Utterance
from workflow.services import guest_tickets
from workflow.services.guest_sessions import GuestVisit
from workflow.services.whatsapp_paths import TEMPLATE_WORDS
from workflow.values import Direction


@dataclass(frozen=True, slots=True)
class Bubble:
    """author: a member's first name, else the hotel's; "" for the guest's own words."""

    id: int
    is_own: bool
    author: str
    words: str
    at: datetime
    time: str
    pictures: Sequence[File]
    files: Sequence[File]


@dataclass(frozen=True, slots=True)
class Card:
    """One request. is_named: its subject says more than its first words do."""

    pid: str
    subject: str
    is_named: bool
    state: str
    is_over: bool
    bubbles: Sequence[Bubble]


def cards_of(requests: Iterable[GuestRequest], visit: GuestVisit, *, now: datetime) -> list[Card]:
    zone = ZoneInfo(visit.time_zone)
    return [_card(one, visit, zone, now=now) for one in requests]


def _card(request: GuestRequest, visit: GuestVisit, zone: ZoneInfo, *, now: datetime) -> Card:
    ticket = request.ticket
    first = request.words[0].body if request.words else ""
    return Card(
        pid=ticket.pid,
        subject=ticket.subject or guest_tickets.subject_of(first),
        is_named=bool(ticket.subject) and ticket.subject != guest_tickets.subject_of(first),
        state=page_words.state(ticket, zone=zone, now=now),
        is_over=guest_tickets.is_over(ticket),
        bubbles=[
            _bubble(one, visit.hotel_name, zone, now=now)
            for one in request.words
            if one.body != TEMPLATE_WORDS
        ],
    )


def _bubble(said: Utterance, hotel_name: str, zone: ZoneInfo, *, now: datetime) -> Bubble:
    is_own = said.direction == Direction.IN
    pictures = [file for file in said.files if file.content_type in thumbnails.PICTURES]
    return Bubble(
        id=said.id,
        is_own=is_own,
        author="" if is_own else shown_name(said) or hotel_name,
        words=said.body,
        at=said.created_at,
        time=page_words.said_at(said.created_at, zone=zone, now=now),
        pictures=pictures,
        files=[file for file in said.files if file not in pictures],
    )
