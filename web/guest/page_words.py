"""How a guest's page says things: where a request stands, when something was said, until when one stays, usual wishes."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_skeleton, format_time

from web.languages import N_, gettext, language
from workflow.models import Ticket
from workflow.services import guest_tickets
from workflow.services.guest_sessions import GuestVisit
from workflow.values import State

# In the guest's words, not in those of the desk.
STATES = {
    State.OPEN: N_("We have it"),
    State.IN_PROGRESS: N_("On its way"),
    State.ANSWERED: N_("Answered"),
    State.WAITING_GUEST: N_("We need a word from you"),
    State.WAITING_INTERNAL: N_("On its way"),
    State.ON_HOLD: N_("We come back to you"),
}
WISHES = (
    N_("Fresh towels"),
    N_("Clean the room"),
    N_("A taxi"),
    N_("Wake-up call"),
    N_("Late check-out"),
    N_("Something is broken"),
)
"""What is offered where the hotel has set no wishes of its own."""
_A_WEEK = timedelta(days=6)


def state(ticket: Ticket, *, zone: ZoneInfo, now: datetime) -> str:
    if ticket.merged_into_id is not None:
        return gettext("Goes on together with another request")
    if not guest_tickets.is_over(ticket):
        return gettext(STATES[State(ticket.state)])
    done_at = ticket.resolved_at or ticket.closed_at
    if done_at is None:
        return gettext("Done")
    if _is_today(done_at, zone, now=now):
        return gettext("Done at %(time)s", time=_clock(done_at, zone))
    return gettext("Done on %(day)s", day=_day(done_at, zone))


def said_at(moment: datetime, *, zone: ZoneInfo, now: datetime) -> str:
    """The time by the hotel's clocks, with the day when that is not today."""
    if _is_today(moment, zone, now=now):
        return _clock(moment, zone)
    return f"{_day(moment, zone)}, {_clock(moment, zone)}"


def until(visit: GuestVisit, *, now: datetime) -> str:
    """ "until Friday"; "" for who came in by a room's sign and is told nothing about the stay."""
    if visit.only_opened:
        return ""
    zone = ZoneInfo(visit.time_zone)
    if _is_today(visit.ends_at, zone, now=now):
        return gettext("until today, %(time)s", time=_clock(visit.ends_at, zone))
    local = visit.ends_at.astimezone(zone)
    far = local.date() - now.astimezone(zone).date() > _A_WEEK
    day = format_date(local.date(), "long" if far else "EEEE", locale=_locale())
    return gettext("until %(day)s", day=day)


def _is_today(moment: datetime, zone: ZoneInfo, *, now: datetime) -> bool:
    return moment.astimezone(zone).date() == now.astimezone(zone).date()


def _clock(moment: datetime, zone: ZoneInfo) -> str:
    return format_time(moment, "short", tzinfo=zone, locale=_locale())


def _day(moment: datetime, zone: ZoneInfo) -> str:
    return format_skeleton("MMMd", moment, tzinfo=zone, locale=_locale())


def _locale() -> str:
    """English as most guests write it, by 24 hours."""
    spoken = language()
    return "en_GB" if spoken == "en" else spoken
