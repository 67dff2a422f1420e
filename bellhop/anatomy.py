"""The page `bellhop parse --explain` shows: a mail's fields, its files, and every cut with the rule that made it."""

from __future__ import annotations

from workflow.reading import Mail


def anatomy(mail: Mail) -> str:
    lines = [
        f"Subject:   {mail.subject}",
        f"From:      {mail.from_name} <{mail.from_address}>",
        f"Written by {mail.effective_from}" if mail.effective_from != mail.from_address else "",
        f"Automatic: {mail.auto.value} {mail.auto_reason}",
        f"Bounce:    {_bounce(mail)}",
        f"Files:     {', '.join(f'{one.filename or one.content_type} ({one.size} bytes)' for one in mail.attachments) or 'none'}",
        *(f"Defect:    {defect}" for defect in mail.defects),
        "",
        "--- visible " + "-" * 50,
        mail.visible_text,
    ]
    for cut in mail.cuts:
        lines += ["", f"--- cut by {cut.rule} " + "-" * max(0, 51 - len(cut.rule)), cut.removed]
    return "\n".join(line for line in lines if line is not None)


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
