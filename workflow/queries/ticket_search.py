"""Full-text search among tickets (R-TKT-8): which ones answer what somebody typed, newest first or best first.

The words lie behind functions of 0130_search.sql and 0133_search_totals.sql, which answer for the transaction's hotels only.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from workflow.database import rows
from workflow.queries.paging import EXACT_TO
from workflow.queries.sql import Condition

MOST_CANDIDATES = 3_000  # tickets of the other filters that are looked at one by one
RANKED = 1_000  # the newest so many are sorted by how well they fit
SMALLEST_BATCH, LARGEST_BATCH = 1_000, 100_000  # of answers that are looked through
END = 2**63 - 1  # no ticket has this id
MARGIN = 1.3  # what a few answers let one expect of all is uncertain


@dataclass(frozen=True, slots=True)
class Found:
    """Of the tickets that answer and meet all else the ids; not all of them when is_cut."""

    ids: Sequence[int]
    is_cut: bool = False

    @property
    def condition(self) -> Condition:
        return Condition("t.id = ANY(%s)", (list(self.ids),))


def newest(hotel_ids: Iterable[int], asked: str, *, before: int = END, most: int) -> list[int]:
    """The newest tickets that answer the question."""
    found = [
        [id for (id,) in rows("SELECT bellhop_search(%s, %s, %s, %s)", (hotel_id, asked, before, most))]
        for hotel_id in hotel_ids
    ]
    return list(islice(heapq.merge(*found, reverse=True), most))


def count(hotel_ids: Iterable[int], asked: str, *, reach: int | None = None) -> tuple[int, bool]:
    """How many tickets answer it, exact to 10,000, and whether that is an estimate.

    reach: among how many of the newest ids more than 10,000 are expected. A wrong one takes time, no more.
    """
    counted = [
        rows("SELECT * FROM bellhop_search_count(%s, %s, %s, %s)", (hotel_id, asked, EXACT_TO, reach))[0]
        for hotel_id in hotel_ids
    ]
    total = sum(number for number, _ in counted)
    return total, total > EXACT_TO


def expected_reach(newest: Sequence[int]) -> int | None:
    """For count, when answers lie as close everywhere as these do; None when they are not more than 10,000 then."""
    apart = (newest[0] - newest[-1] + 1) / len(newest)
    return int(MARGIN * EXACT_TO * apart) if newest[0] / apart > EXACT_TO else None


def among(candidates: Mapping[int, Sequence[int]], asked: str) -> dict[int, float]:
    """Of the candidates of each hotel those that answer it, with how well."""
    return {
        id: fit
        for hotel_id, ids in candidates.items()
        for id, fit in rows("SELECT * FROM bellhop_search_among(%s, %s, %s)", (hotel_id, asked, list(ids)))
    }


def narrowed(
    hotel_ids: Sequence[int], asked: str, others: Condition, *, behind: int = END, most: int = 0
) -> Found:
    """Those that answer it and meet the other conditions too, newest first.

    When few tickets meet the others, each of them is asked; else those that answer are looked through from the newest
    until more than 10,000 meet the others, and so many of them lie behind this id.
    """
    few = _few(others)
    if few is not None:
        return Found(sorted(among(few, asked), reverse=True))
    met: list[int] = []
    before, batch, looked = END, EXACT_TO, 0
    while True:
        ids = newest(hotel_ids, asked, before=before, most=batch)
        met += _that_meet(others, ids)
        if len(ids) < batch:
            return Found(met, is_cut=len(met) > EXACT_TO)
        if len(met) > EXACT_TO and sum(id < behind for id in met) >= most:
            return Found(met, is_cut=True)
        before, looked = ids[-1], looked + len(ids)
        missing = max(EXACT_TO - len(met), most)
        batch = min(LARGEST_BATCH, SMALLEST_BATCH + looked * missing // (len(met) + 1))


def best_first(hotel_ids: Sequence[int], asked: str, others: Condition) -> Found:
    """By how well they answer it, of equal ones the newer first; when they are many, the newest thousand of them."""
    few, is_cut = _few(others), False
    if few is None:
        ids = newest(hotel_ids, asked, most=RANKED + 1)
        is_cut = len(ids) > RANKED
        few = _by_hotel(_that_meet(others, ids[:RANKED]).items())
    fits = among(few, asked)
    return Found(sorted(fits, key=lambda id: (-fits[id], -id)), is_cut=is_cut)


def _few(others: Condition) -> dict[int, list[int]] | None:
    """By hotel the tickets that meet the conditions; None when they are many."""
    found = rows(
        f"SELECT t.id, t.hotel_id FROM tickets t WHERE {others.sql} LIMIT %s",
        (*others.values, MOST_CANDIDATES + 1),
    )
    return _by_hotel(found) if len(found) <= MOST_CANDIDATES else None


def _that_meet(others: Condition, ids: Sequence[int]) -> dict[int, int]:
    """Of these tickets those that meet the conditions, with their hotels, newest first."""
    found = rows(
        f"SELECT t.id, t.hotel_id FROM tickets t WHERE t.id = ANY(%s) AND {others.sql} ORDER BY t.id DESC",
        (list(ids), *others.values),
    )
    return dict(found)


def _by_hotel(found: Iterable[tuple[Any, ...]]) -> dict[int, list[int]]:
    by_hotel: dict[int, list[int]] = {}
    for id, hotel_id in found:
        by_hotel.setdefault(hotel_id, []).append(id)
    return by_hotel
