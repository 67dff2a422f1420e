"""What a ticket's page offers beside answering: passing on, snoozing, watching, tags, links, merging, splitting."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from web.access import Visit
from workflow.models import Department, Ticket
from workflow.queries import links
from workflow.queries.links import Link
from workflow.queries.sight import Sight
from workflow.services import tags, watching
from workflow.services.tags import TagRow
from workflow.values import LinkKind

MORNING = 8
LINKS = {
    (LinkKind.RELATED, True): "Has to do with",
    (LinkKind.RELATED, False): "Has to do with",
    (LinkKind.DUPLICATE, True): "Is a duplicate of",
    (LinkKind.DUPLICATE, False): "Has the duplicate",
    (LinkKind.FOLLOW_UP, True): "Follows up",
    (LinkKind.FOLLOW_UP, False): "Is followed up by",
    (LinkKind.SPLIT, True): "Was split off",
    (LinkKind.SPLIT, False): "Had split off from it",
}
KINDS = {
    LinkKind.RELATED: "has to do with",
    LinkKind.DUPLICATE: "is a duplicate of",
    LinkKind.FOLLOW_UP: "follows up",
}


@dataclass(frozen=True, slots=True)
class Moment:
    """A moment one may snooze until, by one click."""

    label: str
    value: str


@dataclass(frozen=True, slots=True)
class Handling:
    departments: Sequence[Department]
    tags: Sequence[TagRow]
    links: Sequence[tuple[str, Link]]  # in words, and the link
    is_watched: bool  # by the person who looks

    @property
    def kinds(self) -> dict[LinkKind, str]:
        return KINDS


def load(visit: Visit, ticket: Ticket) -> Handling:
    """In the open transaction."""
    departments = Department.select().where(Department.hotel_id == ticket.hotel_id).order_by(Department.name)
    return Handling(
        departments=list(departments),
        tags=tags.of_hotels([ticket.hotel_id]),
        links=_links(ticket, visit.sight),
        is_watched=visit.person.staff_id in {member.staff_id for member in watching.watchers(ticket)},
    )


def _links(ticket: Ticket, sight: Sight) -> list[tuple[str, Link]]:
    return [(LINKS[link.kind, link.is_ours], link) for link in links.of_ticket(ticket, sight)]


def snooze_moments(now: datetime, zone: ZoneInfo) -> tuple[Moment, ...]:
    """On the hotel's clocks."""
    local = now.astimezone(zone)
    morning = local.replace(hour=MORNING, minute=0, second=0, microsecond=0)
    to_monday = timedelta(days=7 - local.weekday())
    found = (
        ("In an hour", now + timedelta(hours=1)),
        ("In four hours", now + timedelta(hours=4)),
        ("Tomorrow at 8:00", morning + timedelta(days=1)),
        ("Monday at 8:00", morning + to_monday),
    )
    return tuple(Moment(label, moment.isoformat(timespec="seconds")) for label, moment in found)


def read_moment(text: str, zone: ZoneInfo) -> datetime | None:
    """What a form says: with a zone, or on the hotel's clocks; None for what is no moment."""
    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError:
        return None
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=zone)
