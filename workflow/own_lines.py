"""Lines that only this desk writes: the sentences of its notices, its panel links, its signed tokens. Pure.

A member's words that hold one of them are not (only) his words, and must not go to a guest.
"""

from __future__ import annotations

import re
from datetime import datetime
from functools import cache

from workflow.reply_address import TOKEN_LENGTH, Token, read_token
from workflow.sealing import Keys
from workflow.texts import languages, say

NOTICE_SENTENCES = (
    "New ticket. %(guest)s wrote:",
    "This ticket is yours now. %(guest)s wrote:",
    "%(member)s passed this ticket on to you: %(reason)s",
    "%(member)s has this ticket now, it is no longer yours. %(guest)s wrote:",
    "This ticket is no longer yours, and nobody has it. %(guest)s wrote:",
    "The guest has it already. Reply to this mail to write to the guest as well; begin with #note to write to the house alone.",
    "The guest has not read it. Reply to this mail to write to the guest; begin with #note to write to the house alone.",
    "Much happened at once, so it comes in one mail: %(number)s notices.",
    "Answer this guest by mail",
    "This mail is about several guests: an answer to it goes to none of them.",
    "This ticket was put off until now. %(guest)s wrote:",
    "This answer did not reach the guest. %(error)s",
    "Soon overdue: %(target)s, due %(due)s. %(guest)s wrote:",
    "Overdue: %(target)s, was due %(due)s. %(guest)s wrote:",
    "Nothing was done with your mail, and nothing of it went to the guest.",
    "Correct it and send it again: reply to this mail, your whole text above.",
    "Write it again to the guest it is for: in the panel, or by the answer link below his ticket.",
    "These commands may be the first lines of a mail. Your words to the guest stand below them.",
    "A mail in your name came to the desk. Nothing of it went to the guest.",
    "If you did not write it, do nothing, and tell your manager.",
    "Your answer is held. The guest has not got it.",
    "Reply SEND to this mail and yours goes out as it is, or confirm it on this page:",
    "Just reply to this mail: your words and files go to the guest.",
    "The guest has not read it. Reply to this mail to write again, or open the ticket and choose another way.",
)
"""Of templates/mail/to_member.txt, about_own_mail.txt and those that extend them; a test compares them."""

NOTICE_LABELS = ("State", "Priority", "Assigned to")
ENOUGH_LABELS = 2  # one alone a member may write too
_BETWEEN = re.compile(r"[\s>*|]+")
_TOKEN = rf"[a-z2-7]{{{TOKEN_LENGTH}}}"
_SIGNED = re.compile(rf"\[#{_TOKEN}|\+{_TOKEN}@")
_LOOSE_TOKEN = re.compile(rf"(?<![a-z0-9]){_TOKEN}(?![a-z0-9])")


def holds_our_lines(text: str, *, public_url: str, keys: Keys, now: datetime) -> bool:
    """Whether a sentence, a link or a token of ours stands in the text, however it is wrapped or quoted."""
    folded = text.casefold()
    flat = _BETWEEN.sub(" ", folded)
    bare = flat.replace(" ", "")  # a Japanese or Chinese sentence is wrapped anywhere
    if any(marker in flat for marker in _markers()) or _holds_link(bare, public_url):
        return True
    if any(sentence.search(bare) for sentence in _sentences()):
        return True
    if sum(1 for label in _labels() if label.search(folded)) >= ENOUGH_LABELS:
        return True
    return holds_our_token(text, keys=keys, now=now)


def _holds_link(text: str, public_url: str) -> bool:
    return any(f"{public_url}/{page}/".casefold() in text for page in ("tickets", "confirm"))


def holds_our_token(text: str, *, keys: Keys, now: datetime) -> bool:
    """Whether something signed stands in the text: what looks like a reply address or a marker, or a bare token."""
    folded = text.lower()
    if _SIGNED.search("".join(folded.split())):
        return True
    found = (match[0] for match in _LOOSE_TOKEN.finditer(folded))
    return any(read_token(token, keys=keys, now=now) is not Token.FORGED for token in found)


def marker(language: str) -> str:
    """The line above which a member writes: in each language one that `reading` knows for such a line."""
    words = say(language, "reply above this line")
    return f"-- {words} --"


@cache
def _markers() -> tuple[str, ...]:
    return tuple(marker(language).casefold() for language in languages())


@cache
def _sentences() -> tuple[re.Pattern[str], ...]:
    """Every sentence in every language, without blanks; a name or a reason stands where it has a place for one."""
    values = dict.fromkeys(("guest", "error", "member", "reason", "target", "due", "number"), "\0")
    said = (say(language, one, values).casefold() for language in languages() for one in NOTICE_SENTENCES)
    bare = (_BETWEEN.sub("", one).strip("\0") for one in said)
    return tuple(re.compile(re.escape(one).replace("\0", ".{0,300}?")) for one in bare)


@cache
def _labels() -> tuple[re.Pattern[str], ...]:
    return tuple(
        re.compile(rf"^[\s>*|]*{re.escape(say(language, label).casefold())}[\s*]*:", re.M)
        for language in languages()
        for label in NOTICE_LABELS
    )
