"""What one HTML tag means for the text of a mail: does it break a line, hide words, or hold a quote?

The answer depends on the tag alone, so it is worked out once per tag and kept; the pass over the page only asks.
"""

from __future__ import annotations

import html as html_entities
import re
from dataclasses import dataclass
from functools import lru_cache

from workflow.reading.html_containers import Mark, container_mark

MAX_TAG = 4_000  # characters of a tag that are looked at
MAX_KEPT = 300  # a longer tag is not kept, so that hostile mail cannot fill the memory
INVISIBLE = frozenset(
    {"script", "style", "title", "template", "noscript", "xml", "svg", "math", "select", "object"}
)
BLOCKS = frozenset(
    {
        "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "dir", "div", "dl", "dt",
        "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "html", "legend",
        "li", "main", "menu", "nav", "ol", "p", "pre", "section", "summary", "table", "tbody", "tfoot", "thead", "tr", "ul",
    }
)  # fmt: skip
PARAGRAPHS = frozenset({"p", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "ul", "ol", "dl", "pre"})
CONTAINERS = frozenset(
    {
        "a",
        "blockquote",
        "div",
        "font",
        "hr",
        "includetail",
        "ol",
        "p",
        "pre",
        "section",
        "span",
        "table",
        "td",
        "tr",
        "ul",
    }
)
VOID = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
)
ALT = re.compile(r"""\balt\s*=\s*(?:"([^"]{1,200})"|'([^']{1,200})'|([^\s"'>]{1,200}))""", re.I)
# Paragraphs without space around them: Outlook writes each line so.
LINE_PARAGRAPH = re.compile(r"mso(?:normal|plaintext)|margin(?:-top)?\s*:\s*0", re.I)
HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all", re.I)
NAME = re.compile(r"/?([^\s/>]+)")


@dataclass(frozen=True, slots=True)
class Tag:
    name: str
    closes: bool
    breaks: int = 0  # 1: begins a line, 2: a line with an empty one above
    is_break: bool = False  # br
    text: str = ""  # what it adds to the words
    hides: bool = False  # nothing is shown up to its end
    keeps_blanks: bool = False  # pre
    mark: Mark | None = None
    may_hold: bool = False  # a container has to count it to find its own end

    @property
    def is_inert(self) -> bool:
        """Emphasis and the like: nothing is to be done but to count it inside a container."""
        return not (self.is_break or self.breaks or self.text or self.hides or self.keeps_blanks or self.mark)


def read_tag(tag: str) -> Tag:
    """`tag` is the text between the angle brackets."""
    return _kept(tag) if len(tag) <= MAX_KEPT else _read(tag[:MAX_TAG])


def _read(tag: str) -> Tag:
    found = NAME.match(tag)
    name = found[1].lower() if found else ""
    if "@" in name and not tag.startswith("/"):
        return Tag(name, closes=False, text=f"<{tag}>")  # an address that a program forgot to escape
    breaks = (2 if name in PARAGRAPHS else 1) if name in BLOCKS else 0
    if tag.startswith("/"):
        return Tag(
            name,
            closes=True,
            breaks=breaks,
            keeps_blanks=name == "pre",
            may_hold=name in CONTAINERS,
        )
    if name in INVISIBLE or (name not in VOID and HIDDEN.search(tag)):
        return Tag(name, closes=False, hides=not tag.endswith("/"))
    if name == "br":
        return Tag(name, closes=False, is_break=True)
    if name == "img":
        return Tag(name, closes=False, text=_alternative_text(tag))
    if name == "p" and LINE_PARAGRAPH.search(tag):
        breaks = 1
    holds = name in CONTAINERS
    return Tag(
        name,
        closes=False,
        breaks=breaks,
        text={"li": "- ", "td": " ", "th": " "}.get(name, ""),
        keeps_blanks=name == "pre",
        mark=container_mark(name, tag) if holds else None,
        may_hold=holds and name not in VOID,
    )


_kept = lru_cache(maxsize=4096)(_read)


def _alternative_text(tag: str) -> str:
    alt = ALT.search(tag)
    return html_entities.unescape(alt[1] or alt[2] or alt[3]).strip() if alt else ""
