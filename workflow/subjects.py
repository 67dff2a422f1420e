"""A subject without what mail programs and we ourselves put before and behind it. Pure."""

from __future__ import annotations

import re

from workflow.pid import parse_pid

# "Re: AW: Fwd[2]:" in the words of the mail programs that guests use.
_PREFIX = re.compile(
    r"\s*(?:re|aw|wg|fw|fwd|sv|vs|vl|antw|antwort|odp|pd|rif|rv|enc|res|ref|tr|ynt|ilt|回复|回覆|答复|转发|轉寄|返信|転送|отв|на)"
    r"\s?(?:\[\d{1,3}\]|\(\d{1,3}\))?\s?[:：]",
    re.IGNORECASE,
)
_BRACKETED = re.compile(r"\s*\[([^\[\]\s]{10,40})\]")


def bare_subject(subject: str, pid: str = "") -> str:
    """The words of the subject alone: no reply or forward prefixes, no ticket numbers in brackets, not `pid`."""
    text = _BRACKETED.sub(lambda match: " " if parse_pid(match[1]) else match[0], subject)
    if pid:
        text = re.sub(re.escape(pid), " ", text, flags=re.IGNORECASE)
    return " ".join(without_answer_signs(text).split())


def without_answer_signs(subject: str) -> str:
    """Without what mail programs put before the subject of an answer."""
    at = 0
    while match := _PREFIX.match(subject, at):
        at = match.end()
    return subject[at:].strip()
