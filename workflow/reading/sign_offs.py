"""Sign-offs in words: "Best regards," with a name below it, "/Anna", a last paragraph that is somebody's card.

A sign-off goes only when what stands below it can be nothing but a signature; a postscript or a sentence keeps it all.
"""

from __future__ import annotations

import re

from workflow.reading.attributions import plain
from workflow.reading.company_phrases import BELOW, INVOICES, OURS, PLEASE, REGISTERS
from workflow.reading.header_phrases import FORM_FIELDS
from workflow.reading.signature_phrases import (
    CLOSINGS,
    DETAILS,
    FORMULAS,
    INFORMS,
    NOT_NAMES,
    OFFICES,
    PARTICLES,
    REACHES,
    THANKS,
)

MAX_SIGNATURE = 12  # lines below "Best regards,"
MAX_THANKED = 6  # lines below "Thanks,"
MIN_DOUBLED = 3  # a name, the name again, and a job or a company
MAX_NAME_WORDS = 4  # "María José García López"
MAX_WORDS = 6  # with the small words between them
MAX_CARD = 8
MAX_FORMULA = 200
INTRODUCES = 3  # words before a colon: something for the reader follows ("Our address for the invoice:")
FORMULA_STARTS = tuple(dict.fromkeys(first for first, _second in FORMULAS))
CLOSING_SET, THANKS_SET = frozenset(map(str.casefold, CLOSINGS)), frozenset(map(str.casefold, THANKS))
PLACES = (
    " aus ",
    " vom ",
    " von der ",
    " from the ",
    " from ",
    " från ",
    " fra ",
    " de ",
    " da ",
    " uit ",
)  # "Grüße aus Bern"
JOINTS = (" und ", " and ", " & ", " et ", " e ", " y ", " en ", " och ", " og ", " ja ", " i ")
# Vowel and accent signs of Hebrew, Arabic, Hindi and Thai stand within a word, though no letters.
NAME_WORD = re.compile(
    r"^[^\W\d_][\w.'’\u0300-\u036f\u0591-\u05c7\u064b-\u0652\u0900-\u0903\u093a-\u094d\u0e31\u0e34-\u0e4e-]*[.,]?$"
)
LONE_NAME = re.compile(
    r"^(?:/ ?|[—–] ?|[-~])(?:[^\W\d_a-z][\w'’]+(?: [^\W\d_][\w.'’]*){0,2})\.?$|^[/—–~-][^\W\d_][\w'’]{1,15}\.?$"
)
BULLETS = ("-", "/", "–", "—", "*", "•", "·", "~")
CONTACT = re.compile(
    r"[\w.+-]+@[\w-]+\.[\w.]+|https?://|www\.|(?:\+|\b0|\()\d[\d\s()/.-]{5,}\d|\b\d{3}[-. ]\d{3}[-. ]\d{4}\b"
    r"|^\W*(?:skype|tel|phone|mobile|fax|t|f|m|e|w|mob|cell|handy|telefon|tlf|puh)\b[.:]",
    re.I,
)
POSTSCRIPT = re.compile(r"^\W*(?:p\.?\s?p?\.?\s?s\b|n\.?b\.?\b|nb:|übrigens|by the way|btw)", re.I)
COMPANY_END = re.compile(
    r"\b(?:co|ltd|inc|corp|bros|jr|kg|e\.\s?v|e\.\s?u|b\.?v|s\.?p\.?a|s\.?r\.?l|s\.?a|o\.\s?o)\.$", re.I
)
SIGNED_BY = ("드림", "올림", "배상", "拜上", "敬上")  # "from", behind the name
WORD = re.compile(r"\w+")
SENTENCE = re.compile(r"[.!?…。！？]\W*$")


def sign_off(lines: list[str]) -> int:
    """The line where the sign-off begins, -1 when there is none."""
    filled = [index for index, line in enumerate(lines) if line.strip()]
    for place in range(len(filled) - 1, max(-1, len(filled) - 2 - MAX_SIGNATURE), -1):
        kind = closing_of(lines[filled[place]])
        if kind and _is_signature(kind, [lines[at] for at in filled[place + 1 :]]):
            if _bills_below(lines[: filled[place]]):
                return -1
            return _with_closings_above(lines, filled, place)
    if len(filled) > 1 and LONE_NAME.match(lines[filled[-1]].strip()):
        above = lines[filled[-2]].strip()
        if not above.startswith(BULLETS) and not above.endswith((":", "：")):
            return filled[-1]
    return -1


def _bills_below(lines: list[str]) -> bool:
    """ "The invoice to our company, see below": the card is part of what is said."""
    text = "\n".join(lines).casefold()
    return any(word in text for word in INVOICES) and any(word in text for word in BELOW)


def _with_closings_above(lines: list[str], filled: list[int], place: int) -> int:
    """ "Thanks," right above "Best regards," belongs to it."""
    while place > 1 and closing_of(lines[filled[place - 1]]) and len(plain(lines[filled[place - 1]])) < 30:
        place -= 1
    return filled[place]


def closing_of(line: str) -> str:
    """ "closing" or "thanks" when the line is a sign-off phrase and nothing more, "" otherwise."""
    if len(line) > 70:
        return "closing" if len(line) <= MAX_FORMULA and _is_formula(line) else ""
    if _is_formula(line):
        return "closing"
    text = plain(line).casefold().replace("，", ",").rstrip(" ,.!;:-–—。！~")
    while text and not (text[-1].isalnum() or text[-1] in ")."):
        text = text[:-1].rstrip()
    if text in CLOSING_SET:
        return "closing"
    if text in THANKS_SET:
        return "thanks"
    halves = [half.strip(" ,") for half in text.split("/")]
    if len(halves) == 2 and all(half in CLOSING_SET for half in halves):
        return "closing"  # "Med vänlig hälsning / Best regards"
    for joint in (*PLACES, *JOINTS):
        head, separator, tail = text.partition(joint)
        if separator and len(tail.split()) <= 3:
            if joint in PLACES and head in CLOSING_SET:
                return "closing"
            if joint in JOINTS and head.rstrip(",") in CLOSING_SET | THANKS_SET and tail in CLOSING_SET:
                return "closing"
    return ""


def _is_formula(line: str) -> bool:
    """ "Veuillez agréer, Madame, mes salutations distinguées." """
    text = plain(line).casefold().replace("’", "'")
    if not text.startswith(FORMULA_STARTS) or "?" in text:
        return False
    return any(text.startswith(first) and second in text for first, second in FORMULAS)


def _is_signature(kind: str, below: list[str]) -> bool:
    most = MAX_SIGNATURE if kind == "closing" or _is_doubled(below) else MAX_THANKED
    if not below or len(below) > most:
        return False
    if kind == "closing" and len(below) == 1 and _is_lower_name(plain(below[0])):
        return True
    if len(plain(below[0]).split()) > _name_words(kind, below[0]):
        return False
    return looks_like_name(plain(below[0])) and all(may_sign(line) for line in below[1:])


def _is_doubled(below: list[str]) -> bool:
    """The name as typed, and again on top of the card that Outlook puts below it."""
    if len(below) < MIN_DOUBLED or not all(looks_like_name(plain(line)) for line in below[:2]):
        return False
    typed, printed = (_first_name(line) for line in below[:2])
    return bool(typed) and typed == printed


def _first_name(line: str) -> str:
    return next((word for word in plain(line).casefold().split() if word not in PARTICLES), "")


def _name_words(kind: str, line: str) -> int:
    """How many words a name may have: scripts without capitals do not tell a name from "see you tomorrow"."""
    first = plain(line)[:1]
    if first.lower() != first.upper() or plain(line).endswith(SIGNED_BY):
        return MAX_WORDS
    return 1 if kind == "thanks" else 2


def _is_lower_name(line: str) -> bool:
    """ "lg" and below it "anna": those who write all in small letters."""
    return line.isalpha() and len(line) <= 15 and line not in NOT_NAMES


def may_sign(line: str) -> bool:
    """Titles, addresses, numbers, a motto: no sentence to anybody."""
    if len(line) > 100 or POSTSCRIPT.match(line) or line.rstrip().endswith(("?", "？")):
        return False
    if informs(line) or _is_on_a_company(line):
        return False
    if CONTACT.search(line):
        return True
    words = len(line.split())
    if words >= INTRODUCES and line.rstrip().endswith((":", "：")):
        return False
    return words <= 12 and not (words >= 4 and SENTENCE.search(line) and not COMPANY_END.search(line))


def informs(line: str) -> bool:
    """ "Arrival: 3 May" or "Zimmer 214" below the name is for the desk, and on no card."""
    text = plain(line).casefold()
    label = text.replace("：", ":").partition(":")[0] if ":" in text or "：" in text else ""
    if label.strip() in FORM_FIELDS - REACHES:
        return True
    return not INFORMS.isdisjoint(WORD.findall(text)) and any(char.isdigit() for char in text)


def _is_on_a_company(line: str) -> bool:
    """ "Our firm is registered in …", "Invoice please to …": said to the desk, though it may hold a number."""
    text = f" {plain(line).casefold()} "
    if any(word in text for word in INVOICES):
        return any(word in text for word in PLEASE)
    if OURS.isdisjoint(WORD.findall(text)):
        return False
    return any(first in text and second in text for first, second in REGISTERS)


def looks_like_name(line: str) -> bool:
    name, comma, degree = line.partition(", ")
    line = name if comma and len(degree) <= 12 else line  # "John Smith, PhD"
    words = line.split()
    if not words or len(line) > 50 or line.endswith(("?", "!", ":", "？", "！", "：")):
        return False
    if any("\u3040" <= char <= "\u9fff" for char in line):
        return len(line) <= 12 and "。" not in line
    is_initial = len(words[0]) == 2 and words[0].endswith(".")  # "A. Miller"; "A room" is none
    if len(words) > MAX_WORDS or (words[0].casefold().strip(".,") in NOT_NAMES and not is_initial):
        return False
    own = [word for word in words if word.casefold() not in PARTICLES]
    if len(own) > 3 and any(word.casefold() in OFFICES for word in own):
        return False
    return 0 < len(own) <= MAX_NAME_WORDS and all(
        NAME_WORD.match(word) and not word[0].islower() for word in own
    )


def introduces(above: str, name: str) -> bool:
    """ "Here are my details", or "our driver is Peter" above Peter's card: somebody wants them read."""
    words = WORD.findall(above)
    return any(word.startswith(DETAILS) for word in words) or not set(words).isdisjoint(WORD.findall(name))


def contact_block(lines: list[str], paragraphs: list[tuple[int, list[str]]]) -> int:
    """A last paragraph that is a name and nothing but ways to reach its bearer."""
    if len(paragraphs) < 2:
        return -1
    start, block = paragraphs[-1]
    above = paragraphs[-2][1][-1].rstrip()
    if introduces(plain(above).casefold(), plain(block[0]).casefold()):
        return -1
    if not 3 <= len(block) <= MAX_CARD or above.endswith((":", "：")) or not looks_like_name(plain(block[0])):
        return -1
    return start if all(len(line) <= 60 and CONTACT.search(line) for line in block[1:]) else -1
