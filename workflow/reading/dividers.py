"""Lines that part the new words from the old: "-----Original Message-----", "Begin forwarded message:", and the
request of ticket systems (ours too) to write above a line.
"""

from __future__ import annotations

import re
from enum import Enum

from workflow.reading.attributions import plain
from workflow.reading.quote_phrases import (
    ABOVE_LINE,
    ANSWERING,
    FORWARDED,
    ORIGINAL,
    PLAIN_ORIGINAL,
    REPLY_ABOVE,
)

REPLY_MARKER = "-- reply above this line --"
MAX_LENGTH = 160
RULED = re.compile(r"^[\s>|]*[-_=*~‐–—─]{2,}\s*([^-_=*~‐–—─\s].{1,70}?)\s*[-_=*~‐–—─]{2,}[\s>]*$")
RULE = re.compile(r"^[\s>]*[-_=*~+#‐–—─]{4,}\s*$")
# "----- Original Message -----From: …": a page whose line ends were lost
GLUED = re.compile(
    r"^[\s>|]*[-_=*~‐–—─]{2,}\s*([^-_=*~‐–—─\s][^-_=*~‐–—─]{1,70}?)\s*[-_=*~‐–—─]{2,}\s*[^\W\d_]{1,20}\s?[:：]"
)
ORIGINALS, FORWARDS = frozenset(map(str.casefold, ORIGINAL)), frozenset(map(str.casefold, FORWARDED))
FORWARDED_BY = ("forwarded by ", "weitergeleitet von ", "transféré par ", "inoltrato da ", "reenviado por ")
MIN_TITLED = 8  # dashes and blanks around the words
REQUEST_EDGES = "-_=*~#[]<>‐–—─"
DASHES = ("--", "__", "==", "**", "~~", "––", "——")
EDGES = " \t>|-_=*~‐–—─#.:：[]"
# GroupWise: ">>> Anna Miller <anna@x> 03.05.2024 10:15 >>>"
GROUPWISE = re.compile(r"^>>> .{0,100}@.{1,80}\d[./-]\d.{1,40}>>>$")


class Divider(Enum):
    REPLY_ABOVE = "reply above"  # a line of ours or of another ticket system that asks to write above it
    FORWARD = "forward"
    ORIGINAL = "original"
    BARE_ORIGINAL = "bare original"  # no dashes: only a header block right below makes it a divider


def is_rule(line: str) -> bool:
    return bool(RULE.match(line))


def is_titled_rule(line: str) -> bool:
    """ "----- Some Words -----", with a rule long enough on both sides."""
    ruled = RULED.match(line)
    return ruled is not None and len(line) - len(ruled[1]) >= MIN_TITLED and len(ruled[1].split()) <= 5


def kind_of(line: str) -> Divider | None:
    if len(line) > MAX_LENGTH:
        return Divider.ORIGINAL if _is_glued(line) else None
    words = plain(line).casefold()
    bare = words.strip(EDGES)
    if _is_glued(line):
        return Divider.ORIGINAL
    if bare in PLAIN_ORIGINAL:
        return Divider.BARE_ORIGINAL
    if bare in ORIGINALS:
        return Divider.ORIGINAL if RULED.match(line) else Divider.BARE_ORIGINAL
    if (bare in FORWARDS and (words.endswith((":", "：")) or RULED.match(line))) or (
        bare.startswith(FORWARDED_BY) and RULED.match(line)
    ):
        return Divider.FORWARD
    if bare.startswith(REPLY_ABOVE) or words.startswith(("##-", REPLY_MARKER)):
        return Divider.REPLY_ABOVE
    if GROUPWISE.match(line.rstrip()):
        return Divider.ORIGINAL
    if _asks_to_write_above(line, bare):
        return Divider.REPLY_ABOVE
    if bare.endswith(REPLY_ABOVE) and any(
        bare.endswith(phrase) and len(bare) < len(phrase) + 25 for phrase in REPLY_ABOVE
    ):
        return Divider.REPLY_ABOVE
    return None


def _asks_to_write_above(line: str, bare: str) -> bool:
    """The request of a ticket system that the table lacks: both halves of it, and signs on both sides."""
    stripped = line.strip()
    if not stripped or stripped[0] not in REQUEST_EDGES or stripped[-1] not in REQUEST_EDGES:
        return False
    return any(map(bare.__contains__, ABOVE_LINE)) and any(map(bare.__contains__, ANSWERING))


def _is_glued(line: str) -> bool:
    glued = GLUED.match(line[:MAX_LENGTH]) if line.lstrip(" >|")[:2] in DASHES else None
    return glued is not None and glued[1].casefold().strip(EDGES) in ORIGINALS


def is_forward(line: str) -> bool:
    return kind_of(line) is Divider.FORWARD
