"""Settings → Group: the hotels that this one looks after, or the one that looks after it (R-WEB-2)."""

from __future__ import annotations

from flask import Response, make_response, redirect

from web import sessions
from web.access import Visit, current_visit, needs
from web.errors import problem_of
from web.panel.blueprint import panel
from web.panel.settings_forms import Problems, Values, chosen, field, said, show, submit
from workflow import clock
from workflow.errors import Forbidden, Invalid, NameTaken
from workflow.models import Hotel
from workflow.roles import Action
from workflow.services import hotel_changes
from workflow.services.accounts import Seat
from workflow.services.hotels import create_hotel
from workflow.values import Role

BASE = "/settings/group"
_OWNERS = (Role.PLATFORM, Role.OWNER)


@panel.get(BASE)
@needs(Action.CREATE_HOTEL)
def group_page() -> str:
    return _page({})


@panel.post(BASE)
@needs(Action.CREATE_HOTEL)
def add_hotel() -> Response:
    """A new hotel of this one's group; for the platform also one without a parent."""
    visit = current_visit()
    try:
        create_hotel(
            code=field("code"),
            name=field("name"),
            time_zone=field("timeZone").strip(),
            language=_language(visit),
            parent_id=None if visit.person.is_platform and field("alone") else visit.seat.hotel_id,
            is_demo=False,
            actor=visit.actor,
            now=clock.now(),
        )
    except (Invalid, NameTaken) as error:
        return make_response(_page({error.field: said(error)}), problem_of(error).status)
    return make_response(redirect(f"{BASE}?done=added", 303))


@panel.post(f"{BASE}/parent")
@needs(Action.CREATE_HOTEL)
def change_parent() -> Response:
    def work(visit: Visit) -> None:
        of = Hotel.get_by_id(visit.seat.hotel_id)
        parent_id = chosen("parentId")
        if not all(_owns(visit, id) for id in (of.parent_id, parent_id) if id is not None):
            raise Forbidden("Only who owns both hotels, or the platform, changes a group.")
        hotel_changes.set_parent(of.id, parent_id, actor=visit.actor, now=clock.now())

    return submit(work, to=f"{BASE}?done=edited", page=_page)


@panel.post(f"{BASE}/archive")
@needs(Action.CREATE_HOTEL)
def archive() -> Response:
    """Goes on in another of one's hotels, or to the log-in when there is none."""
    visit = current_visit()

    def work(visit: Visit) -> None:
        if field("confirm").strip().upper() != visit.seat.code:
            raise Invalid("Write the code of the hotel to archive it.", "confirm")
        hotel_changes.archive(visit.seat.hotel_id, actor=visit.actor, now=clock.now())

    answer = submit(work, to="/queue", page=_page)
    left = [seat for seat in visit.person.seats if seat != visit.seat]
    if answer.status_code == 303 and left:
        sessions.keep_hotel(answer, left[0])
    return answer


def _language(visit: Visit) -> str:
    """A new hotel speaks as this one does."""
    with visit.sight.transaction():
        return str(Hotel.get_by_id(visit.seat.hotel_id).language)


def _page(problems: Problems) -> str:
    children = hotel_changes.children(current_visit().seat.hotel_id)

    def read(visit: Visit) -> Values:
        of = Hotel.get_by_id(visit.seat.hotel_id)
        owned = [seat for seat in visit.person.seats if seat.role in _OWNERS and seat.hotel_id != of.id]
        return {
            "hotel": of,
            "has_hidden_parent": of.parent_id is not None and _seat(owned, of.parent_id) is None,
            "owned": [(seat.hotel_id, f"{seat.hotel_name} ({seat.code})") for seat in owned],
            "children": children,
            "is_platform": visit.person.is_platform,
        }

    return show("group.html", read, problems)


def _owns(visit: Visit, hotel_id: int) -> bool:
    seat = visit.person.seat(hotel_id)
    return seat is not None and seat.role in _OWNERS


def _seat(seats: list[Seat], hotel_id: int | None) -> Seat | None:
    return next((seat for seat in seats if seat.hotel_id == hotel_id), None)
