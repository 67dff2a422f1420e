"""The signed marker at the foot of our mails, `[#TOKEN]`: it says which ticket a mail belongs to when it is quoted.

For threads whose Message-IDs a relay rewrote, and mailboxes without plus-addresses. The token is that of
workflow/reply_address; like there, it routes and does not authenticate anybody. Pure.
"""

from __future__ import annotations

import re
from datetime import datetime

from workflow.reply_address import TOKEN_LENGTH, ReplyTo, make_token, read_token
from workflow.sealing import Keys

MAX_MARKERS = 20  # looked at in one mail
_MARKER = re.compile(rf"\[#([A-Za-z2-7]{{{TOKEN_LENGTH}}})\]")
_LINE_OF_MARKER = re.compile(rf"[ \t]*\[#[A-Za-z2-7]{{{TOKEN_LENGTH}}}\]")


def make_marker(reply: ReplyTo, *, keys: Keys, now: datetime) -> str:
    """The marker for one ticket and one recipient."""
    return f"[#{make_token(reply, keys=keys, now=now)}]"


def read_markers(text: str, *, keys: Keys, now: datetime) -> tuple[ReplyTo, ...]:
    """What the valid markers in a text say, from the top."""
    if "[#" not in text:
        return ()
    tokens = list(dict.fromkeys(match[1].lower() for match in _MARKER.finditer(text)))[:MAX_MARKERS]
    found = (read_token(token, keys=keys, now=now) for token in tokens)
    return tuple(reply for reply in found if isinstance(reply, ReplyTo))


def without_markers(text: str) -> str:
    """The words alone: a member's marker must never reach a guest, even in a quote that was not recognised."""
    return _LINE_OF_MARKER.sub("", text) if "[#" in text else text
