"""Did a machine write this mail? (RFC 3834, and what responders really send.)"""

from __future__ import annotations

from workflow.reading.mail import Auto, Mail


def judge(mail: Mail, *, is_bounce: bool) -> tuple[Auto, str]:
    if is_bounce:
        return Auto.YES, "it is a delivery report"
    submitted = mail.header("auto-submitted").split(";")[0].strip().lower()
    if submitted and submitted != "no":
        return Auto.YES, f"Auto-Submitted: {submitted}"
    precedence = mail.header("precedence").strip().lower()
    if precedence in ("bulk", "junk", "list", "auto_reply"):
        return Auto.YES, f"Precedence: {precedence}"
    return Auto.NO, ""
