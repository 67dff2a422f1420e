"""A relay's words, fit to be shown to people."""

from __future__ import annotations

import re

MAX_REPLY = 300


def shown(code: int, reply: bytes | str) -> str:
    """The relay's words on one line, for people."""
    text = reply.decode("utf-8", "replace") if isinstance(reply, bytes) else reply
    text = re.sub(r"[\x00-\x20\x7f-\x9f]+", " ", f"{code} {text}").strip()
    return text if len(text) <= MAX_REPLY else text[:MAX_REPLY] + "…"
