"""The block of From/Sent/To/Subject lines that Outlook and many others put above what they quote.

Strict where people write such lines too ("From: Airport, To: Hotel, Date: 3 May" is a transfer, not a header).
"""

from __future__ import annotations

import re
from enum import Flag, auto

from workflow.reading.attributions import plain
from workflow.reading.header_phrases import CC, DATE, FORM_FIELDS, FROM, SENT, SUBJECT, TO

LABELLED = re.compile(r"(?<=[\s>])([^\W\d_]{2,12}) ?:(?=\s)")
TIME = re.compile(r"\d[:.h時时點点]\s?\d|\d\s?[ap]\.?\s?m\b", re.I)
MAX_LABEL = 32
FORM_LINES = 4  # below the last field of the header
MAX_BLOCK_LINES = 16


class Label(Flag):
    FROM = auto()
    SENT = auto()
    DATE = auto()
    TO = auto()
    CC = auto()
    SUBJECT = auto()


def _labels() -> dict[str, Label]:
    table: dict[str, Label] = {}
    for label, languages in (
        (Label.FROM, FROM),
        (Label.SENT, SENT),
        (Label.DATE, DATE),
        (Label.TO, TO),
        (Label.CC, CC),
        (Label.SUBJECT, SUBJECT),
    ):
        for words in languages.values():
            for word in words:
                table.setdefault(word.casefold(), label)  # Greek ends its words in two ways
    return table


LABELS = _labels()
ALL = Label.FROM | Label.DATE | Label.TO | Label.SUBJECT  # what a block without address and "Sent" needs
PEOPLE = Label.FROM | Label.TO | Label.CC
DATED = Label.SENT | Label.DATE
ONCE = Label.FROM | Label.SENT | Label.SUBJECT  # a second one begins another block


def label_of(line: str) -> tuple[Label, str] | None:
    """Which header field a line shows, and its value."""
    colon = line.find(":", 0, MAX_LABEL)
    wide = line.find("：", 0, MAX_LABEL)
    if wide >= 0 and (colon < 0 or wide < colon):
        colon = wide
    if colon < 0:
        return None
    name = plain(line[:colon].replace("\u3000", "")).strip(" \t>*_|-")
    label = LABELS.get(name.casefold())
    return (label, line[colon + 1 :]) if label else None


def _inside(value: str) -> Label:
    """Labels further on in the same line, where a program put the whole block on one."""
    seen = Label(0)
    if ":" in value and len(value) < 400:
        for match in LABELLED.finditer(value):
            seen |= LABELS.get(match[1].casefold(), Label(0))
    return seen & (Label.SENT | Label.DATE | Label.SUBJECT | Label.TO)


def block_end(lines: list[str], start: int) -> int:
    """The line after the header block that starts at `start`, or -1 when none does."""
    if label_of(lines[start]) is None:
        return -1
    seen = Label(0)
    has_address = has_time = False
    last, strange = start, 0
    for index in range(start, min(len(lines), start + MAX_BLOCK_LINES)):
        line = lines[index]
        found = label_of(line)
        if found:
            if found[0] in seen and found[0] in ONCE:
                break
            seen |= found[0] | _inside(found[1])
            has_address |= "@" in line and found[0] in PEOPLE
            has_time = has_time or TIME.search(found[1]) is not None
            last, strange = index, 0
        elif plain(line):
            strange += 1
            has_address |= strange == 1 and "@" in line and bool(seen & PEOPLE)
            if strange > 2:
                break
    dated = has_time and bool(seen & DATED)
    # A guest's "From: London, To: Zurich, Date: 3 May" has neither; programs write at least one of them.
    if not (has_address or dated) or not _is_block(seen, has_address):
        return -1
    # The fields of a form go on at once; below a program's header stands an empty line, or words.
    form_lines = 1 if dated else 2 * FORM_LINES
    return -1 if _is_form(lines, start, last + 1, form_lines) else last + 1


def _is_form(lines: list[str], start: int, end: int, reach: int) -> bool:
    """What the form of a website sends: below sender and subject stand the fields and the guest's words."""
    below = [line for line in lines[end : end + reach] if line.strip()][:FORM_LINES]
    return any(_field_name(line) in FORM_FIELDS for line in (*lines[start:end], *below))


def _field_name(line: str) -> str:
    return line[:MAX_LABEL].replace("：", ":").partition(":")[0].strip(" \t>*_|-\xa0").casefold()


def _is_block(seen: Label, has_address: bool) -> bool:
    if Label.SENT in seen and seen & (Label.FROM | Label.TO | Label.SUBJECT):
        return True
    people = bool(seen & (Label.FROM | Label.TO))
    if not has_address:
        return ALL in seen
    if Label.SUBJECT in seen and people:
        return True
    return bool(seen & (Label.FROM | Label.DATE)) and len(list(seen)) >= 2
