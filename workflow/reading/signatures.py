"""Takes the signature off a run of own lines: "-- ", device lines, list and legal footers, "Best regards, Anna".

A cut needs something above it and, for a sign-off in words, a name below; when in doubt the words stay.
"""

from __future__ import annotations

import re

from workflow.reading.attributions import plain
from workflow.reading.company_lines import company_lines
from workflow.reading.device_lines import is_device_line
from workflow.reading.footers import legal_footer, list_footer, paragraphs
from workflow.reading.mail import Cut
from workflow.reading.sign_offs import (
    CONTACT,
    POSTSCRIPT,
    closing_of,
    contact_block,
    looks_like_name,
    may_sign,
    sign_off,
)

DELIMITER = re.compile(r"^[ \t>]*--[ \t\xa0]*$")
SHORT_RULE = re.compile(r"^[ \t]*[-_—–]{2,}[ \t]*$")
SENTENCE_WORDS = 7
MAX_DELIMITED = 15  # lines below a "--" without its blank


def without_leading_device(lines: list[str]) -> tuple[list[str], Cut | None]:
    """The lines without a device line on top: some programs put it above the answer."""
    start = next((index for index, line in enumerate(lines) if line.strip()), len(lines))
    below = lines[start + 1 :]
    if start == len(lines) or not is_device_line(lines[start]) or not any(line.strip() for line in below):
        return lines, None
    return below, Cut(rule="device line", removed=lines[start])


def split_signature(lines: list[str], *, something_above: bool) -> tuple[list[str], list[Cut]]:
    """The lines without signature, and what was taken off and why. `something_above`: words stand in earlier runs."""
    cuts: list[Cut] = []
    for rule, find in (
        ("signature delimiter", _delimiter),
        ("rule and contacts", _ruled_contacts),
        ("list footer", list_footer),
        ("legal footer", legal_footer),
        ("company lines", company_lines),
        ("device line", _device_line),
        ("sign-off", sign_off),
        ("contact block", _contact_block),
    ):
        at = find(lines)
        if at >= 0 and (something_above or any(line.strip() for line in lines[:at])):
            end = _end_of(rule, lines, at)
            cuts.append(Cut(rule=rule, removed="\n".join(lines[at:end]).strip("\n")))
            lines = lines[:at] + lines[end:]
            if rule in ("signature delimiter", "rule and contacts"):
                lines = _without_bare_closing(lines, cuts)
    return lines, cuts


def _end_of(rule: str, lines: list[str], at: int) -> int:
    """Where the words go on below a signature; most often nowhere."""
    if rule == "signature delimiter":
        return _postscript(lines, at)
    if rule == "device line" and not all(
        may_sign(line) or is_device_line(line) for line in lines[at + 1 :] if line.strip()
    ):
        return at + 1  # who writes below it moved the cursor there
    return len(lines)


def _postscript(lines: list[str], at: int) -> int:
    """Where "PS:" begins below a signature: some programs sign above it, and it is the writer's."""
    below = range(at + 1, len(lines))
    return next(
        (index for index in below if not lines[index - 1].strip() and POSTSCRIPT.match(lines[index])),
        len(lines),
    )


def _words(lines: list[str]) -> list[int]:
    return [index for index, line in enumerate(lines) if line.strip()]


def _delimiter(lines: list[str]) -> int:
    if not any("--" in line for line in lines):
        return -1
    below = sum(1 for line in lines if line.strip())
    parts_text = lines.count("--") > 1
    for index, line in enumerate(lines):
        if not line.strip():
            continue
        below -= 1
        if not DELIMITER.match(line):
            continue
        if below and line.endswith(("-- ", "--\xa0")):
            return index
        if (
            0 < below <= MAX_DELIMITED
            and not _asks(lines[index + 1 :])
            and not _tells(lines[index + 1 :])
            and not (parts_text and _goes_on(lines, index))
        ):
            return index
    return -1


def _asks(lines: list[str]) -> bool:
    """A line of dashes with a question to the reader below it parts a text."""
    return any(line.rstrip().endswith(("?", "？")) for line in lines)


def _tells(lines: list[str]) -> bool:
    """The first line below is a sentence to somebody, and none of a card."""
    first = next((line.strip() for line in lines if line.strip()), "")
    return (
        len(first.split()) >= SENTENCE_WORDS and not CONTACT.search(first) and first.endswith((".", "!", ","))
    )


def _goes_on(lines: list[str], index: int) -> bool:
    """Several "--" part a text, as rules do, unless a closing, a name or a device stands below."""
    below = next((line for line in lines[index + 1 :] if line.strip() and not DELIMITER.match(line)), "")
    signs = closing_of(below) or looks_like_name(plain(below)) or is_device_line(below)
    return not (signs or CONTACT.search(below))


def _ruled_contacts(lines: list[str]) -> int:
    """A line of dashes with a name, or several ways to reach somebody, below it and nothing else."""
    filled = _words(lines)
    for index in reversed(filled[-MAX_DELIMITED - 1 :]):
        if not SHORT_RULE.match(lines[index]):
            continue
        below = [lines[at] for at in filled if at > index]
        contacts = sum(1 for line in below if len(line) <= 100 and CONTACT.search(line))
        if (
            below
            and len(below[0]) <= 60
            and (
                contacts >= 2
                or (
                    len(below) <= 2
                    and len(lines[index].strip()) <= 3
                    and looks_like_name(plain(below[0]))
                    and all(map(may_sign, below[1:]))
                )
            )
        ):
            return index
    return -1


def _contact_block(lines: list[str]) -> int:
    return contact_block(lines, paragraphs(lines))


def _device_line(lines: list[str]) -> int:
    """The first "Sent from my iPhone" near the end, or Outlook's with its link, which nobody writes into a text."""
    filled = _words(lines)
    for place, index in enumerate(filled):
        if not is_device_line(lines[index]):
            continue
        below = len(filled) - place - 1
        if below <= 3 or "aka.ms" in lines[index] or "outlook" in lines[index].casefold():
            return index
    return -1


def _without_bare_closing(lines: list[str], cuts: list[Cut]) -> list[str]:
    """ "Best regards" right above the delimiter belongs to the signature that was cut."""
    filled = _words(lines)
    if len(filled) > 1 and closing_of(lines[filled[-1]]) == "closing":
        cuts.append(Cut(rule="sign-off", removed=lines[filled[-1]]))
        return lines[: filled[-1]]
    return lines
