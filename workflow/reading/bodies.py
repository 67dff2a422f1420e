"""Which parts of the tree are the words of the mail and which are files; decodes both.

Leaves quotes and signatures to `visible` and what the mail is (bounce, automatic) to their own files.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from workflow.reading.charsets import clean, decode
from workflow.reading.encoded_words import decode_header
from workflow.reading.flowed import unflow
from workflow.reading.html_text import html_to_text, marked_text, without_marks
from workflow.reading.mail import Attachment
from workflow.reading.mime import Budget, Part, read_tree
from workflow.reading.tnef import read_tnef
from workflow.reading.transfer import UU_BEGIN, uu_block

MAX_TEXT = 4 * 1024 * 1024  # bytes of text of one mail that are read
MAX_FLOWED = 1024 * 1024  # a longer text is left as its lines came
MAX_UU_FILES = 200
META_CHARSET = re.compile(rb"""<meta[^>]{0,200}charset\s*=\s*["']?\s*([A-Za-z0-9_.:-]{1,40})""", re.I)
ENRICHED = frozenset({"text/enriched", "text/richtext"})
HTML_STARTS = ("<html", "<!doctype html")  # HTML that is called plain text
TNEF_TYPES = frozenset({"application/ms-tnef", "application/vnd.ms-tnef"})
SAMPLE = 3_000  # characters of HTML that are compared with the text
WORD = re.compile(r"[^\W\d_]{4,20}")
TAGS = re.compile(r"<(?:style|script|title|head)\b[^<>]*>[^<]*|<[^<>]*>|&[a-z#0-9]{1,8};?", re.I)
UNSAFE = re.compile(r"[\x00-\x1f\x7f<>:\"|?*\u202a-\u202e\u2066-\u2069]+")


@dataclass(frozen=True, slots=True)
class Passage:
    """One text part that belongs to the words of the mail."""

    content: str
    is_html: bool

    @property
    def is_blank(self) -> bool:
        return not self.content or self.content.isspace()


@dataclass(slots=True)
class Bodies:
    """What has been gathered so far."""

    raw: bytes
    defects: list[str]
    passages: list[Passage] = field(default_factory=list)
    htmls: list[str] = field(default_factory=list)
    attachments: list[Attachment] = field(default_factory=list)
    digests: list[str] = field(default_factory=list)
    budget: int = MAX_TEXT

    @property
    def html(self) -> str:
        return "\n".join(self.htmls)

    def words(self) -> tuple[str, str]:
        """The text; and for a mail of one HTML part alone its marked text, which says where the quotes are."""
        passages = [passage for passage in self.passages if not passage.is_blank]
        if len(passages) == 1 and passages[0].is_html:
            marked = marked_text(passages[0].content)
            return without_marks(marked), marked
        texts = (html_to_text(one.content) if one.is_html else one.content.strip("\n") for one in passages)
        return "\n".join(text for text in texts if text), ""


def gather(raw: bytes, root: Part, defects: list[str]) -> Bodies:
    bodies = Bodies(raw=raw, defects=defects)
    _walk(bodies, root, parent="")
    _mark_shown(bodies)
    return bodies


def _mark_shown(bodies: Bodies) -> None:
    """A picture that the HTML points to is part of the words, whatever its disposition says."""
    html = bodies.html
    for index, one in enumerate(bodies.attachments):
        if one.content_id and not one.inline and f"cid:{one.content_id}" in html:
            bodies.attachments[index] = replace(one, inline=True)


def _walk(bodies: Bodies, part: Part, parent: str) -> None:
    if part.content_type == "multipart/alternative":
        _alternative(bodies, part)
    elif part.children:
        for child in part.children:
            _walk(bodies, child, part.content_type)
    else:
        _leaf(bodies, part, parent)


def _alternative(bodies: Bodies, part: Part) -> None:
    """The plain text is read, the HTML kept beside it; HTML is read where the plain text says nothing."""
    plain, html = Bodies(bodies.raw, bodies.defects), Bodies(bodies.raw, bodies.defects)
    plain.budget = html.budget = bodies.budget
    for child in part.children:
        target = plain if _kind(child) == "text/plain" else html
        if target is plain and not child.children and _says_something(plain):
            continue  # the same words once more
        target.attachments, target.digests = bodies.attachments, bodies.digests
        _walk(target, child, part.content_type)
    bodies.budget = min(plain.budget, html.budget)
    bodies.htmls.extend(html.htmls or plain.htmls)
    if not _says_something(plain):
        bodies.passages.extend(html.passages)
        return
    bodies.passages.extend(plain.passages)
    if html.htmls and not says_the_same(plain.words()[0], html.htmls[0]):
        bodies.defects.append("The plain text and the HTML say different things; both were kept.")
        bodies.passages.extend(html.passages)


def _says_something(bodies: Bodies) -> bool:
    return any(not passage.is_blank for passage in bodies.passages)


def says_the_same(text: str, html: str) -> bool:
    """Whether the HTML's words are in the text; a sample of them decides unless it looks bad."""
    body = html.find("<body")
    start = max(body, 0)
    sample = WORD.findall(TAGS.sub(" ", html[start : start + SAMPLE]))[:30]
    if len(sample) < 4 or sum(word in text for word in sample) * 2 >= len(sample):
        return True
    words = WORD.findall(html_to_text(html))
    return len(words) < 4 or sum(word in text for word in words[:2000]) * 4 >= len(words[:2000])


def _kind(part: Part) -> str:
    while part.children:
        part = part.children[0]
    return part.content_type


def _leaf(bodies: Bodies, part: Part, parent: str) -> None:
    filename = _filename(part)
    content = part.content(bodies.raw, bodies.defects)
    is_text = part.content_type in (
        "text/plain",
        "text/html",
        "text/enriched",
        "text/x-amp-html",
        "text/richtext",
    )
    if (
        is_text
        and part.disposition != "attachment"
        and not (filename and (bodies.passages or part.disposition == "inline"))
    ):
        _text(bodies, part, content)
    else:
        _file(bodies, part, content, filename)


def _text(bodies: Bodies, part: Part, content: bytes) -> None:
    bodies.digests.append(digest_text(content))
    if part.content_type == "text/x-amp-html":
        return
    if len(content) > bodies.budget:
        bodies.defects.append(f"The text is longer than {MAX_TEXT} bytes; the rest of it was not read.")
        content = content[: bodies.budget]
    bodies.budget -= len(content)
    charset = part.parameters.get("charset", "").lower()
    if not charset and part.content_type == "text/html" and not content.isascii():
        meta = META_CHARSET.search(content[:4096])
        charset = meta[1].decode("ascii") if meta else ""
    text, defect = decode(content, charset)
    if defect:
        bodies.defects.append(defect)
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if part.content_type in ENRICHED:
        text = text.replace("<<", "&lt;").replace("\n", "<br>")
    if (
        part.content_type == "text/html"
        or part.content_type in ENRICHED
        or text[:200].lstrip().lower().startswith(HTML_STARTS)
    ):
        bodies.htmls.append(text)
        bodies.passages.append(Passage(text, is_html=True))
        return
    if "\nbegin" in text or text.startswith("begin"):
        text = _take_uuencoded(bodies, text)
    if part.parameters.get("format", "").lower() == "flowed" and len(text) <= MAX_FLOWED:
        text = unflow(text, delete_space=part.parameters.get("delsp", "").lower() == "yes")
    bodies.passages.append(Passage(text, is_html=False))


def _take_uuencoded(bodies: Bodies, text: str) -> str:
    data = text.encode("utf-8", "replace")
    kept: list[bytes] = []
    position = 0
    for match in UU_BEGIN.finditer(data):
        if match.start() < position:
            continue
        if len(bodies.attachments) >= MAX_UU_FILES:
            bodies.defects.append(
                f"The text holds more than {MAX_UU_FILES} uuencoded files; the rest stayed text."
            )
            break
        content, end = uu_block(data, match.end())
        if not content:
            continue
        kept.append(data[position : match.start()])
        position = end
        bodies.attachments.append(
            _attachment(content, safe_name(match[1].decode("utf-8", "replace")), "application/octet-stream")
        )
    kept.append(data[position:])
    return b"".join(kept).decode("utf-8", "replace")


def _file(bodies: Bodies, part: Part, content: bytes, filename: str) -> None:
    bodies.digests.append(_digest_of(part, content))
    if part.content_type in TNEF_TYPES or filename.lower() == "winmail.dat":
        _unpack_tnef(bodies, content)
    bodies.attachments.append(
        _attachment(
            content,
            filename,
            part.content_type,
            content_id=decode_header(part.field("content-id")).strip("<> "),
            inline=part.disposition == "inline"
            or (part.disposition != "attachment" and bool(part.field("content-id"))),
        )
    )


def _digest_of(part: Part, content: bytes) -> str:
    if part.content_type.startswith("text/"):
        return digest_text(content)
    if part.content_type != "message/rfc822":
        return digest(content)
    # A relay may re-encode the parts of an enclosed mail too.
    enclosed = read_tree(content, 0, len(content), Budget(defects=[], parts=100))
    leaves = [digest_text(leaf.content(content, [])) for leaf in _leaves(enclosed)]
    return digest("\n".join(leaves).encode())


def _leaves(part: Part) -> Iterator[Part]:
    if not part.children:
        yield part
    for child in part.children:
        yield from _leaves(child)


def _unpack_tnef(bodies: Bodies, content: bytes) -> None:
    found = read_tnef(content)
    if found is None:
        return
    if not found.is_whole:
        bodies.defects.append("winmail.dat is damaged; what can be read was read.")
    for file in found.files:
        bodies.attachments.append(
            _attachment(
                file.content,
                safe_name(clean(file.name)),
                clean(file.content_type) or "application/octet-stream",
                content_id=clean(file.content_id),
            )
        )
    if not _says_something(bodies):
        if found.html:
            bodies.htmls.append(clean(found.html)[:MAX_TEXT])
            bodies.passages.append(Passage(bodies.htmls[-1], is_html=True))
        elif found.text:
            bodies.passages.append(
                Passage(clean(found.text)[:MAX_TEXT].replace("\r\n", "\n").replace("\r", "\n"), is_html=False)
            )


def _attachment(
    content: bytes, filename: str, content_type: str, *, content_id: str = "", inline: bool = False
) -> Attachment:
    return Attachment(
        filename=filename,
        content_type=content_type,
        content=content,
        sha256=digest(content),
        content_id=content_id,
        inline=inline,
    )


def _filename(part: Part) -> str:
    name = (
        part.disposition_parameters.get("filename")
        or part.parameters.get("name")
        or part.parameters.get("file")
        or ""
    )
    return safe_name(name) if name else ""


def safe_name(name: str) -> str:
    """A base name that is safe to show and to store under; never a path."""
    name = name.replace("\\", "/").rsplit("/", 1)[-1]
    name = UNSAFE.sub("_", name).strip(" .").replace("..", ".")
    return name[:200]


def digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def digest_text(content: bytes) -> str:
    """Line ends and a last line end are the transport's, not the writer's."""
    return digest(content.replace(b"\r\n", b"\n").rstrip(b"\n"))
