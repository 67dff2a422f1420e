"""The page `bellhop parse --explain` shows: a mail's fields, its files, and every cut with the rule that made it."""

from __future__ import annotations

import re

from workflow.reading import Attachment, Mail

# A mail may hold what drives a terminal; a page of words does not.
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
WIDTH = 60


def anatomy(mail: Mail) -> str:
    lines = [
        f"Subject:   {mail.subject}",
        f"From:      {mail.from_name} <{mail.from_address}>",
        *([f"Writer:    {mail.effective_from}"] if mail.effective_from != mail.from_address else []),
        f"Automatic: {mail.auto.value}{' – ' if mail.auto_reason else ''}{mail.auto_reason}",
        f"Bounce:    {_bounce(mail)}",
        f"Files:     {', '.join(_file(one) for one in mail.attachments) or 'none'}",
        *(f"Defect:    {defect}" for defect in mail.defects),
        "",
        _heading("visible"),
        mail.visible_text,
    ]
    for cut in mail.cuts:
        lines += ["", _heading(f"cut by {cut.rule}"), cut.removed]
    return CONTROL.sub("\ufffd", "\n".join(lines))


def _heading(words: str) -> str:
    return f"--- {words} ".ljust(WIDTH, "-")


def _file(one: Attachment) -> str:
    return f"{one.filename or one.content_type} ({one.size} bytes)"


def _bounce(mail: Mail) -> str:
    if mail.bounce is None:
        return "no"
    return (
        "; ".join(
            f"{one.address} {'failed' if one.permanent else 'delayed'} {one.status}".strip()
            for one in mail.bounce.recipients
        )
        or "yes, without a readable recipient"
    )
