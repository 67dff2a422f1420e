"""A mail as a DKIM signature sees it: its header fields byte for byte, its body, and what is hashed of both.

Strict on purpose: where our reader (workflow/reading) might see other fields or another body than the signer did, the mail
counts as malformed and no signature of it is believed. Every step is linear in the mail (RFC 6376, section 3.4).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from workflow.reasons import because

MAX_HEADER = 256 * 1024  # bytes; our reader reads twice as much
MAX_FIELDS = 1_000
ONCE = (
    b"from", b"sender", b"reply-to", b"to", b"cc", b"subject", b"date", b"message-id", b"in-reply-to", b"references",
    b"mime-version", b"content-type", b"content-transfer-encoding", b"content-disposition",
)  # fmt: skip

_END = re.compile(rb"\r?\n\r?\n")
_FIELD = re.compile(rb"[!-9;-~]+[ \t]*:")
_SPACE = re.compile(rb"[ \t]+")


class Malformed(Exception):
    """The mail cannot be what was signed; the text says why, to staff."""


@dataclass(frozen=True, slots=True)
class Field:
    name: bytes  # lower case
    raw: bytes  # name, colon and value, folds with CRLF, without the last line end

    @property
    def value(self) -> bytes:
        return self.raw.partition(b":")[2]


@dataclass(frozen=True, slots=True)
class SignedMail:
    fields: tuple[Field, ...]
    raw: bytes
    body_start: int

    def body(self) -> bytes:
        """Every line ends in CRLF. A copy, so ask only when it is needed."""
        return _with_crlf(self.raw[self.body_start :])

    def signatures(self) -> tuple[Field, ...]:
        return tuple(field for field in self.fields if field.name == b"dkim-signature")


def take_apart(raw: bytes) -> SignedMail:
    """Raises Malformed."""
    end = _END.search(raw, 0, MAX_HEADER)
    if end is None and len(raw) > MAX_HEADER:
        raise Malformed(because("its header is too long"))
    header = raw[: end.start()] if end else raw
    fields = _fields(header.replace(b"\r\n", b"\n"))
    counts = Counter(field.name for field in fields)
    for name in ONCE:
        if counts[name] > 1:
            raise Malformed(
                because("it has the header field %(field)s more than once", field=name.decode().title())
            )
    return SignedMail(fields, raw, end.end() if end else len(raw))


def _fields(header: bytes) -> tuple[Field, ...]:
    if b"\r" in header or b"\0" in header:
        raise Malformed(because("its header has line ends that programs read differently"))
    lines: list[list[bytes]] = []
    for line in header.rstrip(b"\n").split(b"\n"):
        if line[:1] in (b" ", b"\t") and lines:
            lines[-1].append(line)
        elif _FIELD.match(line):
            lines.append([line])
        else:
            raise Malformed(because("its header has lines that are no fields"))
        if len(lines) > MAX_FIELDS:
            raise Malformed(because("its header has too many fields"))
    return tuple(Field(parts[0].partition(b":")[0].strip().lower(), b"\r\n".join(parts)) for parts in lines)


def _with_crlf(body: bytes) -> bytes:
    if body.count(b"\n") == body.count(b"\r\n"):
        return body
    return body.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")


def canonical_body(body: bytes, *, relaxed: bool) -> bytes:
    """By `replace` alone: a pattern would make an object of every one of ten million spaces."""
    if relaxed:
        body = body.replace(b"\t", b" ")
        while b"  " in body:
            body = body.replace(b"  ", b" ")
        body = body.replace(b" \r\n", b"\r\n").removesuffix(b" ")
    kept = body.rstrip(b"\r\n")
    tail = body[len(kept) :].replace(b"\r\n", b"\0").rstrip(b"\0").replace(b"\0", b"\r\n")
    if not kept and not tail:
        return b"" if relaxed else b"\r\n"
    return kept + tail + b"\r\n"


def canonical_field(raw: bytes, *, relaxed: bool) -> bytes:
    """Without the last line end."""
    if not relaxed:
        return raw
    name, _, value = raw.partition(b":")
    value = _SPACE.sub(b" ", value.replace(b"\r\n", b"")).strip(b" ")
    return name.strip().lower() + b":" + value


def signed_fields(mail: SignedMail, names: Sequence[bytes], *, relaxed: bool) -> bytes:
    """The fields that were signed, the last of a name first; one that is not there counts as signed empty (5.4.2)."""
    of_name: dict[bytes, list[Field]] = {}
    for field in mail.fields:
        of_name.setdefault(field.name, []).append(field)
    chosen = [found.pop() for name in names if (found := of_name.get(name))]
    return b"".join(canonical_field(field.raw, relaxed=relaxed) + b"\r\n" for field in chosen)


def without_its_signature(field: Field, *, relaxed: bool) -> bytes:
    """The signature's own field with the value of b= taken out, as it was when it was signed."""
    name, colon, value = field.raw.partition(b":")
    parts = value.split(b";")
    for index, part in enumerate(parts):
        tag, equals, _ = part.partition(b"=")
        if equals and tag.strip() == b"b":
            parts[index] = tag + equals
    return canonical_field(name + colon + b";".join(parts), relaxed=relaxed)
