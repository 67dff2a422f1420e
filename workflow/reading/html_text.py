"""HTML mail to text, by one pass over its tags: linear on any input, no tree.

Blocks become lines, links keep their words, what is not shown is dropped. Quote containers are marked with the control
characters of `html_marks`, so that `quotes` can use what the HTML knows and the text does not.
"""

from __future__ import annotations

import html as html_entities
import re

from workflow.reading.html_containers import Mark
from workflow.reading.html_marks import (
    CUT_HERE,
    MARK_SIGNS,
    MARKED_LINE,
    MARKS,
    MAYBE_CLOSE,
    MAYBE_OPEN,
    QUOTE_CLOSE,
    QUOTE_OPEN,
    SIGNATURE_CLOSE,
    SIGNATURE_OPEN,
    WRAP_CLOSE,
    WRAP_OPEN,
)
from workflow.reading.html_tags import Tag, read_tag

MAX_HTML = 2 * 1024 * 1024  # characters that are turned into text
MAX_CONTAINERS = 500  # a longer thread is cut at its first quote anyway
TAG = re.compile(r"<([/!?]?[a-zA-Z][^>]*|[!?][^>]*)>")
SPACE = re.compile(r"[ \t\r\n\f]+")
MANY_LINES = re.compile(r"\n{3,}")
SIGNS = {
    Mark.QUOTE: (QUOTE_OPEN, QUOTE_CLOSE),
    Mark.MAYBE: (MAYBE_OPEN, MAYBE_CLOSE),
    Mark.WRAP: (WRAP_OPEN, WRAP_CLOSE),
    Mark.SIGNATURE: (SIGNATURE_OPEN, SIGNATURE_CLOSE),
}


def html_to_text(html: str) -> str:
    """The words a reader of the mail sees."""
    return without_marks(marked_text(html))


def without_marks(marked: str) -> str:
    """`marked_text` as plain text."""
    if has_marks(marked):
        return MANY_LINES.sub("\n\n", MARKED_LINE.sub("", marked)).strip("\n ")
    return marked


def has_marks(text: str) -> bool:
    return any(mark in text for mark in MARK_SIGNS)


def marked_text(html: str) -> str:
    """The words, with the marks of quote and signature containers left in, each on a line of its own."""
    html = html[:MAX_HTML]
    if has_marks(html):
        html = MARKS.sub("", html)
    if "<!" in html:
        html = _without_comments(html)
    last = html.rfind(">") + 1
    if "<" in html[last:]:
        html = html[:last] + html[last:].replace("<", "&lt;")
    if "<pre" not in html and "<PRE" not in html:
        html = " ".join(html.split())
        return _tidy(_Renderer(TAG.split(html)).render())
    return _tidy(_Renderer(TAG.split(html), collapse=True).render())


def _without_comments(html: str) -> str:
    if "<![CDATA[" in html:
        html = html.replace("<![CDATA[", "").replace("]]>", "")
    kept: list[str] = []
    start = 0
    while (opened := html.find("<!--", start)) >= 0:
        kept.append(html[start:opened])
        closed = html.find("-->", opened + 4)
        start = len(html) if closed < 0 else closed + 3
    kept.append(html[start:])
    return "".join(kept)


def _tidy(text: str) -> str:
    if "\r" in text:
        text = text.replace("\r", "\n")  # "&#13;" is a line end too
    text = "\n".join([line.strip(" \xa0") for line in text.split("\n")])
    return (MANY_LINES.sub("\n\n", text) if "\n\n\n" in text else text).strip("\n")


class _Renderer:
    """One pass over the pieces between tags (even places) and the tags (odd ones)."""

    def __init__(self, pieces: list[str], *, collapse: bool = False) -> None:
        self.pieces = pieces
        self.collapse = collapse
        self.out: list[str] = []
        self.pre = 0
        self.line_ends = 2  # how many the text ends with: nothing yet is like an empty line
        self.paragraph_breaks = 2
        self.containers = 0
        self.open: list[tuple[str, int, str]] = []  # (tag, how many of its name are open, closing mark)

    def render(self) -> str:
        start = self._pass(0, hiding=True)
        if start:
            # Something hidden was never closed. Better to show too much than to lose the mail.
            self._pass(start, hiding=False)
        return "".join(self.out)

    def _pass(self, start: int, *, hiding: bool) -> int:
        """Renders from a text piece on; gives the piece after a hiding tag that never closed, else 0."""
        hidden, depth, hidden_at = "", 0, 0
        seen: dict[str, Tag] = {}
        inert = {""}  # most tags are emphasis: outside a container they are passed by
        tags = [*self.pieces[start + 1 :: 2], ""]
        for place, (words, piece) in enumerate(zip(self.pieces[start::2], tags, strict=True), 1):
            if words and not hidden:
                self._words(words)
            if piece in inert and not (hidden or self.open):
                continue
            tag = seen.get(piece)
            if tag is None:
                tag = seen[piece] = read_tag(piece)
                if tag.is_inert:
                    inert.add(piece)
            if hidden:
                if tag.name == hidden:
                    depth += -1 if tag.closes else 1
                    hidden = hidden if depth > 0 else ""
            elif tag.hides and hiding:
                hidden, depth, hidden_at = tag.name, 1, start + 2 * place
            else:
                self._tag(tag)
        return hidden_at if hidden else 0

    def _tag(self, tag: Tag) -> None:
        if tag.is_break:
            self.out.append("\n")
            self.line_ends += 1
        elif tag.breaks:
            breaks = tag.breaks
            if tag.name == "p":
                # A closing tag does not say whether its paragraph was one of Outlook's lines.
                breaks = self.paragraph_breaks if tag.closes else breaks
                self.paragraph_breaks = breaks
            if breaks > self.line_ends:
                self.out.append("\n\n"[: breaks - self.line_ends])
                self.line_ends = breaks
        if tag.text:
            self._words(tag.text)
        if tag.keeps_blanks:
            self.pre = max(0, self.pre + (-1 if tag.closes else 1))
        if tag.mark is not None or (self.open and tag.may_hold):
            self._container(tag)

    def _words(self, piece: str) -> None:
        if piece == " " and self.line_ends and not self.pre:
            return
        text = html_entities.unescape(piece) if "&" in piece else piece
        if self.collapse and not self.pre:
            text = SPACE.sub(" ", text)
        self.out.append(text)
        self.line_ends = 0

    def _mark(self, sign: str) -> None:
        self.out.append(f"{sign}\n" if self.line_ends else f"\n{sign}\n")
        self.line_ends = 1

    def _container(self, tag: Tag) -> None:
        if self.open and self.open[-1][0] == tag.name:
            name, depth, closing = self.open[-1]
            depth += -1 if tag.closes else 1
            if depth > 0:
                self.open[-1] = (name, depth, closing)
            else:
                self.open.pop()
                self._mark(closing)
        if tag.mark is None or self.containers >= MAX_CONTAINERS:
            return
        self.containers += 1
        if tag.mark is Mark.CUT:
            self._mark(CUT_HERE)
            return
        opening, closing = SIGNS[tag.mark]
        self._mark(opening)
        if tag.may_hold:
            self.open.append((tag.name, 1, closing))
