"""Takes the signature off a run of own lines: "-- ", device lines, list and legal footers, "Best regards, Anna".

A cut needs something above it and, for a sign-off in words, a name below; when in doubt the words stay.
"""

from __future__ import annotations

import re

from workflow.reading.attributions import plain
from workflow.reading.mail import Cut
from workflow.reading.signature_phrases import (
    BANNERS,
    CLOSINGS,
    DEVICE_ENDS,
    DEVICE_LEADS,
    DEVICE_LINES,
    DEVICES,
    DISCLAIMERS,
    EXCUSES,
    FOOTERS,
    THANKS,
)

DELIMITER = re.compile(r"^[ \t>]*--[ \t\xa0]*$")
LONG_RULE = re.compile(r"^[ \t]*(?:_{20,}|-{30,}|—{3,})[ \t]*$")
LINK = re.compile(r"<?\(?(?:https?://|www\.|mailto:)\S*\)?>?|\[[^\]]{0,200}\]")
NAME = re.compile(r"^[/~\-–—]?\s?[^\W\d_a-z][\w.'’\-]*(?:\s+[\w.'’&\-]+){0,2}[.,!]?$")
LEADING_NAME = re.compile(
    r"^(?:(?:/ ?|[-–—~] ?)[^\W\d_a-z][\w'’]+(?: [^\W\d_][\w.'’]*){0,2}|[-–—~][^\W\d_][\w'’]{1,15})\.?$"
)
SHORT_RULE = re.compile(r"^[ \t]*[-_—–]{2,}[ \t]*$")
CONTACT = re.compile(
    r"[\w.+-]+@[\w-]+\.[\w.]+|https?://|www\.|(?:\+|\b0|\()\d[\d\s()/.-]{5,}\d|\b\d{3}[-. ]\d{3}[-. ]\d{4}\b|^\W*(?:skype|tel|phone|mobile|fax|t|f|m|e|w|mob|cell)\b[.:]",
    re.I,
)
SENTENCE_END = re.compile(r"[?:;]$|[a-zа-яäöüéè]{3}[.!]$")
CLOSING_SET, THANKS_SET = frozenset(CLOSINGS), frozenset(THANKS)
CLOSING_START = tuple(
    sorted((phrase for phrase in CLOSINGS if " " in phrase and len(phrase) > 11), key=len, reverse=True)
)
LEGAL_WORDS = (*dict.fromkeys(first for first, _second in DISCLAIMERS), *FOOTERS)
MAX_DELIMITED = 15  # lines below a "--" without its blank
MAX_SIGNATURE = 12  # lines below "Best regards,"
MAX_NAME_WORDS = 3


def without_banner(lines: list[str]) -> tuple[list[str], Cut | None]:
    """The lines without the warning a company's server put above them."""
    start = next((index for index, line in enumerate(lines) if line.strip()), len(lines))
    if start == len(lines) or not plain(lines[start]).casefold().startswith(BANNERS):
        return lines, None
    end = start
    while end < len(lines) and lines[end].strip():
        end += 1
    if not any(line.strip() for line in lines[end:]):
        return lines, None
    return lines[end:], Cut(rule="external-mail banner", removed="\n".join(lines[start:end]))


def split_signature(lines: list[str], *, something_above: bool) -> tuple[list[str], list[Cut]]:
    """The lines without signature, and what was taken off and why. `something_above`: words stand in earlier runs."""
    cuts: list[Cut] = []
    for rule, find in (
        ("signature delimiter", _delimiter),
        ("rule and contacts", _ruled_contacts),
        ("list footer", _list_footer),
        ("legal footer", _legal_footer),
        ("device line", _device_line),
        ("sign-off", _sign_off),
        ("contact block", _contact_block),
    ):
        at = find(lines)
        if at >= 0 and (something_above or any(line.strip() for line in lines[:at])):
            cuts.append(Cut(rule=rule, removed="\n".join(lines[at:]).strip("\n")))
            lines = lines[:at]
            if rule in ("signature delimiter", "rule and contacts"):
                lines = _without_bare_closing(lines, cuts)
    return lines, cuts


def _words(lines: list[str]) -> list[int]:
    return [index for index, line in enumerate(lines) if line.strip()]


def _delimiter(lines: list[str]) -> int:
    if not any("--" in line for line in lines):
        return -1
    below = sum(1 for line in lines if line.strip())
    for index, line in enumerate(lines):
        if not line.strip():
            continue
        below -= 1
        if not DELIMITER.match(line):
            continue
        if below and (line.endswith(("-- ", "--\xa0")) or below <= MAX_DELIMITED):
            return index
    return -1


def _ruled_contacts(lines: list[str]) -> int:
    """A line of dashes with a name, or several ways to reach somebody, below it and nothing else."""
    filled = _words(lines)
    for index in reversed(filled[-MAX_DELIMITED - 1 :]):
        if not SHORT_RULE.match(lines[index]):
            continue
        below = [lines[at] for at in filled if at > index]
        contacts = sum(1 for line in below if CONTACT.search(line))
        if (
            below
            and len(below[0]) <= 60
            and (contacts >= 2 or (len(below) <= 2 and looks_like_name(plain(below[0]))))
        ):
            return index
    return -1


def _contact_block(lines: list[str]) -> int:
    """A last paragraph that is a name and nothing but ways to reach its bearer."""
    paragraphs = _paragraphs(lines)
    if len(paragraphs) < 2:
        return -1
    start, block = paragraphs[-1]
    above = paragraphs[-2][1][-1].rstrip()
    if not 3 <= len(block) <= 8 or above.endswith((":", "：")) or not looks_like_name(plain(block[0])):
        return -1
    return start if all(CONTACT.search(line) and len(line) <= 60 for line in block[1:]) else -1


def _list_footer(lines: list[str]) -> int:
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


def _legal_footer(lines: list[str]) -> int:
    """The first paragraph of what lawyers or scanners append, when nothing but such text follows."""
    folded = "\n".join(lines).casefold()
    if not any(word in folded for word in LEGAL_WORDS):
        return -1
    best = -1
    for start, paragraph in reversed(_paragraphs(lines)):
        text = " ".join(plain(line) for line in paragraph).casefold()[:2000].lstrip(" *_-")
        if text.startswith(FOOTERS) or any(
            first in text and second in text for first, second in DISCLAIMERS if len(text) > 60
        ):
            best = start
        elif best >= 0 or (len(paragraph) > 3 and not LINK.search(text)):
            break
    return best


def _paragraphs(lines: list[str]) -> list[tuple[int, list[str]]]:
    found: list[tuple[int, list[str]]] = []
    for index, line in enumerate(lines):
        if not line.strip():
            continue
        if found and found[-1][0] + len(found[-1][1]) == index:
            found[-1][1].append(line)
        else:
            found.append((index, [line]))
    return found


def _device_line(lines: list[str]) -> int:
    """The first "Sent from my iPhone" with nothing but signature below it."""
    filled = _words(lines)
    for place, index in enumerate(filled):
        if not is_device_line(lines[index]):
            continue
        below = len(filled) - place - 1
        # Outlook puts this line with its link between the new words and the old ones, never into the new ones.
        if below <= 3 or "aka.ms" in lines[index] or "outlook" in lines[index].casefold():
            return index
    return -1


def is_device_line(line: str) -> bool:
    text = plain(line)
    if len(text) > 200:
        return False
    bare = LINK.sub("", text).strip(" <>()[].!-–—_\"'").casefold()
    if bare in DEVICE_LINES:
        return True
    head, separator, tail = bare.partition(", ") if ", " in bare else bare.partition(". ")
    if separator and tail.strip().startswith(EXCUSES):
        bare = head
    if not bare or len(bare) > 80 or ", " in bare or ". " in bare:
        return False
    if bare.startswith(DEVICE_LEADS):
        known = any(device in bare for device in DEVICES)
        return (known and len(bare.split()) <= 12) or (
            bare.startswith("sent from my ") and len(bare.split()) <= 8
        )
    return bare.endswith(DEVICE_ENDS) and len(bare.split()) <= 6 and any(device in bare for device in DEVICES)


def _sign_off(lines: list[str]) -> int:
    filled = _words(lines)
    for place in range(len(filled) - 1, max(-1, len(filled) - 2 - MAX_SIGNATURE), -1):
        index = filled[place]
        kind = closing_of(lines[index])
        if kind and _is_signature(kind, [lines[at] for at in filled[place + 1 :]]):
            return _with_closings_above(lines, filled, place)
    if filled and LEADING_NAME.match(lines[filled[-1]].strip()) and len(filled) > 1:
        above = lines[filled[-2]].strip()
        if not above.startswith(("-", "/", "–", "*", "•")) and not above.endswith((":", "：")):
            return filled[-1]
    return -1


def _with_closings_above(lines: list[str], filled: list[int], place: int) -> int:
    """ "Thanks," right above "Best regards," belongs to it."""
    while place > 1 and closing_of(lines[filled[place - 1]]) and len(plain(lines[filled[place - 1]])) < 30:
        place -= 1
    return filled[place]


def closing_of(line: str) -> str:
    """ "closing" or "thanks" when the line is a sign-off phrase and nothing more, "" otherwise."""
    if len(line) > 70:
        return ""
    text = plain(line).casefold().replace("，", ",").rstrip(" ,.!;:-–—。！~")
    while text and not (text[-1].isalnum() or text[-1] in ")."):
        text = text[:-1].rstrip()
    if text in CLOSING_SET:
        return "closing"
    if text in THANKS_SET:
        return "thanks"
    head, separator, tail = text.partition(" from ")
    if separator and head in CLOSING_SET and len(tail.split()) <= 3:
        return "closing"  # "Best regards from Bern"
    for joint in (" aus ", " de ", " da ", " från ", " fra ", " und ", " and ", " & "):
        head, separator, tail = text.partition(joint)
        if (
            separator
            and head in CLOSING_SET | THANKS_SET
            and (tail in CLOSING_SET or joint in (" aus ", " från ", " fra "))
            and len(tail.split()) <= 3
        ):
            return "closing"
    return ""


def _is_signature(kind: str, below: list[str]) -> bool:
    limit = MAX_SIGNATURE if kind == "closing" else 6
    if not below or len(below) > limit:
        return False
    name = plain(below[0])
    if not looks_like_name(name):
        return False
    rest = below[1:]
    return all(
        len(line) <= 100 and not line.rstrip().endswith("?") and len(line.split()) <= 12 for line in rest
    ) or (kind == "closing" and all(len(line) <= 78 for line in rest))


def looks_like_name(line: str) -> bool:
    words = line.split()
    if not words or len(line) > 50:
        return False
    if not any(char.islower() for char in line) and any("\u3040" <= char <= "\u9fff" for char in line):
        return len(line) <= 12
    return len(words) <= MAX_NAME_WORDS and bool(NAME.match(line)) and not line.endswith(("?", "!"))


def _without_bare_closing(lines: list[str], cuts: list[Cut]) -> list[str]:
    """ "Best regards" right above the delimiter belongs to the signature that was cut."""
    filled = _words(lines)
    if len(filled) > 1 and closing_of(lines[filled[-1]]) == "closing":
        cuts.append(Cut(rule="sign-off", removed=lines[filled[-1]]))
        return lines[: filled[-1]]
    return lines
