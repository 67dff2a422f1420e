"""The public id of a ticket: `AUR-202611-00042-1` = hotel code, month, counter, check character (R-PID-1).

The check character is ISO 7064 MOD 37,36 over the id without hyphens, so that a mistyped id is refused.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
HOTEL_CODE = re.compile(r"[A-Z0-9]{2,8}")
_SHAPE = re.compile(r"([A-Z0-9]{2,8})-(\d{6})-(\d{5,12})-([0-9A-Z])")
_IN_TEXT = re.compile(r"(?<![A-Z0-9-])[A-Z0-9]{2,8}-\d{6}-\d{5,12}-[0-9A-Z](?![A-Z0-9-])", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Pid:
    code: str
    month: str
    number: int

    def __str__(self) -> str:
        body = f"{self.code}-{self.month}-{self.number:05d}"
        return f"{body}-{check_character(body)}"


def check_character(text: str) -> str:
    """ISO 7064 MOD 37,36 check character of the letters and digits in `text`."""
    product = 36
    for character in text.replace("-", ""):
        total = (product + ALPHABET.index(character)) % 36 or 36
        product = total * 2 % 37
    return ALPHABET[(37 - product) % 36]


def parse_pid(text: str) -> Pid | None:
    """The id, or None when the shape or the check character is wrong. Case does not matter."""
    match = _SHAPE.fullmatch(text.strip().upper())
    if match is None:
        return None
    pid = Pid(match[1], match[2], int(match[3]))
    return pid if str(pid) == match[0] else None


def find_pids(text: str) -> tuple[Pid, ...]:
    """Every valid id in a running text, in order; mistyped ones are not among them."""
    found = (parse_pid(match[0]) for match in _IN_TEXT.finditer(text))
    return tuple(pid for pid in found if pid is not None)


def month_of(moment: datetime, time_zone: str) -> str:
    """YYYYMM of an aware moment in the hotel's time zone."""
    return moment.astimezone(ZoneInfo(time_zone)).strftime("%Y%m")
