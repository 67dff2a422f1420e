"""Who asks, on the ticket's page: his room, his stay, his language, and his other tickets."""

from __future__ import annotations

from dataclasses import dataclass

from web import language_names, stay_words
from web.access import Visit
from web.languages import gettext, language
from workflow.database import rows
from workflow.models import Guest, Stay, Ticket
from workflow.roles import Action
from workflow.values import StayStatus

# tickets_by_guest
_OTHERS = """
SELECT count(*) FROM (SELECT 1 FROM tickets WHERE hotel_id = %s AND guest_id = %s AND id <> %s AND deleted_at IS NULL
                      LIMIT 100) AS others
"""


@dataclass(frozen=True, slots=True)
class GuestCard:
    """address: of his page, "" for who may not open it. others: how many other tickets he has, 99 at most."""

    address: str
    stay: str
    language: str
    others: int


def load(visit: Visit, ticket: Ticket) -> GuestCard:
    """In the open transaction."""
    guest = Guest.get_or_none(Guest.id == ticket.guest_id) if ticket.guest_id else None
    spoken = _language(ticket.language or (guest.language if guest else ""))
    if guest is None or not visit.may(Action.GUESTS):
        return GuestCard("", _stay(ticket), spoken, 0)
    ((others,),) = rows(_OTHERS, (ticket.hotel_id, guest.id, ticket.id))
    return GuestCard(f"/guests/{guest.id}", _stay(ticket), spoken, min(others, 99))


def _stay(ticket: Ticket) -> str:
    stay = Stay.get_or_none(Stay.id == ticket.stay_id) if ticket.stay_id else None
    if stay is None:
        return ""
    if stay.status == StayStatus.IN_HOUSE:
        return gettext("in house until %(day)s", day=stay_words.day(stay.departure))
    if stay.status == StayStatus.BOOKED:
        return gettext("arrives on %(day)s", day=stay_words.day(stay.arrival))
    return gettext(
        "stayed %(arrival)s to %(departure)s",
        arrival=stay_words.day(stay.arrival),
        departure=stay_words.day(stay.departure),
    )


def _language(code: str) -> str:
    """By its name in the page's language, where it is another one than that."""
    if not code or code.partition("-")[0] == language():
        return ""
    return language_names.language_name(code)
