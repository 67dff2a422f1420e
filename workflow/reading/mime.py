"""The MIME tree of a mail as offsets into its bytes: nothing is copied or decoded before somebody asks for it.

Caps on depth, parts and boundary candidates keep any input linear; what lies beyond a cap becomes one plain part and
a defect. What the parts mean (body, attachment) is decided in `bodies`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from workflow.reading.headers import Block, first, read_block
from workflow.reading.parameters import read_parameters
from workflow.reading.transfer import undo

MAX_DEPTH = 24
MAX_PARTS = 1_000
MAX_CANDIDATES = 200_000
GUESSED_BOUNDARY = re.compile(rb"^--(?!-*[ \t]*\r?$)([^\r\n]{1,200}?)[ \t]*\r?\n(?:[!-9;-~]+:|\r?\n)", re.M)
TOKEN_TYPE = re.compile(r"[a-z0-9!#$&^_.+-]+/[a-z0-9!#$&^_.+*-]+")


@dataclass(slots=True)
class Part:
    """A leaf or a multipart: header, declared type and the slice of the mail that is its body."""

    block: Block
    content_type: str
    parameters: dict[str, str]
    start: int
    end: int
    disposition: str = ""
    disposition_parameters: dict[str, str] = field(default_factory=dict)
    children: list[Part] = field(default_factory=list)
    declared: bool = True  # the part names its type itself

    def field(self, name: str) -> bytes:
        return first(self.block.fields, name)

    def content(self, raw: bytes, defects: list[str]) -> bytes:
        """The body with its transfer encoding undone."""
        encoding = self.field("content-transfer-encoding").decode("ascii", "ignore").split(";")[0]
        data, defect = undo(raw[self.start : self.end], encoding)
        if defect:
            defects.append(defect)
        return data


@dataclass(slots=True)
class Budget:
    """What is left of the caps while one mail is read."""

    defects: list[str]
    parts: int = MAX_PARTS
    candidates: int = MAX_CANDIDATES


def read_tree(raw: bytes, start: int, end: int, budget: Budget) -> Part:
    return _read_part(raw, (start, end), budget, depth=0, default="text/plain")


def _read_part(
    raw: bytes, span: tuple[int, int], budget: Budget, *, depth: int, default: str, outer: bytes = b""
) -> Part:
    start, end = span
    block = read_block(raw, start, end)
    budget.defects.extend(block.defects)
    budget.parts -= 1
    kind, parameters, declared = _type_of(block, default)
    disposition_value = first(block.fields, "content-disposition")
    disposition, disposition_parameters = (
        read_parameters(disposition_value) if disposition_value else ("", {})
    )
    part = Part(
        block=block,
        content_type=kind,
        parameters=parameters,
        start=min(block.body_start, end),
        end=end,
        disposition=disposition,
        disposition_parameters=disposition_parameters,
        declared=declared,
    )
    if kind.startswith("multipart/"):
        _read_children(raw, part, budget, depth=depth, outer=outer)
    return part


def _type_of(block: Block, default: str) -> tuple[str, dict[str, str], bool]:
    value = first(block.fields, "content-type")
    if not value:
        return default, {}, False
    kind, parameters = read_parameters(value)
    if TOKEN_TYPE.fullmatch(kind):
        return kind, parameters, True
    # "text", "text/html charset=x", "image/pdf name" … what stands before the first blank is meant.
    head = kind.split()[0] if kind.split() else ""
    if TOKEN_TYPE.fullmatch(head):
        _kind, parameters = read_parameters(value.replace(head.encode(), head.encode() + b";", 1))
        return head, parameters, True
    return {"text": "text/plain", "html": "text/html"}.get(head, default), parameters, False


def _read_children(raw: bytes, part: Part, budget: Budget, *, depth: int, outer: bytes) -> None:
    if depth >= MAX_DEPTH:
        budget.defects.append(
            f"The parts are nested deeper than {MAX_DEPTH}; the rest was taken as one file."
        )
        part.content_type = "application/octet-stream"
        return
    boundary = part.parameters.get("boundary", "").encode("utf-8", "replace")
    spans = list(_spans(raw, part, boundary, budget)) if boundary else []
    if not spans and boundary and boundary == outer:
        return  # the same boundary twice: the parts stand beside this one
    if not spans:
        guessed = GUESSED_BOUNDARY.search(raw, part.start, min(part.end, part.start + 64 * 1024))
        if guessed:
            budget.defects.append("The boundary is missing or wrong; it was taken from the body.")
            boundary = guessed[1].removesuffix(b"--")
            spans = list(_spans(raw, part, boundary, budget))
    if not spans:
        budget.defects.append("The mail is called multipart but has no parts; it was read as text.")
        part.content_type = "text/plain"
        return
    default = "message/rfc822" if part.content_type == "multipart/digest" else "text/plain"
    for index, span in enumerate(spans):
        if budget.parts <= 0:
            budget.defects.append(
                f"The mail has more than {MAX_PARTS} parts; {len(spans) - index} were not read."
            )
            break
        part.children.append(_read_part(raw, span, budget, depth=depth + 1, default=default, outer=boundary))
    part.children = _adopt(part.children)


def _adopt(children: list[Part]) -> list[Part]:
    """Texts beside the alternative they belong to, for it used its parent's boundary, are put into it."""
    kept: list[Part] = []
    for child in children:
        last = kept[-1] if kept else None
        if (
            last is not None
            and _is_hollow(last)
            and child.content_type.startswith("text/")
            and child.disposition != "attachment"
        ):
            last.children.append(child)
        else:
            kept.append(child)
    return [child for child in kept if child.children or not _is_hollow(child)]


def _is_hollow(part: Part) -> bool:
    """A multipart without a body of its own."""
    return part.content_type.startswith("multipart/") and part.end - part.start <= 4


def _spans(raw: bytes, part: Part, boundary: bytes, budget: Budget) -> list[tuple[int, int]]:
    """Where the parts between the delimiter lines lie, without the line end that belongs to the delimiter."""
    delimiter = b"--" + boundary
    spans: list[tuple[int, int]] = []
    opened, position = -1, part.start
    while budget.candidates > 0 and len(spans) <= budget.parts:
        at = raw.find(delimiter, position, part.end)
        if at < 0:
            break
        budget.candidates -= 1
        position = at + len(delimiter)
        if at > part.start and raw[at - 1] not in b"\r\n":
            continue
        line_end = raw.find(b"\n", position, min(position + 200, part.end))
        if line_end < 0:
            line_end = part.end if part.end - position <= 200 else position + 200
        tail = raw[position:line_end].strip()
        if tail not in (b"", b"--"):
            continue
        if opened >= 0:
            spans.append((opened, _before_delimiter(raw, opened, at)))
        elif spans:
            budget.defects.append("The parts go on behind the last boundary.")
        opened, position = (-1 if tail else min(line_end + 1, part.end)), line_end
    else:
        budget.defects.append("The mail has too many boundary lines; the rest was taken as one part.")
    if opened >= 0:
        spans.append((opened, part.end))
    return spans


def _before_delimiter(raw: bytes, opened: int, at: int) -> int:
    if at > opened and raw[at - 1] == 0x0A:
        at -= 1
    if at > opened and raw[at - 1] == 0x0D:
        at -= 1
    return at
