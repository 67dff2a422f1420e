"""A relay's words, fit to be shown to people."""

from __future__ import annotations

import re

MAX_REPLY = 300

_TOO_MUCH = re.compile(
    r"too (many|much|fast)|rate.?limit|(rate|limit|quota)\b.*exceed|exceed\w*.*\b(rate|limit|quota)\b|throttl|slow down"
    r"|limit reached",
    re.IGNORECASE,
)
_OF_ONE_MAILBOX = re.compile(r"\b4\.2\.\d|mailbox|gr[ea]ylist|recipients|size", re.IGNORECASE)


def is_too_much(code: int, reply: bytes | str) -> bool:
    """Whether the relay wants less from us: a temporary refusal that names a rate, and no recipient as its reason."""
    said = shown(code, reply)
    return 400 <= code < 500 and bool(_TOO_MUCH.search(said)) and not _OF_ONE_MAILBOX.search(said)


def shown(code: int, reply: bytes | str) -> str:
    """The relay's words on one line, for people."""
    text = reply.decode("utf-8", "replace") if isinstance(reply, bytes) else reply
    text = re.sub(r"[\x00-\x20\x7f-\x9f]+", " ", f"{code} {text}").strip()
    return text if len(text) <= MAX_REPLY else text[:MAX_REPLY] + "…"
