"""Answers to a hand-over mail: lines like "1 take" or "2, 5 assign ben" become orders about the tickets listed. Pure.

A number means the ticket that stood on that line of the mail that is answered. What the order says is left as written;
carrying it out is workflow/services/handover_mail.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

MAX_ORDERS = 60
_NUMBERS = r"[0-9]{1,3}(?:[ \t]*(?:[,+&\-–]|and|und)[ \t]*[0-9]{1,3})*"
_LINE = re.compile(
    rf"[ \t]*(?:#|no\.?[ \t]|nr\.?[ \t])?[ \t]*({_NUMBERS})(?:[.:)]|[ \t]*[-–])?[ \t]+(\S.*)", re.I
)
_RANGE = re.compile(r"([0-9]{1,3})[ \t]*[-–][ \t]*([0-9]{1,3})")
_NUMBER = re.compile(r"[0-9]{1,3}")


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be done with one ticket of the list; command without a sign before it: "take", "assign ben"."""

    number: int
    pid: str
    command: str


@dataclass(frozen=True, slots=True)
class Orders:
    """What was read. Numbers that stand on no line, and lines that begin with none, are never guessed at."""

    orders: tuple[Order, ...] = ()
    unknown: tuple[int, ...] = ()
    unread: tuple[str, ...] = ()


def read_orders(text: str, listed: Mapping[int, str]) -> Orders:
    """text: what was typed, without quote and signature; listed: the ticket's pid by its number in the mail."""
    orders: list[Order] = []
    unknown: list[int] = []
    unread: list[str] = []
    for line in text.splitlines():
        if not line.strip():
            continue
        match = _LINE.fullmatch(line.replace("\u00a0", " ").rstrip())
        if match is None:
            unread.append(line.strip())
            continue
        command = match[2].lstrip("#").strip().rstrip(".!")
        for number in _numbers(match[1]):
            if number not in listed:
                unknown.append(number)
            elif len(orders) < MAX_ORDERS:
                orders.append(Order(number, listed[number], command))
            else:
                unread.append(line.strip())
    return Orders(tuple(orders), tuple(dict.fromkeys(unknown)), tuple(dict.fromkeys(unread)))


def _numbers(text: str) -> list[int]:
    """ "1, 3-5" is 1, 3, 4 and 5; each once."""
    found: list[int] = []
    for first, last in _RANGE.findall(text):
        found += range(int(first), int(last) + 1)
    found += [int(number) for number in _NUMBER.findall(_RANGE.sub(" ", text))]
    return sorted(set(found))
