"""What companies, lists and scanners print around a mail: the banner on top, the legal text and the list's footer below.

The words are in `footer_phrases`; which of it is cut, and what else a signature is, stands in `signatures`.
"""

from __future__ import annotations

import re

from workflow.reading.attributions import plain
from workflow.reading.footer_phrases import (
    AMBIGUOUS,
    BANNER_ACTS,
    BANNER_STARTS,
    BANNER_WORDS,
    BANNERS,
    DISCLAIMERS,
    FOOTERS,
    IMPRINTS,
    MAIL_WORDS,
    MISDIRECTED,
    PERSONAL,
    THIS_MAIL,
)
from workflow.reading.mail import Cut

LONG_RULE = re.compile(r"^[ \t]*(?:_{20,}|-{30,}|—{3,})[ \t]*$")
LINK_ONLY = re.compile(r"^\W*(?:https?://|www\.)\S+\W*$")
RULE_ONLY = re.compile(r"^\W+$")
MIN_LEGAL = 90  # characters; lawyers are never brief
ALL_BANNERS = (*BANNERS, *BANNER_STARTS)
SHORT_BANNER = 6  # words


def without_banner(lines: list[str]) -> tuple[list[str], Cut | None]:
    """The lines without the warning a company's server put above them."""
    start = next((index for index, line in enumerate(lines) if line.strip()), len(lines))
    if start == len(lines) or not _is_banner(plain(lines[start][:400]).casefold().lstrip("*[( ")):
        return lines, None
    end = start
    while end < len(lines) and lines[end].strip():
        end += 1
    if not any(line.strip() for line in lines[end:]):
        return lines, None
    return lines[end:], Cut(rule="external-mail banner", removed="\n".join(lines[start:end]))


def _is_banner(text: str) -> bool:
    if not text.startswith(ALL_BANNERS) or text.rstrip().endswith("?"):
        return False
    if is_personal(set(text.split())):
        return False
    if text.startswith(BANNERS):
        return True
    if not any(word in text for word in BANNER_WORDS):
        return False
    speaks_of_mail = any(word in text for word in MAIL_WORDS) or "sender" in text
    return speaks_of_mail and (len(text.split()) <= SHORT_BANNER or any(act in text for act in BANNER_ACTS))


def list_footer(lines: list[str]) -> int:
    for index, line in enumerate(lines):
        if LONG_RULE.match(line):
            below = " ".join(later for later in lines[index + 1 : index + 6] if later.strip()).casefold()
            if (
                "mailing list" in below
                or "unsubscribe" in below
                or "mailman/listinfo" in below
                or "/listinfo" in below
            ):
                return index
    return -1


def legal_footer(lines: list[str]) -> int:
    """The first paragraph of what lawyers or scanners append, when nothing but such text follows."""
    best = -1
    for start, paragraph in reversed(paragraphs(lines)):
        text = " ".join(plain(line) for line in paragraph).casefold()[:2000].lstrip(" *_-")
        if _is_legal(text):
            best = start
        elif best < 0 and _is_imprint(text):
            continue
        elif best >= 0 or not all(is_trailer(line) for line in paragraph):
            break
    return best


def _width(text: str) -> int:
    """Chinese and Japanese say in one character what takes others two."""
    if text.isascii():
        return len(text)
    return len(text) + sum(1 for char in text if char >= "\u3000")


def _is_imprint(text: str) -> bool:
    """Where a company is registered: part of a legal footer, never a reason for one (guests ask for invoices)."""
    return any(first in text and second in text for first, second in IMPRINTS)


def is_trailer(line: str) -> bool:
    return len(line) <= 300 and bool(LINK_ONLY.match(line) or RULE_ONLY.match(line))


def _is_legal(text: str) -> bool:
    if text.startswith(FOOTERS):
        return True
    if _width(text) < MIN_LEGAL or text.rstrip().endswith(("?", "？", "؟")) or is_personal(set(text.split())):
        return False
    if not any(map(text.__contains__, MAIL_WORDS)):
        return False
    pairs = (*DISCLAIMERS, *MISDIRECTED) if any(word in text for word in THIS_MAIL) else DISCLAIMERS
    return any(first in text and second in text for first, second in pairs)


def is_personal(words: set[str]) -> bool:
    """Somebody speaks of himself, which lawyers never do."""
    return bool(words & PERSONAL) or any(
        word in words and words & beside for word, beside in AMBIGUOUS.items()
    )


def paragraphs(lines: list[str]) -> list[tuple[int, list[str]]]:
    found: list[tuple[int, list[str]]] = []
    for index, line in enumerate(lines):
        if not line.strip():
            continue
        if found and found[-1][0] + len(found[-1][1]) == index:
            found[-1][1].append(line)
        else:
            found.append((index, [line]))
    return found
