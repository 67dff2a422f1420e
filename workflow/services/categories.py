"""Categories of tickets: those shared by all hotels, and a hotel's own (R-TKT-6). In the caller's transaction."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from workflow.errors import Forbidden, Invalid, NotFound
from workflow.models import Category
from workflow.named import checked_name
from workflow.services import hotel_events, in_use, replacing, sla_recompute
from workflow.services.hotel_events import Thing
from workflow.services.replacing import Going
from workflow.values import Actor

MAX_NAME, MAX_IN_HOTEL = 60, 200


def of_hotels(hotel_ids: Sequence[int]) -> list[Category]:
    """The shared ones first, then the hotels' own, by name."""
    found = Category.select().where(Category.hotel_id.is_null() | Category.hotel_id.in_(list(hotel_ids)))
    return sorted(found, key=lambda one: (one.hotel_id is not None, one.name.casefold(), one.id))


def find(hotel_ids: Sequence[int], id: int) -> Category:
    """Raises NotFound."""
    found: Category | None = Category.get_or_none(
        Category.id == id, Category.hotel_id.is_null() | Category.hotel_id.in_(list(hotel_ids))
    )
    if found is None:
        raise NotFound("There is no such category.")
    return found


def add(hotel_id: int, name: str, *, actor: Actor, now: datetime) -> Category:
    """Raises Invalid, NameTaken."""
    others = of_hotels([hotel_id])
    if len([one for one in others if one.hotel_id]) >= MAX_IN_HOTEL:
        raise Invalid(
            "A hotel has at most %(most)s categories of its own.", "name", values={"most": MAX_IN_HOTEL}
        )
    name = _checked(name, others)
    made: Category = Category.create(hotel_id=hotel_id, name=name)
    hotel_events.added(hotel_id, Thing.CATEGORY, name, actor=actor, now=now)
    return made


def rename(category: Category, name: str, *, actor: Actor, now: datetime) -> None:
    """Its tickets and rules keep it. Raises Forbidden for a shared one, Invalid, NameTaken."""
    hotel_id = _own(category)
    name = _checked(name, [one for one in of_hotels([hotel_id]) if one.id != category.id])
    Category.update(name=name).where(Category.id == category.id).execute()
    before, after = {"name": category.name}, {"name": name}
    hotel_events.changed(hotel_id, Thing.CATEGORY, category.name, before, after, actor=actor, now=now)


def remove(category: Category, *, replace_by: int | None, actor: Actor, now: datetime) -> bool:
    """Whether it is gone; False while the clock still moves its tickets. Raises Forbidden for a shared one, InUse while
    something names it and no other one takes its place."""
    hotel_id = _own(category)
    if replace_by is not None:
        if replace_by == category.id or replace_by not in {one.id for one in of_hotels([hotel_id])}:
            raise Invalid("Choose another category to take its place.", "replaceBy")
        sla_recompute.begin(hotel_id, now=now)
    going = Going(hotel_id, Thing.CATEGORY, category.id, replace_by)
    replacing.refuse_when_going(going)
    if replace_by is not None:
        in_use.replace(hotel_id, category.id, replace_by, in_use.OF_CATEGORY)
        if not replacing.begin(going, actor=actor, now=now):
            return False
    in_use.refuse_when_used(
        hotel_id,
        category.id,
        in_use.OF_CATEGORY,
        name=category.name,
        refusal="%(name)s is named by %(uses)s. Choose another category to take its place.",
    )
    _delete(category, actor=actor, now=now)
    return True


def finish(hotel_id: int, id: int, place_id: int | None, actor: Actor, now: datetime) -> None:
    """Its tickets have been moved by the clock; what began to name it meanwhile goes with them."""
    assert place_id is not None
    in_use.replace(hotel_id, id, place_id, in_use.OF_CATEGORY)
    _delete(Category.get_by_id(id), actor=actor, now=now)


def _delete(category: Category, *, actor: Actor, now: datetime) -> None:
    hotel_id = _own(category)
    with in_use.unless_named_meanwhile():
        was_there = Category.delete().where(Category.id == category.id).execute()
    if not was_there:
        raise NotFound("There is no such category.")
    hotel_events.removed(hotel_id, Thing.CATEGORY, category.name, actor=actor, now=now)


def _own(category: Category) -> int:
    if category.hotel_id is None:
        raise Forbidden("This category is shared by all hotels: it stays as it is.")
    return int(category.hotel_id)


def _checked(name: str, others: Sequence[Category]) -> str:
    return checked_name(name, [one.name for one in others], what="category", longest=MAX_NAME)
