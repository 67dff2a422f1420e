"""The new words of a mail: text without quotes and signature, and why each cut was made."""

from __future__ import annotations

import re

from workflow.reading.mail import Cut

REPLY_MARKER = "-- reply above this line --"
ATTRIBUTION = re.compile(
    r"^(?:On|Am|Le|El|Il|Op|Em|W dniu|Den)\b.{5,300}(?:wrote|schrieb.{0,80}|écrit|escribió|ha scritto|schreef.{0,80}|escreveu|napisał\(?a?\)?|skrev.{0,80})\s*:$"
)


def visible(text: str, html: str = "") -> tuple[str, tuple[Cut, ...]]:
    lines = text.split("\n")
    kept: list[str] = []
    for index, line in enumerate(lines):
        if REPLY_MARKER in line or ATTRIBUTION.match(line.strip()) or line == "-- ":
            return "\n".join(kept).strip(), (Cut(rule="quote", removed="\n".join(lines[index:])),)
        if not line.startswith(">"):
            kept.append(line)
    return "\n".join(kept).strip(), ()
