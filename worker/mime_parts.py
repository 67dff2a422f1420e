"""The parts of a mail as bytes: text, files, and parts put together (RFC 2045, RFC 2046).

Every part is plain ASCII within 998 octets a line, so that any relay passes it unchanged.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
from collections.abc import Sequence

from worker.header_lines import content_type, with_filename

MAX_LINE = 998


def text_part(subtype: str, text: str) -> bytes:
    """A body in UTF-8. Lines are never broken for good: a long address of a page survives to the byte."""
    content = _canonical(text)
    encoding, body = _encoded(content)
    head = f"Content-Type: text/{subtype}; charset=utf-8\r\nContent-Transfer-Encoding: {encoding}\r\n\r\n"
    return head.encode() + body


def file_part(filename: str, declared_type: str, content: bytes) -> bytes:
    """A file to be kept, byte for byte."""
    kind = content_type(declared_type)
    return b"".join(
        (
            with_filename("Content-Type", kind, "name", filename),
            with_filename("Content-Disposition", "attachment", "filename", filename),
            b"Content-Transfer-Encoding: base64\r\n\r\n",
            _base64_lines(content),
        )
    )


def multipart(subtype: str, parts: Sequence[bytes], *, seed: str) -> bytes:
    """The parts within one. The boundary follows from the seed alone: sent again, the mail is the same."""
    boundary = "=_" + hashlib.sha256(f"{subtype} {seed}".encode("utf-8", "replace")).hexdigest()[:32]
    opening = f'Content-Type: multipart/{subtype};\r\n boundary="{boundary}"\r\n\r\n'.encode()
    rule = f"--{boundary}\r\n".encode()
    body = b"".join(rule + part + b"\r\n" for part in parts)
    return opening + body + f"--{boundary}--\r\n".encode()


def _canonical(text: str) -> bytes:
    lines = text.replace("\x00", "").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\r\n".join(lines).encode("utf-8", "replace")


def _encoded(content: bytes) -> tuple[str, bytes]:
    """The encoding that changes least: none at all, quoted-printable, or base64 for what is hardly ASCII."""
    lines = content.split(b"\r\n")
    if any(line.startswith(b"From ") for line in lines):  # mailbox files would put ">" before it
        return "base64", _base64_lines(content)
    if content.isascii() and all(len(line) <= MAX_LINE for line in lines):
        return "7bit", content
    foreign = len(content) - len(content.decode("ascii", "ignore"))
    if foreign * 5 > len(content):
        return "base64", _base64_lines(content)
    return "quoted-printable", binascii.b2a_qp(content, istext=True)


def _base64_lines(content: bytes) -> bytes:
    encoded = base64.b64encode(content)
    return b"\r\n".join(encoded[at : at + 76] for at in range(0, len(encoded), 76))
