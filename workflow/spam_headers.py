"""What spam filters write into a mail (R-MAIL-13). Whose word counts is decided by whoever asks. Pure."""

from __future__ import annotations

import re

from workflow.reading import Mail
from workflow.reasons import because

_YES = re.compile(r"\s*(?:yes|true|spam|1)\b", re.IGNORECASE)
_FLAGS = (
    "x-spam-flag",
    "x-spam",
    "x-spam-status",
    "x-spam-result",
    "x-dspam-result",
    "x-bogosity",
    "x-rspamd-spam",
)
_RSPAMD_ACTIONS = frozenset({"reject", "add header", "rewrite subject", "quarantine"})
_RSPAMD_RESULT = re.compile(r"\s*\S+:\s*true\b", re.IGNORECASE)
_MICROSOFT_VERDICT = re.compile(r"\bSFV:(?:SPM|SKS|SKB)\b")
_MICROSOFT_SCORE = 5  # spam confidence level, -1 to 9


def spam_sign(mail: Mail) -> str:
    """The header that calls the mail spam, as a sentence; "" when none does.

    Any of several counts: a sender can add a header that speaks for him, but not take the filter's away.
    """
    for name in _FLAGS:
        if any(_YES.match(value) for value in mail.header_values(name)):
            return _sentence(name)
    if any(value.strip().lower() in _RSPAMD_ACTIONS for value in mail.header_values("x-rspamd-action")):
        return _sentence("x-rspamd-action")
    if any(_RSPAMD_RESULT.match(value) for value in mail.header_values("x-spamd-result")):
        return _sentence("x-spamd-result")
    return _microsoft(mail)


def _microsoft(mail: Mail) -> str:
    name = "x-forefront-antispam-report"
    if any(_MICROSOFT_VERDICT.search(value) for value in mail.header_values(name)):
        return _sentence(name)
    name = "x-ms-exchange-organization-scl"
    scores = [value.strip() for value in mail.header_values(name)]
    if any(score.isdigit() and int(score[:2]) >= _MICROSOFT_SCORE for score in scores):
        return _sentence(name)
    return ""


def _sentence(name: str) -> str:
    return because(
        "The mail server's filter says so (%(field)s).",
        field="-".join(word.capitalize() for word in name.split("-")),
    )
