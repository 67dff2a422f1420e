"""What a list can be narrowed to by name, and what a selection can be set to: people, departments, categories, tags."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from web.access import Visit
from web.category_words import category_name
from web.languages import gettext
from web.panel.choice import Choice
from workflow import clock
from workflow.database import rows
from workflow.duty import Member
from workflow.models import Guest, Hotel, Tag
from workflow.services import categories, departments, duty
from workflow.values import Role


@dataclass(frozen=True, slots=True)
class Options:
    """By id, as addresses have them."""

    people: Sequence[Member]
    departments: Mapping[str, str]
    categories: Mapping[str, str]
    tags: Sequence[str]
    rooms: Sequence[str]
    guest: str  # whose tickets the list shows; "" when it shows everybody's

    def person(self, id: str) -> str:
        """ "" for nobody in particular; what is not known is said so, for it narrows the list all the same."""
        names = {str(one.staff_id): one.name for one in self.people}
        return _named(names, id)

    def department(self, id: str) -> str:
        return _named(self.departments, id)

    def category(self, id: str) -> str:
        return _named(self.categories, id)


def load(visit: Visit, choice: Choice, hotel: Hotel) -> Options:
    """In the open transaction."""
    hotel_id = visit.seat.hotel_id
    found = duty.people(hotel, now=clock.now())
    rooms = [number for (number,) in rows("SELECT number FROM rooms WHERE hotel_id = %s", (hotel_id,))]
    return Options(
        people=[one for one in found if one.role is not Role.AI_AGENT],
        departments={str(one.id): one.name for one in departments.of_hotels([hotel_id])},
        categories={str(one.id): category_name(one.name) for one in categories.of_hotels([hotel_id])},
        tags=sorted((tag.name for tag in Tag.select().where(Tag.hotel_id == hotel_id)), key=str.casefold),
        rooms=sorted(rooms, key=lambda number: (len(number), number)),
        guest=_guest(hotel_id, choice.guest),
    )


def _guest(hotel_id: int, id: str) -> str:
    if not id:
        return ""
    found = Guest.get_or_none(Guest.hotel_id == hotel_id, Guest.id == int(id))
    return str(found.name) if found and found.name else gettext("Unknown guest")


def _named(names: Mapping[str, str], id: str) -> str:
    return names.get(id, gettext("somebody or something that is gone")) if id else ""
