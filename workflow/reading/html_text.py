"""HTML mail to text, by one pass over its tags: linear on any input, no tree.

Blocks become lines, links keep their words, what is not shown is dropped. Quote containers are marked with control
characters (QUOTE_OPEN, QUOTE_CLOSE, CUT_HERE, …) so that `visible` can use what the HTML knows and the text does not.
"""

from __future__ import annotations

import html as html_entities
import re

from workflow.reading.html_containers import Mark, container_mark
from workflow.reading.html_marks import (
    CUT_HERE,
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

SIGNS = {
    Mark.QUOTE: (QUOTE_OPEN, QUOTE_CLOSE),
    Mark.MAYBE: (MAYBE_OPEN, MAYBE_CLOSE),
    Mark.WRAP: (WRAP_OPEN, WRAP_CLOSE),
    Mark.SIGNATURE: (SIGNATURE_OPEN, SIGNATURE_CLOSE),
}


MAX_HTML = 2 * 1024 * 1024  # characters that are turned into text
MAX_CONTAINERS = 500  # a longer thread is cut at its first quote anyway
INVISIBLE = (
    "script",
    "style",
    "title",
    "template",
    "noscript",
    "xml",
    "o:p-none",
    "svg",
    "math",
    "select",
    "object",
)
COMMENT = re.compile(r"<!--.*?(?:-->|\Z)|<!\[CDATA\[|\]\]>", re.S)
TAG = re.compile(r"<([/!?]?[a-zA-Z][^>]*|!--[^>]*|[!?][^>]*)>")
SPACE = re.compile(r"[ \t\r\n\f]+")
BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "body",
        "center",
        "dd",
        "details",
        "dir",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "legend",
        "li",
        "main",
        "menu",
        "nav",
        "ol",
        "p",
        "section",
        "summary",
        "table",
        "tbody",
        "tfoot",
        "thead",
        "tr",
        "ul",
        "blockquote",
        "pre",
        "html",
        "caption",
    ]
)
PARAGRAPHS = frozenset(["p", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "ul", "ol", "dl", "pre"])
CONTAINERS = frozenset(
    [
        "blockquote",
        "div",
        "span",
        "p",
        "table",
        "td",
        "section",
        "hr",
        "a",
        "font",
        "pre",
        "ol",
        "ul",
        "tr",
        "includetail",
    ]
)
VOID = frozenset(
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"]
)
ALT = re.compile(r"""\balt\s*=\s*(?:"([^"]{1,200})"|'([^']{1,200})'|([^\s"'>]{1,200}))""", re.I)
HIDDEN = re.compile(r"display\s*:\s*none|\bhidden\b(?!\s*;?\s*overflow)|mso-hide\s*:\s*all", re.I)
BLANKS = re.compile(r"[ \xa0]*\n[ \xa0]*")
MANY_LINES = re.compile(r"\n{3,}")


def html_to_text(html: str) -> str:
    """The words a reader of the mail sees."""
    return tidy(MARKED_LINE.sub("\n", marked_text(html)))


def tidy(text: str) -> str:
    return MANY_LINES.sub("\n\n", BLANKS.sub("\n", text)).strip("\n ")


def marked_text(html: str) -> str:
    """As html_to_text, with the marks of quote and signature containers left in, each on a line of its own."""
    html = MARKS.sub("", html[:MAX_HTML])
    if "<!" in html:
        html = COMMENT.sub("", html)
    html = html[: html.rfind(">") + 1] + html[html.rfind(">") + 1 :].replace("<", "&lt;")
    return _Renderer().render(TAG.split(html))


class _Renderer:
    """State of one pass: what is open, what is skipped."""

    def __init__(self) -> None:
        self.out: list[str] = []
        self.skipping = ""  # the invisible element that is open
        self.skip_depth = 0
        self.pre = 0
        self.containers = 0
        self.open: list[tuple[str, int, str]] = []  # (tag, depth of same tags inside, closing mark)

    def render(self, tokens: list[str]) -> str:
        out = self.out
        for index, token in enumerate(tokens):
            if index % 2:
                self._tag(token)
            elif token and not self.skipping:
                text = html_entities.unescape(token) if "&" in token else token
                out.append(text if self.pre else SPACE.sub(" ", text))
        return _join(out)

    def _tag(self, tag: str) -> None:
        closing = tag[0] == "/"
        name = _name(tag[1:] if closing else tag)
        if self.skipping:
            self._skip(name, closing)
            return
        if closing:
            self._close(name)
        else:
            self._open(name, tag)

    def _skip(self, name: str, closing: bool) -> None:
        if name == self.skipping:
            self.skip_depth += -1 if closing else 1
            if self.skip_depth <= 0:
                self.skipping = ""

    def _open(self, name: str, tag: str) -> None:
        if name in INVISIBLE or ("style" in tag and name not in VOID and HIDDEN.search(tag)):
            if not tag.endswith("/"):
                self.skipping, self.skip_depth = name, 1
            return
        if name == "br":
            self.out.append("\n")
            return
        if name in BLOCKS:
            self.out.append("\n\n" if name in PARAGRAPHS else "\n")
            if name == "li":
                self.out.append("- ")
            self.pre += name == "pre"
        elif name in ("td", "th"):
            self.out.append(" ")
        elif name == "img":
            alt = ALT.search(tag)
            if alt and (alt[1] or alt[2] or alt[3]).strip():
                self.out.append(html_entities.unescape(alt[1] or alt[2] or alt[3]))
            return
        if name in CONTAINERS:
            self._container(name, tag)

    def _container(self, name: str, tag: str) -> None:
        if self.open and self.open[-1][0] == name:
            opened, depth, closer = self.open[-1]
            self.open[-1] = (opened, depth + 1, closer)
        mark = container_mark(name, tag) if self.containers < MAX_CONTAINERS else None
        if mark is None:
            return
        self.containers += 1
        if mark is Mark.CUT:
            self.out.append("\n" + CUT_HERE + "\n")
            return
        opening, closing = SIGNS[mark]
        self.out.append("\n" + opening + "\n")
        self.open.append((name, 1, closing))

    def _close(self, name: str) -> None:
        if name in BLOCKS:
            self.out.append("\n\n" if name in PARAGRAPHS else "\n")
            if name == "pre" and self.pre:
                self.pre -= 1
        elif name == "td":
            self.out.append(" ")
        if self.open and self.open[-1][0] == name:
            opened, depth, mark = self.open[-1]
            if depth > 1:
                self.open[-1] = (opened, depth - 1, mark)
            else:
                self.open.pop()
                self.out.append("\n" + mark + "\n")


def _name(tag: str) -> str:
    for end, sign in enumerate(tag):
        if sign in " \t\r\n\f/":
            return tag[:end].lower()
    return tag.lower()


def _join(out: list[str]) -> str:
    return "".join(out)
