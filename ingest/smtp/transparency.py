"""Reads a mail from the wire: up to CRLF.CRLF and nothing else that resembles it, with the added dots taken out.

RFC 5321 4.5.2. Works on blocks, not on lines: a line may have any length, a mail of many lines costs no more than one
of few, and a large mail never keeps the event loop for itself. Everything else stays as it came.
"""

from __future__ import annotations

from asyncio import LimitOverrunError, StreamReader
from collections.abc import AsyncIterator

END = b"\r\n.\r\n"
_EMPTY = b".\r\n"  # the CRLF before it is the DATA command's
_STUFFED = b"\r\n."


async def pieces(reader: StreamReader) -> AsyncIterator[bytes]:
    """The content in pieces of a few times the reader's limit. Bytes after the end stay in the reader."""
    block = await _beginning(reader)
    if block == _EMPTY:
        return
    if block.startswith(b"."):
        block = block[1:]
    while not block.endswith(END):
        try:
            block += await reader.readuntil(END)
        except LimitOverrunError as error:  # no end in sight: what is surely not part of one may be taken
            block += await reader.readexactly(error.consumed)
            content, block = _split_tail(block)
            yield content.replace(_STUFFED, b"\r\n")
    yield block[:-3].replace(_STUFFED, b"\r\n")


async def _beginning(reader: StreamReader) -> bytes:
    """The first bytes, and as many more as needed not to cut an END in two."""
    block = await reader.readexactly(len(_EMPTY))
    while block != _EMPTY and not block.endswith(END) and _partial_end(block):
        block += await reader.readexactly(1)
    return block


def _partial_end(block: bytes) -> bool:
    return any(block.endswith(END[:length]) for length in range(1, len(END)))


def _split_tail(block: bytes) -> tuple[bytes, bytes]:
    """Keeps back a CR or CRLF whose dot may come with the next block."""
    for length in (2, 1):
        if block.endswith(_STUFFED[:length]):
            return block[:-length], block[-length:]
    return block, b""
