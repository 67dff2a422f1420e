"""Who wrote a forwarded mail in truth: the From line of the block below "Forwarded message"."""

from __future__ import annotations

import re

from workflow.reading.dividers import is_forward
from workflow.reading.header_blocks import Label, label_of

MAX_LINES = 300
MAX_BLOCK = 8
ADDRESS = re.compile(r"[\w.+!#$%&'*/=?^`{|}~-]{1,64}@[\w-]+(?:\.[\w-]+){1,20}")
FORWARD_SUBJECT = re.compile(
    r"^\s*(?:fwd?|wg|tr|rv|enc|pd|vb|vl|i|doorst|dst|i̇?lt|tov|προώθ|πρθ|пересл|пер|препр|trs|הועבר|전달|転送|转发|轉寄|轉發)\s?[:：]",
    re.I,
)
NORDIC_FORWARD = re.compile(r"^\s*vs\s?:", re.I)  # "videresendt"; to Finns it is "vastaus", an answer
NORDIC_FROM = re.compile(r"^\W{0,4}Fra\W{0,2}:", re.M)


def is_forwarded(subject: str, text: str) -> bool:
    """Whether it passes a mail on, by its subject or by the line above the block."""
    lines = text.split("\n", MAX_LINES)[:MAX_LINES]
    return says_forward(subject, text) or any(is_forward(line) for line in lines)


def says_forward(subject: str, text: str) -> bool:
    """Whether the subject alone says so, as Outlook's does."""
    if NORDIC_FORWARD.match(subject):
        return NORDIC_FROM.search(text) is not None
    return FORWARD_SUBJECT.match(subject) is not None


def forwarded_author(subject: str, text: str) -> str:
    """The address of the forwarded mail's author, "" when this is no forwarded mail."""
    if "@" not in text:
        return ""
    lines = text.split("\n", MAX_LINES)[:MAX_LINES]
    top = next((index for index, line in enumerate(lines) if line.strip()), 0)
    # Words of the forwarder may stand above, but only where the subject says that he forwards.
    looked_at = range(top, len(lines) if says_forward(subject, text) else top + 1)
    start = next((index for index in looked_at if is_forward(lines[index])), -1)
    if start < 0:
        return ""
    for line in lines[start + 1 : start + 1 + MAX_BLOCK]:
        found = label_of(line)
        if found and found[0] is Label.FROM:
            address = ADDRESS.search(found[1])
            return address[0].lower() if address else ""
    return ""
