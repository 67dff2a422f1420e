"""Lines that part the new words from the old: "-----Original Message-----", "Begin forwarded message:", and the
request of ticket systems (ours too) to write above a line.
"""

from __future__ import annotations

import re

from workflow.reading.attributions import plain
from workflow.reading.quote_phrases import FORWARDED, ORIGINAL, REPLY_ABOVE

REPLY_MARKER = "-- reply above this line --"
RULED = re.compile(r"^[\s>|]*[-_=*~‐–—─]{2,}\s*([^-_=*~‐–—─\s].{1,70}?)\s*[-_=*~‐–—─]{2,}[\s>]*$")
RULE = re.compile(r"^[\s>]*[-_=*~‐–—─]{4,}\s*$")
ORIGINALS, FORWARDS = frozenset(ORIGINAL), frozenset(FORWARDED)
FORWARDED_BY = ("forwarded by ", "weitergeleitet von ", "transféré par ", "inoltrato da ", "reenviado por ")


def is_rule(line: str) -> bool:
    return bool(RULE.match(line))


def _phrase(line: str) -> str:
    ruled = RULED.match(line)
    return ruled[1].casefold().strip(" :.*") if ruled else ""


def is_original(line: str) -> bool:
    """The dashes-and-words line above a quoted mail."""
    return len(line) < 120 and _phrase(line) in ORIGINALS


def is_original_bare(line: str) -> bool:
    """The same words without dashes: only a header block right below makes them a divider."""
    return len(line) < 60 and plain(line).casefold().strip(" :.") in ORIGINALS


def is_forward(line: str) -> bool:
    if len(line) > 120:
        return False
    text = _phrase(line)
    if text:
        return text in FORWARDS or text.startswith(FORWARDED_BY)
    return plain(line).casefold().strip(" >:.：") in FORWARDS and plain(line).endswith((":", "："))


def is_reply_request(line: str) -> bool:
    """A line of ours or of another ticket system that asks to write above it."""
    if len(line) > 160:
        return False
    text = line.casefold()
    if REPLY_MARKER in text:
        return True
    words = plain(text).strip(" >#-–—_=*~.")
    if words.startswith(("##", *REPLY_ABOVE)):
        return True
    return words.endswith(REPLY_ABOVE) and any(
        words.endswith(phrase) and len(words) < len(phrase) + 25 for phrase in REPLY_ABOVE
    )
