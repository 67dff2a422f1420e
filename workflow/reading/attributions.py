"""Lines such as "On Friday, 3 May 2024 at 10:15, Anna <anna@x> wrote:", in any of the languages of `quote_phrases`.

A window of one to five lines is an attribution when it ends as one (a colon, or the verb) and carries what only
programs write: a date or an address. Words alone never suffice, unless quoted lines follow.
"""

from __future__ import annotations

import re

from workflow.reading.quote_phrases import ADDRESSED, LEADS, PRONOUNS, QUOTING, VERBS

MAX_LINES = 5
MAX_LENGTH = 500
COLONS = (":", "：")
DASHES = " \t-–—‐─=*_"
INVISIBLE = str.maketrans(
    {
        "\xa0": " ",
        "\u202f": " ",
        "\u2009": " ",
        "\u3000": " ",
        "\u200b": None,
        "\u200e": None,
        "\u200f": None,
        "\u202a": None,
        "\u202b": None,
        "\u202c": None,
        "\u202d": None,
        "\u202e": None,
        "\u2066": None,
        "\u2067": None,
        "\u2068": None,
        "\u2069": None,
        "\ufeff": None,
        "\u2060": None,
        "\u2063": None,
        "*": None,
        "\xad": None,
    }
)


def _alternatives(table: dict[str, tuple[str, ...]]) -> str:
    words = {re.escape(word) for words in table.values() for word in words if word}
    return "|".join(sorted(words, key=len, reverse=True))


_LATIN_VERBS = {key: words for key, words in VERBS.items() if key not in ("ja", "zh", "ko")}
_CJK_VERBS = {key: VERBS[key] for key in ("ja", "zh", "ko")}
# These two look at folded text: ignoring case would cost three times as much.
VERB = re.compile(
    rf"(?:^|[\s,>\"”»)\]])(?:{_alternatives(_LATIN_VERBS)})(?![\w@])|(?:{_alternatives(_CJK_VERBS)})"
)
VERB_END = re.compile(
    rf"(?:(?:^|[\s,>\"”»)\]])(?:{_alternatives(_LATIN_VERBS)})|(?:{_alternatives(_CJK_VERBS)}))$"
)
ALL_VERBS = tuple({verb for verbs in VERBS.values() for verb in verbs})
LONGEST_VERB = 30
FULL_DATE = re.compile(
    r"(?<!\d)(?:(?:19|20)\d\d(?!\d)|\d{1,4}[./-]\d{1,2}[./-]\d{1,4}|\d{1,2}\.\s\d{1,2}\.\s\d\d(?!\d)|\d{1,2}月)"
)
TIME = re.compile(r"(?<!\d)\d{1,2}(?:[:.h]\d\d|\s?[ap]\.?m\b|\s?[时時点點])", re.I)
EMAIL = re.compile(r"[^\s@<>]@[^\s@<>]|\(at\)")
LEAD = re.compile(rf"^[\W_]*(?:{_alternatives(LEADS)})[\s,]+[^\d\n]{{0,30}}\d", re.I)
# "Hotel Aurora <desk@hotel.example> …": programs that put the writer first
NAME_FIRST = re.compile(r"^\W*[^<>@.!?]{0,60}<[^<>\s@]{1,64}@[^<>\s]{1,255}>")
MAX_NAME_LINE = 120
LEAD_CJK = re.compile(r"^[\W_]*[在于於]\s*\d")
# "12.05.2024, 10:00", "Wed, 5 Jun 2024", "ср, 30 апр. 2025 г.", "2022年1月1日", "11:00 AM, November 17"
DATE_START = re.compile(
    r"^[\s\"'>*(\[-]*(?:\d{1,4}(?:[./:年년h-]|\.?\s\w)|[^\W\d]{1,14}[.,]{0,2}\s{1,3}(?:den\s|d\.\s)?(?:[^\W\d]{3,12}\.?\s{1,3})?\d{1,2}[.,\s])"
)
MIDDLE = re.compile(
    r"(?<=[\s>\-–—])(?:On|Am|Le|El|Il|Op|Em|Den|Dnia|Dne)\s+(?:[A-Z][a-zäöü]{1,9}\.?,?\s+[\dA-Z]|\d)"
)


def plain(line: str) -> str:
    """The line without what mail programs wrap around words: emphasis, odd blanks, invisible signs."""
    if line.isascii():
        return line.replace("*", "").strip() if "*" in line else line.strip()
    return line.translate(INVISIBLE).strip()


def may_end(line: str) -> bool:
    """A cheap look: can this line be the last of an attribution?"""
    end = line.rstrip(DASHES + ".>")
    if end.endswith(COLONS):
        return not _goes_on(end)
    return "@" in line or _ends_with_verb(end)


def _ends_with_verb(text: str) -> bool:
    tail = text[-LONGEST_VERB:].casefold()
    return tail.endswith(ALL_VERBS) and VERB_END.search(tail) is not None


def _speaks(text: str) -> bool:
    """ "You wrote:" is said by people; a program names the writer, or gives the date."""
    return any(word.strip(",.;") in PRONOUNS for word in text.casefold().split())


def _addresses(text: str) -> bool:
    """ "On 3 May your colleague wrote:" is said to somebody."""
    return any(word.strip(",.;") in ADDRESSED for word in text.casefold().split())


def is_bare_verb(text: str) -> bool:
    found = VERB_END.match(text.casefold().strip().rstrip(":： "))
    return found is not None


def window(lines: list[str], end: int, floor: int, *, quoted_next: bool) -> tuple[int, int] | None:
    """(first line, column) of the attribution whose last line is `end`, None when it is none.

    `floor` is the first line that may belong to it; the column is above 0 when reply words share its first line.
    """
    start = end
    joined = plain(lines[end])
    while not qualifies(joined, quoted_next=quoted_next):
        start = _above(lines, start, floor)
        if start < 0 or end - start >= MAX_LINES or len(joined) > MAX_LENGTH:
            return None
        joined = plain(lines[start]) + " " + joined
    found = _to_lead(lines, start, floor, end)
    if found < start and qualifies(
        " ".join(plain(line) for line in lines[found : end + 1]), quoted_next=quoted_next
    ):
        start = found
    start = _to_name(lines, start, floor, end)
    if not starts_like_one(plain(lines[start])):
        middle = MIDDLE.search(lines[start])
        if middle:
            return start, middle.start()
    return start, 0


def _to_name(lines: list[str], start: int, floor: int, end: int) -> int:
    """Upwards over the name and address that were broken off the found part."""
    while end - start + 1 < MAX_LINES and start > floor:
        above, first = plain(lines[start - 1]), plain(lines[start])
        if not above or len(above) > MAX_NAME_LINE or _ends_sentence(above):
            return start
        rest = " ".join(plain(line) for line in lines[start : end + 1])
        is_angle = first.startswith("<") and (len(above.split()) <= 6 or FULL_DATE.search(above) is not None)
        is_name = "@" not in rest and NAME_FIRST.match(above) is not None
        is_rest = len(rest.split()) <= 3 and "@" not in rest and EMAIL.search(above) is not None
        is_verb = VERB_END.search(above.casefold()) is not None and VERB.search(rest.casefold()) is None
        if not (is_angle or is_name or is_rest or is_verb):
            return start
        start -= 1
    return start


def _ends_sentence(line: str) -> bool:
    """A short line may end in the dot of an abbreviated month."""
    if _goes_on(line):
        return False
    return line.endswith((":", "：", "!", "?", "。", "！", "？")) or (line.endswith(".") and len(line) > 24)


def _goes_on(line: str) -> bool:
    """ "… ezt írta (időpont:", broken there."""
    return line.endswith(COLONS) and line.count("(") > line.count(")")


def _above(lines: list[str], start: int, floor: int) -> int:
    """The line that can go on above `start`; a blank one is passed when an angle address was broken off."""
    above = start - 1
    if above >= floor and not lines[above].strip() and lines[start].lstrip().startswith("<"):
        above -= 1  # Polymail and others break the address off with an empty line
    if above < floor or not lines[above].strip():
        return -1
    return above


def _to_lead(lines: list[str], start: int, floor: int, end: int) -> int:
    """Upwards to the line that holds the lead or the date, when the found part begins in its middle."""
    if starts_like_one(plain(lines[start])):
        return _to_date(lines, start, floor, end)
    at = start
    while end - at + 1 < MAX_LINES:
        at = _above(lines, at, floor)
        if at < 0 or len(lines[at]) > MAX_LENGTH or _ends_sentence(plain(lines[at])):
            return start
        if starts_like_one(plain(lines[at])):
            return at
    return start


def _to_date(lines: list[str], start: int, floor: int, end: int) -> int:
    """One line up from "10:15, Anna <anna@x> wrote:", where the day stands on the line above."""
    above = _above(lines, start, floor)
    if (
        above < 0
        or end - above >= MAX_LINES
        or any(FULL_DATE.search(line) for line in lines[start : end + 1])
    ):
        return start
    text = plain(lines[above])
    has_day = len(text) <= MAX_NAME_LINE and FULL_DATE.search(text) is not None
    return above if has_day and starts_like_one(text) and not text.endswith((":", "!", "?")) else start


def starts_like_one(line: str) -> bool:
    return bool(LEAD.match(line) or DATE_START.match(line) or LEAD_CJK.match(line))


def qualifies(text: str, *, quoted_next: bool) -> bool:
    if not text or len(text) > MAX_LENGTH:
        return False
    stripped = text.strip(DASHES)
    has_colon = stripped.endswith(COLONS)
    core = stripped.rstrip(":： ")
    verb = VERB.search(core.casefold())
    email = EMAIL.search(core)
    # "On 3 June at 15:12 your colleague wrote:" is said by people too; programs name the year or quote with ">".
    date = FULL_DATE.search(core) or (quoted_next and TIME.search(core) and LEAD.match(core))
    if has_colon:
        if email and (verb or core.casefold().startswith(QUOTING)):
            return True
        if verb and date and (quoted_next or TIME.search(core) or not _addresses(core)):
            return True
        if email and date and (starts_like_one(core) or core.endswith((">", ")", "]"))):
            return True
        if not quoted_next:
            return False
        if verb and (date or not _speaks(core)):
            return True
        # A date and an address above a quote are a program's, in whatever language it says "wrote".
        if email and core.endswith(">"):
            return True
        return bool((date and email) or (starts_like_one(core) and (date or email)))
    ends_with_verb = bool(VERB_END.search(core.casefold()))
    if ends_with_verb and text.startswith("---") and text.endswith("--"):
        return True
    if ends_with_verb and date and email:
        return True
    return bool(quoted_next and email and date and DATE_START.match(core))
