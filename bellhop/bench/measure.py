"""One line of a bench's table, and how such a table is printed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Measure:
    id: str
    disk: str
    what: str
    value: float
    unit: str
    goal: str = ""


def percentile(values: Sequence[float], share: int) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, len(ordered) * share // 100)]


def table(measures: Sequence[Measure]) -> str:
    lines = ["| id | disk | measure | value | goal |", "|---|---|---|---|---|"]
    lines += [
        f"| {one.id} | {one.disk} | {one.what} | {one.value:,.1f} {one.unit} | {one.goal} |"
        for one in measures
    ]
    return "\n".join(lines)
