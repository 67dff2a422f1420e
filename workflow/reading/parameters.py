"""Content-Type and Content-Disposition: the value and its parameters, with RFC 2231 and RFC 2047 names decoded.

Reads what is on the wire: missing semicolons, unquoted blanks, encoded words inside quotes, duplicate names.
"""

from __future__ import annotations

import re
from urllib.parse import unquote_to_bytes

from workflow.reading.charsets import decode
from workflow.reading.encoded_words import decode_header

MAX_PARAMETERS = 64
PARAMETER = re.compile(
    rb';[\s;]*([^\s=;"]{1,80})[ \t]*=[ \t]*("(?:[^"\\]|\\.){0,4000}"|"[^;]{0,4000}|[^;"]{0,4000})'
)
ESCAPED = re.compile(rb"\\([\"\\])")
SECTION = re.compile(r"(.+?)\*(?:(\d{1,4})(\*)?)?$")


def read_parameters(value: bytes, charset: str = "") -> tuple[str, dict[str, str]]:
    """The lower-cased value before the first semicolon, and its parameters by lower-cased name."""
    main, separator, rest = value.partition(b";")
    kind = main.decode("ascii", "ignore").strip().strip('"').lower()
    if not separator:
        return kind, {}
    plain: dict[str, str] = {}
    sections: dict[str, list[tuple[int, bool, bytes]]] = {}
    for count, match in enumerate(PARAMETER.finditer(separator + rest)):
        if count >= MAX_PARAMETERS:
            break
        name = match[1].decode("ascii", "ignore").lower()
        content = _unquote(match[2])
        extended = SECTION.match(name) if "*" in name else None
        if extended:
            number = int(extended[2]) if extended[2] else 0
            encoded = extended[3] is not None or extended[2] is None
            sections.setdefault(extended[1], []).append((number, encoded, content))
        else:
            plain.setdefault(name, decode_header(content, charset))
    for name, parts in sections.items():
        plain[name] = _join(parts)
    return kind, plain


def _unquote(content: bytes) -> bytes:
    if content.startswith(b'"'):
        content = content[1:-1] if content.endswith(b'"') and len(content) > 1 else content[1:]
        return ESCAPED.sub(rb"\1", content) if b"\\" in content else content
    return content.strip()


def _join(parts: list[tuple[int, bool, bytes]]) -> str:
    """RFC 2231: continuations in order of their numbers, percent-decoded before the charset is applied."""
    charset, data = "", b""
    for index, (_number, encoded, content) in enumerate(sorted(parts, key=lambda part: part[0])):
        if encoded and index == 0 and content.count(b"'") >= 2:
            label, _language, content = content.split(b"'", 2)
            charset = label.decode("ascii", "ignore")
        data += unquote_to_bytes(content) if encoded else content
    if not charset and b"=?" in data:
        return decode_header(data)
    return decode_header(decode(data, charset or "utf-8")[0].encode("utf-8"), "utf-8")
