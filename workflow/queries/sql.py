"""Conditions that are put together: SQL with its values beside it, so that no value is ever part of the text."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Condition:
    sql: str
    values: tuple[object, ...] = ()


EVERY = Condition("true")


def all_of(conditions: Iterable[Condition]) -> Condition:
    """True where every one of them is."""
    found = tuple(conditions)
    return Condition(
        " AND ".join(condition.sql for condition in found) or "true",
        tuple(value for condition in found for value in condition.values),
    )


def like(words: str) -> str:
    """The pattern that finds the words anywhere, with what is special in them taken literally."""
    escaped = words.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"%{escaped}%"
