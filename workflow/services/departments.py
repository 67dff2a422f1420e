"""The departments of a hotel: list, add, change, remove; who leads one is sla_policies'. In the caller's transaction."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from workflow.errors import Invalid, NotFound
from workflow.models import Department
from workflow.named import checked_name
from workflow.services import hotel_events, in_use, replacing, sla_recompute
from workflow.services.hotel_events import Thing
from workflow.services.replacing import Going
from workflow.values import Actor

MAX_NAME, MAX_IN_HOTEL = 60, 200


def of_hotels(hotel_ids: Sequence[int]) -> list[Department]:
    """By name."""
    found = Department.select().where(Department.hotel_id.in_(list(hotel_ids)))
    return sorted(found, key=lambda one: (one.name.casefold(), one.id))


def find(hotel_ids: Sequence[int], id: int) -> Department:
    """Raises NotFound."""
    found: Department | None = Department.get_or_none(
        Department.id == id, Department.hotel_id.in_(list(hotel_ids))
    )
    if found is None:
        raise NotFound("There is no such department.")
    return found


def add(hotel_id: int, name: str, *, actor: Actor, now: datetime) -> Department:
    """Raises Invalid, NameTaken."""
    others = of_hotels([hotel_id])
    if len(others) >= MAX_IN_HOTEL:
        raise Invalid("A hotel has at most %(most)s departments.", "name", values={"most": MAX_IN_HOTEL})
    name = _checked(name, others)
    made: Department = Department.create(hotel_id=hotel_id, name=name)
    hotel_events.added(hotel_id, Thing.DEPARTMENT, name, actor=actor, now=now)
    return made


def rename(department: Department, name: str, *, actor: Actor, now: datetime) -> None:
    """Its members, tickets and rules keep it. Raises Invalid, NameTaken."""
    others = [one for one in of_hotels([department.hotel_id]) if one.id != department.id]
    name = _checked(name, others)
    Department.update(name=name).where(Department.id == department.id).execute()
    hotel_events.changed(
        department.hotel_id,
        Thing.DEPARTMENT,
        department.name,
        {"name": department.name},
        {"name": name},
        actor=actor,
        now=now,
    )


def remove(department: Department, *, replace_by: int | None, actor: Actor, now: datetime) -> bool:
    """Whether it is gone; False while the clock still moves its tickets. Raises InUse while something names it and no
    other one takes its place."""
    hotel_id = department.hotel_id
    if replace_by is not None:
        if replace_by == department.id:
            raise Invalid("Choose another department to take its place.", "replaceBy")
        if Department.get_or_none(Department.id == replace_by, Department.hotel_id == hotel_id) is None:
            raise Invalid("There is no such department.", "replaceBy")
        sla_recompute.begin(hotel_id, now=now)
    going = Going(hotel_id, Thing.DEPARTMENT, department.id, replace_by)
    replacing.refuse_when_going(going)
    if replace_by is not None:
        in_use.replace(hotel_id, department.id, replace_by, in_use.OF_DEPARTMENT)
        if not replacing.begin(going, actor=actor, now=now):
            return False
    in_use.refuse_when_used(
        hotel_id,
        department.id,
        in_use.OF_DEPARTMENT,
        name=department.name,
        refusal="%(name)s is named by %(uses)s. Choose another department to take its place.",
    )
    _delete(department, actor=actor, now=now)
    return True


def finish(hotel_id: int, id: int, place_id: int | None, actor: Actor, now: datetime) -> None:
    """Its tickets have been moved by the clock; what began to name it meanwhile goes with them."""
    assert place_id is not None
    in_use.replace(hotel_id, id, place_id, in_use.OF_DEPARTMENT)
    _delete(Department.get_by_id(id), actor=actor, now=now)


def _delete(department: Department, *, actor: Actor, now: datetime) -> None:
    with in_use.unless_named_meanwhile():
        was_there = Department.delete().where(Department.id == department.id).execute()
    if not was_there:
        raise NotFound("There is no such department.")
    hotel_events.removed(department.hotel_id, Thing.DEPARTMENT, department.name, actor=actor, now=now)


def _checked(name: str, others: Sequence[Department]) -> str:
    return checked_name(name, [one.name for one in others], what="department", longest=MAX_NAME)
