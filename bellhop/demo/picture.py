"""A small picture, drawn here: a lamp's light in the dark. PNG as in https://www.w3.org/TR/png-3/."""

from __future__ import annotations

import math
import struct
import zlib

SIZE = 64


def lamp() -> bytes:
    lines = (bytes([0]) + bytes(_light(x, y) for x in range(SIZE)) for y in range(SIZE))
    header = struct.pack(">2I5B", SIZE, SIZE, 8, 0, 0, 0, 0)  # 8 bits of grey
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        (_chunk(b"IHDR", header), _chunk(b"IDAT", zlib.compress(b"".join(lines))), _chunk(b"IEND", b""))
    )


def _light(x: int, y: int) -> int:
    return max(16, 255 - round(math.hypot(x - SIZE / 2, y - SIZE / 3) * 6))


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
