"""What the lists of tickets may be asked for, as a value of the core."""

from __future__ import annotations

from web.access import Visit
from web.api.shapes import Json
from web.api.ticket_answers import number
from workflow import clock
from workflow.errors import Invalid
from workflow.queries.ticket_filter import NOBODY, Filter
from workflow.queries.ticket_order import Order
from workflow.values import Priority, Source, State

ORDERS = {
    "-createdAt": Order.NEWEST,
    "createdAt": Order.OLDEST,
    "dueAt": Order.DUE_FIRST,
    "priority": Order.URGENT_FIRST,
    "-updatedAt": Order.CHANGED_LAST,
    "relevance": Order.RELEVANCE,
}


def order_of(query: Json) -> Order:
    """Raises Invalid for relevance without words."""
    order = ORDERS[query["sort"]]
    if order is Order.RELEVANCE and not query["q"].strip():
        raise Invalid("Sorting by relevance needs words in q.", "sort")
    return order


def filter_of(visit: Visit, query: Json) -> Filter:
    """Raises Invalid when a token, which is nobody, asks for what is his."""
    return Filter(
        states=tuple(State(value) for value in query["state"]),
        priorities=tuple(Priority(value) for value in query["priority"]),
        sources=tuple(Source(value) for value in query["source"]),
        assignee_id=_assignee(visit, query["assignee"]),
        department_id=number(query["department"]),
        category_id=number(query["category"]),
        guest_id=number(query["guest"]),
        tag=query["tag"].replace("\x00", ""),
        room=query["room"].replace("\x00", ""),
        words=query["q"].replace("\x00", ""),
        since=query["since"],
        until=query["until"],
        overdue_at=clock.now() if query["overdue"] else None,
        awake_at=clock.now() if query["snoozed"] is False else None,
        snoozed_at=clock.now() if query["snoozed"] else None,
        listed_at=clock.now() if query["archived"] is None and not query["q"].strip() else None,
        archived_at=clock.now() if query["archived"] else None,
        deleted=query["deleted"],
    )


def own_id(visit: Visit) -> int:
    """Raises Invalid for a token."""
    if visit.person.staff_id is None:
        raise Invalid("A token is no member of the hotel and has no tickets of its own.", "assignee")
    return visit.person.staff_id


def _assignee(visit: Visit, named: str) -> int | None:
    if named == "me":
        return own_id(visit)
    return NOBODY if named == "none" else number(named)
