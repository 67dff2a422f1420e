"""Folder names on the wire: modified UTF-7 (RFC 3501, 5.1.3) inside a quoted string. Pure."""

from __future__ import annotations

import base64


def on_the_wire(name: str) -> str:
    """`Gäste` → `"G&AOQ-ste"`."""
    encoded = encode(name).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{encoded}"'


def encode(name: str) -> str:
    """Printable ASCII stands for itself, but for `&`, which is `&-`; the rest is `&` base64 of UTF-16 `-`."""
    written: list[str] = []
    foreign = ""
    for character in name:
        if " " <= character <= "~":
            written += [_shifted(foreign), "&-" if character == "&" else character]
            foreign = ""
        else:
            foreign += character
    return "".join([*written, _shifted(foreign)])


def _shifted(foreign: str) -> str:
    if not foreign:
        return ""
    digits = base64.b64encode(foreign.encode("utf-16-be"), b"+,").decode()
    return f"&{digits.rstrip('=')}-"
