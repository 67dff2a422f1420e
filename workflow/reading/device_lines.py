"""Is a line what a telephone or a mail program appends ("Sent from my iPhone"), and not a sentence that sounds like it?"""

from __future__ import annotations

import re

from workflow.reading.attributions import plain
from workflow.reading.signature_phrases import (
    COMMON_DEVICES,
    DEVICE_CLOSES,
    DEVICE_ENDS,
    DEVICE_LEADS,
    DEVICE_LINES,
    DEVICE_STARTS,
    EXCUSES,
    NAMED_DEVICES,
)

MARKDOWN_LINK = re.compile(r"\[([^\[\]]{1,80})\]\((?:https?|mailto):[^()\s]{1,300}\)")
LINK = re.compile(r"<?\(?(?:https?://|www\.|mailto:)\S*\)?>?|\[[^\]]{0,200}\]")
LINK_SIGNS = ("[", "://", "www.", "mailto:")
MAX_DEVICE_WORDS = 14


def is_device_line(line: str) -> bool:
    text = plain(line)
    if len(text) > 200:
        return False
    if "](" in text:
        text = MARKDOWN_LINK.sub(r"\1", text)
    bare = _without_links(text).strip(" <>()[].!-–—_\"'").casefold()
    if bare in DEVICE_LINES:
        return True
    head, separator, tail = bare.partition(", ") if ", " in bare else bare.partition(". ")
    if separator and tail.strip().startswith(EXCUSES):
        bare = head
        if bare in DEVICE_LINES:
            return True
    elif separator == ", " and _is_appliance(tail) and any(device in head for device in NAMED_DEVICES):
        bare = f"{head} {tail}"  # "Sent via the Samsung Galaxy S23, an AT&T 5G smartphone"
    if not bare or len(bare) > 80 or ", " in bare or ". " in bare:
        return False
    words = bare.split()
    if bare.startswith(DEVICE_LEADS):
        lead = next(lead for lead in DEVICE_LEADS if bare.startswith(lead))
        if lead == "sent from my" and len(words) <= 8:
            return True
        rest = bare[len(lead) :].removesuffix("gesendet")
        # "Sent by mail yesterday" speaks of a parcel: a common word must end the line, a name may stand anywhere.
        named = any(device in rest or device in lead for device in NAMED_DEVICES)
        return len(words) <= MAX_DEVICE_WORDS and (
            named or (bool(rest.split()) and rest.split()[-1].startswith(COMMON_DEVICES))
        )
    ends = bare.endswith(DEVICE_CLOSES) or (bare.endswith(DEVICE_ENDS) and bare.startswith(DEVICE_STARTS))
    return ends and len(words) <= 6 and any(device in bare for device in (*NAMED_DEVICES, *COMMON_DEVICES))


def _without_links(text: str) -> str:
    """The pattern is tried at every sign, and hardly any line holds a link."""
    return LINK.sub("", text) if any(map(text.__contains__, LINK_SIGNS)) else text


def _is_appliance(words: str) -> bool:
    return bool(words.split()) and words.split()[-1].startswith(COMMON_DEVICES)
