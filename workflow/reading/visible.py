"""The new words of a mail: its text without quotes and signature, and why each cut was made.

Text and HTML are both asked where HTML is there; the one that knows more about the quote wins, as long as it only
takes words away that the other would keep.
"""

from __future__ import annotations

import re

from workflow.reading.dividers import REPLY_MARKER
from workflow.reading.footers import without_banner
from workflow.reading.forwarded import says_forward
from workflow.reading.html_marks import MARK_SIGNS, MARKS
from workflow.reading.html_text import has_marks, marked_text
from workflow.reading.mail import Cut
from workflow.reading.quotes import split_forward, split_quotes
from workflow.reading.signatures import split_signature, without_leading_device

__all__ = ["REPLY_MARKER", "visible", "visible_marked", "visible_text"]

MAX_CHARACTERS = 512 * 1024  # of one body in which quotes are looked for
MAX_LINES = 20_000
# One of these stands in the HTML of every program that marks its quotes.
CONTAINERS = (
    "blockquote", "_quote", "quote_", "rplyfwd", "appendonsend", "stopspelling", "reference-message", "olk_src", "cite", "reply",
    "ignature", "quoted", "qmbox", "zwchr", "zmail", "border-top", "\"quote", "airmail_on", "yqt", "alimail", "divrpf", "messageheader", "aqm-", "canary",
)  # fmt: skip
SIGNATURES = (
    "gmail_signature",
    "signature_block",
    '"signature',
    "'signature",
    "-signature",
    "_signature",
    "bloop_sign",
    "mb_sig",
)
QUOTE_RULES = frozenset(
    {"attribution", "quoted lines", "header block", "original message line", "reply marker"}
)
MANY_BLANKS = re.compile(r"\n{3,}")


def visible(
    text: str, html: str = "", *, subject: str = "", may_answer: bool = True
) -> tuple[str, tuple[Cut, ...]]:
    """`text` is the whole body, `html` its HTML form if there is one; the subject tells whether it is passed on.

    `may_answer`: it may be an answer to a mail; in one that surely is none, ">" alone makes no quote.
    """
    shown, cuts = visible_text(text, subject=subject, may_answer=may_answer)
    if html and _may_know_more(html, cuts):
        marked = marked_text(html[: 2 * MAX_CHARACTERS])
        html_shown, html_cuts = visible_marked(marked, subject=subject, may_answer=may_answer)
        shorter = _cut_to(shown, html_shown)
        if shorter is not None:
            return shorter, html_cuts
    return shown, cuts


def visible_text(text: str, *, subject: str = "", may_answer: bool = True) -> tuple[str, tuple[Cut, ...]]:
    return _own_words(MARKS.sub("", text) if has_marks(text) else text, subject, may_answer=may_answer)


def visible_marked(marked: str, *, subject: str = "", may_answer: bool = True) -> tuple[str, tuple[Cut, ...]]:
    """The same for what `marked_text` made of HTML."""
    return _own_words(marked, subject, may_answer=may_answer)


def _may_know_more(html: str, cuts: tuple[Cut, ...]) -> bool:
    """Whether the HTML holds a mark that the text lacks; most mails are answered by a look."""
    folded = html.lower()
    wanted = SIGNATURES if any(cut.rule in QUOTE_RULES for cut in cuts) else CONTAINERS
    return any(mark in folded for mark in wanted)


def _own_words(text: str, subject: str, *, may_answer: bool) -> tuple[str, tuple[Cut, ...]]:
    seen, rest = text[:MAX_CHARACTERS], text[MAX_CHARACTERS:]
    lines = seen.split("\n", MAX_LINES)
    if len(lines) > MAX_LINES:
        rest = lines.pop() + rest
    lines, banner = without_banner(lines)
    split = (
        split_forward(lines) if says_forward(subject, seen) else split_quotes(lines, may_answer=may_answer)
    )
    cuts = ([banner] if banner else []) + split.cuts
    kept: list[str] = []
    for segment in split.segments:
        own, more = split_signature(
            [line for line in segment if line not in MARK_SIGNS], something_above=bool(kept)
        )
        cuts += more
        if any(line.strip() for line in own):
            kept += own if not kept else ["", *own]
    kept, leading = without_leading_device(kept)
    cuts += [leading] if leading else []
    if split.forwarded:
        kept += ["", *split.forwarded] if kept else split.forwarded
    shown = MANY_BLANKS.sub("\n\n", "\n".join(line.rstrip() for line in kept)).strip("\n")
    if rest and not split.cuts:
        shown += "\n" + rest
    return shown.lstrip("\n"), tuple(cuts)


def _cut_to(shown: str, shorter: str) -> str | None:
    """`shown` up to where `shorter` ends, when `shorter` is how it begins (letters and digits only); else None."""
    wanted = "".join(char for char in shorter if char.isalnum())
    if not wanted:
        return None
    matched = 0
    for index, char in enumerate(shown):
        if not char.isalnum():
            continue
        if matched == len(wanted):
            return shown[:index].rstrip()
        if char != wanted[matched]:
            return None
        matched += 1
    return None
