"""What a ticket's page offers beside answering: passing on, snoozing, watching, tags, links, merging, splitting."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from web.access import Visit
from web.languages import N_, gettext
from workflow import clock
from workflow.models import Category, Department, Ticket
from workflow.queries import likely, links
from workflow.queries.likely import Likely
from workflow.queries.links import Link
from workflow.queries.sight import Sight
from workflow.roles import Action
from workflow.services import canned, categories, tags, watching
from workflow.services.tags import TagRow
from workflow.values import LinkKind

MORNING = 8
MOST_CANNED = 100
LINKS = {
    (LinkKind.RELATED, True): N_("Has to do with"),
    (LinkKind.RELATED, False): N_("Has to do with"),
    (LinkKind.DUPLICATE, True): N_("Is a duplicate of"),
    (LinkKind.DUPLICATE, False): N_("Has the duplicate"),
    (LinkKind.FOLLOW_UP, True): N_("Follows up"),
    (LinkKind.FOLLOW_UP, False): N_("Is followed up by"),
    (LinkKind.SPLIT, True): N_("Was split off"),
    (LinkKind.SPLIT, False): N_("Had split off from it"),
}
KINDS = {
    LinkKind.RELATED: N_("has to do with"),
    LinkKind.DUPLICATE: N_("is a duplicate of"),
    LinkKind.FOLLOW_UP: N_("follows up"),
}


@dataclass(frozen=True, slots=True)
class Moment:
    """A moment one may snooze until, by one click."""

    label: str
    value: str


@dataclass(frozen=True, slots=True)
class Canned:
    """A canned reply as this ticket's guest would get it."""

    id: int
    name: str
    text: str


@dataclass(frozen=True, slots=True)
class Handling:
    departments: Sequence[Department]
    tags: Sequence[TagRow]
    links: Sequence[tuple[str, Link]]  # in words, and the link
    is_watched: bool  # by the person who looks
    categories: Sequence[Category]
    canned: Sequence[Canned]
    likely: Sequence[Likely]  # tickets that this one may have to do with

    @property
    def kinds(self) -> dict[LinkKind, str]:
        return {kind: gettext(words) for kind, words in KINDS.items()}


def load(visit: Visit, ticket: Ticket) -> Handling:
    """In the open transaction."""
    departments = Department.select().where(Department.hotel_id == ticket.hotel_id).order_by(Department.name)
    return Handling(
        departments=list(departments),
        tags=tags.of_hotels([ticket.hotel_id]),
        links=_links(ticket, visit.sight),
        categories=categories.of_hotels([ticket.hotel_id]),
        canned=_canned(visit, ticket),
        likely=likely.of_ticket(ticket, visit.sight, now=clock.now()) if visit.may(Action.MERGE) else (),
        is_watched=visit.person.staff_id in {member.staff_id for member in watching.watchers(ticket)},
    )


def _canned(visit: Visit, ticket: Ticket) -> list[Canned]:
    """One that asks for what this ticket does not have is left out."""
    if not visit.may(Action.NOTE):
        return []
    filled = canned.texts_for(ticket, member=visit.person.name, most=MOST_CANNED)
    return [Canned(reply.id, reply.name, text) for reply, text in filled]


def _links(ticket: Ticket, sight: Sight) -> list[tuple[str, Link]]:
    return [(gettext(LINKS[link.kind, link.is_ours]), link) for link in links.of_ticket(ticket, sight)]


def snooze_moments(now: datetime, zone: ZoneInfo) -> tuple[Moment, ...]:
    """On the hotel's clocks."""
    local = now.astimezone(zone)
    morning = local.replace(hour=MORNING, minute=0, second=0, microsecond=0)
    to_monday = timedelta(days=7 - local.weekday())
    found = (
        (gettext("In an hour"), now + timedelta(hours=1)),
        (gettext("In four hours"), now + timedelta(hours=4)),
        (gettext("Tomorrow at 8:00"), morning + timedelta(days=1)),
        (gettext("Monday at 8:00"), morning + to_monday),
    )
    return tuple(Moment(label, moment.isoformat(timespec="seconds")) for label, moment in found)


def read_moment(text: str, zone: ZoneInfo) -> datetime | None:
    """What a form says: with a zone, or on the hotel's clocks; None for what is no moment."""
    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError:
        return None
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=zone)
