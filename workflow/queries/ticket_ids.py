"""Which tickets stand on a page of a list, as ids: found in an index, before a single ticket is read."""

from __future__ import annotations

from collections.abc import Sequence

from workflow import roles, search_words
from workflow.database import rows
from workflow.errors import Invalid
from workflow.queries import archive, paging, ticket_search
from workflow.queries.paging import Page, Wanted
from workflow.queries.sight import Sight
from workflow.queries.sql import Condition, all_of
from workflow.queries.ticket_filter import LIVE, Filter
from workflow.queries.ticket_order import Order
from workflow.roles import Action

_NOTHING = Condition("false")


def page(sight: Sight, filter: Filter, wanted: Wanted, order: Order) -> Page[int]:
    """In the open transaction. Raises Invalid for a page that cannot be given."""
    wanted = paging.checked(wanted)
    if filter.since is not None or filter.until is not None:
        order = order.within_time()
    where = _named(sight, filter, order)
    if filter.is_search:
        return _searched(sight, filter, wanted, where, order)
    # Which tickets do not lie in the archive yet the planner takes for spread evenly: they are the newest.
    order_to_count = "" if filter.listed_at is None else "t.id DESC"
    total, is_estimate = paging.count("tickets t", where, order=order_to_count)
    return _listed(where, wanted, order, total, is_estimate)


def condition(sight: Sight, filter: Filter, order: Order) -> Condition:
    """Of all tickets of a list, for tickets named `t`; of those that answer a question at least the newest 10,000."""
    where = _named(sight, filter, order)
    if not filter.is_search:
        return where
    asked = search_words.question(filter.words)
    return ticket_search.narrowed(sight.hotel_ids, asked, where).condition if asked else _NOTHING


def _named(sight: Sight, filter: Filter, order: Order) -> Condition:
    """All but the words that are searched for."""
    live = [Condition("t.state = ANY(%s)", (list(LIVE),))] if order.value.live else []
    return all_of(
        (sight.condition(), *filter.conditions(), *live, *archive.conditions(sight.hotel_ids, filter))
    )


def _listed(where: Condition, wanted: Wanted, order: Order, total: int, is_estimate: bool) -> Page[int]:
    if wanted.cursor:
        where = all_of((where, order.behind(paging.read_cursor(wanted.cursor))))
    found = rows(
        f"SELECT t.id FROM tickets t WHERE {where.sql} ORDER BY {order.sql} LIMIT %s OFFSET %s",
        (*where.values, wanted.page_size + 1, wanted.offset),
    )
    return _page([id for (id,) in found], wanted, total, is_estimate)


def _page(ids: Sequence[int], wanted: Wanted, total: int, is_estimate: bool) -> Page[int]:
    """ids of the page in order, and the one that follows it if there is one."""
    shown = tuple(ids[: wanted.page_size])
    cursor = paging.write_cursor(shown[-1]) if len(ids) > wanted.page_size else ""
    return Page(shown, total, is_estimate, wanted.page, wanted.page_size, cursor)


def _searched(sight: Sight, filter: Filter, wanted: Wanted, others: Condition, order: Order) -> Page[int]:
    asked = search_words.question(filter.words)
    if asked is None:
        return _page([], wanted, 0, False)
    if order is Order.RELEVANCE:
        return _best(ticket_search.best_first(sight.hotel_ids, asked, others), wanted)
    if order is Order.NEWEST and _sees_all(sight) and filter == Filter(words=filter.words):
        return _newest(sight, asked, wanted)
    if order is Order.NEWEST:
        return _newest_narrowed(sight, asked, others, wanted)
    found = ticket_search.narrowed(sight.hotel_ids, asked, others)
    return _listed(found.condition, wanted, order, len(found.ids), found.is_cut)


def _newest_narrowed(sight: Sight, asked: str, others: Condition, wanted: Wanted) -> Page[int]:
    before = paging.read_cursor(wanted.cursor) if wanted.cursor else ticket_search.END
    most = wanted.offset + wanted.page_size + 1
    found = ticket_search.narrowed(sight.hotel_ids, asked, others, behind=before, most=most)
    ids = [id for id in found.ids if id < before]
    return _page(ids[wanted.offset :], wanted, len(found.ids), found.is_cut)


def _newest(sight: Sight, asked: str, wanted: Wanted) -> Page[int]:
    """Nothing but the words is asked for: the index of words knows the page."""
    before = paging.read_cursor(wanted.cursor) if wanted.cursor else ticket_search.END
    most = wanted.offset + wanted.page_size + 1
    ids = ticket_search.newest(sight.hotel_ids, asked, before=before, most=most)
    if not wanted.cursor and len(ids) < most:
        return _page(ids[wanted.offset :], wanted, len(ids), False)
    reach = ticket_search.expected_reach(ids) if ids else None
    total, is_estimate = ticket_search.count(sight.hotel_ids, asked, reach=reach)
    return _page(ids[wanted.offset :], wanted, total, is_estimate)


def _sees_all(sight: Sight) -> bool:
    return all(roles.may(seat.role, Action.VIEW_ALL) for seat in sight.seats)


def _best(found: ticket_search.Found, wanted: Wanted) -> Page[int]:
    if wanted.cursor:
        raise Invalid("What is sorted by relevance has page numbers, no cursor.", "cursor")
    shown = tuple(found.ids[wanted.offset : wanted.offset + wanted.page_size])
    return Page(shown, len(found.ids), found.is_cut, wanted.page, wanted.page_size, "")
