"""`name=value; name=value`: the notation that DKIM signatures, DKIM keys and DMARC policies share."""

from __future__ import annotations

import re

_TAG = re.compile(r"[A-Za-z][A-Za-z0-9_]*\Z")


def read_tags(text: str) -> dict[str, str] | None:
    """The tags with their values trimmed, None when the text is no tag list (RFC 6376, section 3.2)."""
    tags: dict[str, str] = {}
    parts = text.split(";")
    if not parts[-1].strip():
        parts.pop()
    for part in parts:
        name, equals, value = part.partition("=")
        name = name.strip()
        if not equals or not _TAG.match(name) or name in tags:
            return None
        tags[name] = value.strip()
    return tags
