"""The mark of a probe, the mail of a live test: a signed token in a header of its own, so that nobody else's mail is one.

A copy of the probe goes to a signed address, whose token is the same. Pure.
"""

from __future__ import annotations

from datetime import datetime

from workflow.reading import Mail
from workflow.reply_address import Purpose, ReplyTo, Token, read_token
from workflow.sealing import Keys

PROBE_HEADER = "X-Bellhop-Probe"


def probe_of(mail: Mail, reply: ReplyTo | Token, *, keys: Keys, now: datetime) -> int | None:
    """The live test that a mail belongs to, or None: its own probe, or what came back to the probe's sender."""
    marked = read_token(mail.header(PROBE_HEADER).strip(), keys=keys, now=now)
    found = (one for one in (marked, reply) if isinstance(one, ReplyTo) and one.purpose is Purpose.PROBE)
    return next((one.ticket_id for one in found), None)


def is_own(mail: Mail) -> bool:
    """Whether it is the probe itself and not something that a machine on the way wrote about it."""
    return bool(mail.header(PROBE_HEADER)) and mail.bounce is None
