"""ISO-2022-JP as mail really carries it: with NEC and IBM extensions, half-width kana, 8-bit leaks, lost escapes.

Python's codec refuses the circled digits and company signs that Japanese mail programs send, so each run is turned
into Shift_JIS and read with Microsoft's table.
"""

from __future__ import annotations

import re

ESCAPE = re.compile(rb"\x1b(\$[@B]|\$\([DOPQ]|\([BJIH])")


def decode_iso2022jp(data: bytes) -> str:
    pieces: list[str] = []
    mode, start = b"(B", 0
    for match in ESCAPE.finditer(data):
        pieces.append(_decode_run(data[start : match.start()], mode))
        mode, start = match[1], match.end()
    pieces.append(_decode_run(data[start:], mode))
    return "".join(pieces)


def _decode_run(run: bytes, mode: bytes) -> str:
    if not run:
        return ""
    if mode == b"(I":
        return bytes(byte | 0x80 for byte in run).decode("cp932", "replace")
    if mode in (b"$@", b"$B"):
        # A line end switches back to ASCII (RFC 1468), even where the sender forgot to say so.
        lines = run.split(b"\n")
        first = _double_byte(lines[0])
        return first if len(lines) == 1 else first + "\n" + b"\n".join(lines[1:]).decode("cp932", "replace")
    if mode.startswith(b"$("):
        return (b"\x1b" + mode + run + b"\x1b(B").decode("iso2022_jp_ext", "replace")
    return run.decode("cp932", "replace")


def _double_byte(run: bytes) -> str:
    out = bytearray()
    for index in range(0, len(run) - 1, 2):
        row, cell = run[index] & 0x7F, run[index + 1] & 0x7F
        if not (0x21 <= row <= 0x7E and 0x21 <= cell <= 0x7E):
            out += b"?"
            continue
        lead = (row + 1) // 2 + (0x70 if row < 0x5F else 0xB0)
        trail = cell + (0x1F if cell < 0x60 else 0x20) if row % 2 else cell + 0x7E
        out += bytes((lead, trail))
    return bytes(out).decode("cp932", "replace")
