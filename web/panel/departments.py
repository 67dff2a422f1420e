"""Settings → Departments, with who leads each."""

from __future__ import annotations

from flask import Response

from web.access import Visit, needs
from web.panel.blueprint import panel
from web.panel.settings_forms import Problems, Values, chosen, field, named, remove, show, submit
from workflow import clock
from workflow.duty import PEOPLE
from workflow.roles import Action
from workflow.services import departments, replacing, sla_policies
from workflow.services.hotel_events import Thing
from workflow.services.hotels import members

BASE = "/settings/departments"


@panel.get(BASE)
@needs(Action.HOTEL)
def departments_page() -> str:
    return _list({})


@panel.post(BASE)
@needs(Action.HOTEL)
def add_department() -> Response:
    def work(visit: Visit) -> None:
        departments.add(visit.seat.hotel_id, field("name"), actor=visit.actor, now=clock.now())

    return submit(work, to=f"{BASE}?done=added", page=_list)


@panel.get(f"{BASE}/<id:id>")
@needs(Action.HOTEL)
def department_page(id: int) -> str:
    return _one(id, {})


@panel.post(f"{BASE}/<id:id>")
@needs(Action.HOTEL)
def change_department(id: int) -> Response:
    def work(visit: Visit) -> None:
        now, hotel_id = clock.now(), visit.seat.hotel_id
        department = departments.find((hotel_id,), id)
        if field("name") != department.name:
            departments.rename(department, field("name"), actor=visit.actor, now=now)
        lead = chosen("staffId")
        if lead != department.lead_id:
            sla_policies.set_lead(hotel_id, id, lead, actor=visit.actor, now=now)

    return submit(work, to=f"{BASE}?done=edited", page=lambda problems: _one(id, problems))


@panel.post(f"{BASE}/<id:id>/remove")
@needs(Action.HOTEL)
def remove_department(id: int) -> Response:
    def work(visit: Visit) -> bool:
        department = departments.find((visit.seat.hotel_id,), id)
        return departments.remove(
            department, replace_by=chosen("replaceBy"), actor=visit.actor, now=clock.now()
        )

    return remove(BASE, id, work, page=lambda problems: _one(id, problems))


def _list(problems: Problems) -> str:
    def read(visit: Visit) -> Values:
        names = {member.staff_id: member.name for member in members(visit.seat.hotel_id)}
        return {"departments": departments.of_hotels((visit.seat.hotel_id,)), "names": names}

    return show("departments.html", read, problems)


def _one(id: int, problems: Problems) -> str:
    """Raises NotFound."""

    def read(visit: Visit) -> Values:
        hotel_id = visit.seat.hotel_id
        return {
            "department": departments.find((hotel_id,), id),
            "going": replacing.progress(hotel_id, Thing.DEPARTMENT, id),
            "others": named(one for one in departments.of_hotels((hotel_id,)) if one.id != id),
            "people": [(one.staff_id, one.name) for one in members(hotel_id) if one.role in PEOPLE],
        }

    return show("department.html", read, problems)
