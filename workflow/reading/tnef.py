"""winmail.dat ([MS-OXTNEF]): the files and the words that Outlook hides in it.

Reads the attributes that carry files, their long names, and plain or HTML words. Compressed RTF is left alone: a mail
that carries it carries the same words as text. Never raises, reads each byte once.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

SIGNATURE = b"\x78\x9f\x3e\x22"
MAX_FILES = 200
MAX_PROPERTIES = 2_000
MAX_ATTRIBUTES = 20_000
ATT_BODY, ATT_MESSAGE_PROPERTIES = 0x800C, 0x9003
ATT_RENDER, ATT_TITLE, ATT_DATA, ATT_PROPERTIES = 0x9002, 0x8010, 0x800F, 0x9005
ATT_CODEPAGE = 0x9007
PR_BODY, PR_BODY_HTML = 0x1000, 0x1013
PR_ATTACH_DATA, PR_ATTACH_LONG_FILENAME, PR_ATTACH_FILENAME = 0x3701, 0x3707, 0x3704
PR_ATTACH_MIME_TAG, PR_ATTACH_CONTENT_ID = 0x370E, 0x3712
FIXED = {0x02: 4, 0x03: 4, 0x04: 4, 0x05: 8, 0x06: 8, 0x07: 8, 0x0A: 4, 0x0B: 4, 0x14: 8, 0x40: 8, 0x48: 16}
VARIABLE = frozenset({0x1E, 0x1F, 0x0D, 0x102})


@dataclass(slots=True)
class TnefFile:
    name: str = ""
    content: bytes = b""
    content_type: str = ""
    content_id: str = ""


@dataclass(slots=True)
class Tnef:
    files: list[TnefFile] = field(default_factory=list)
    text: str = ""
    html: str = ""
    is_whole: bool = True  # False where it ended in its middle


def read_tnef(data: bytes) -> Tnef | None:
    """None when the bytes are no TNEF at all."""
    if not data.startswith(SIGNATURE):
        return None
    found = Tnef()
    codepage = "cp1252"
    for attribute, value in _attributes(data, found):
        if attribute == ATT_CODEPAGE and len(value) >= 4:
            codepage = f"cp{struct.unpack_from('<I', value)[0]}"
        elif attribute == ATT_BODY:
            found.text = found.text or _string(value, codepage)
        elif attribute == ATT_MESSAGE_PROPERTIES:
            _read_message(value, found, codepage)
        elif attribute == ATT_RENDER:
            if len(found.files) >= MAX_FILES:
                found.is_whole = False
                break
            found.files.append(TnefFile())
        elif found.files:
            _read_file(attribute, value, found.files[-1], codepage)
    return found


def _attributes(data: bytes, found: Tnef) -> Iterator[tuple[int, bytes]]:
    position = 6
    for _attribute in range(MAX_ATTRIBUTES):
        if position + 9 > len(data):
            return
        _level, attribute, _kind, length = struct.unpack_from("<BHHI", data, position)
        position += 9
        if position + length > len(data):
            found.is_whole = False
            yield attribute, data[position:]
            return
        yield attribute, data[position : position + length]
        position += length + 2  # a checksum that nobody keeps
    found.is_whole = False


def _read_message(value: bytes, found: Tnef, codepage: str) -> None:
    for identity, kind, content in _properties(value):
        if identity == PR_BODY:
            found.text = found.text or _typed(content, kind, codepage)
        elif identity == PR_BODY_HTML:
            found.html = found.html or _typed(content, kind, codepage)


def _read_file(attribute: int, value: bytes, file: TnefFile, codepage: str) -> None:
    if attribute == ATT_TITLE:
        file.name = file.name or _string(value, codepage)
    elif attribute == ATT_DATA:
        file.content = value
    elif attribute == ATT_PROPERTIES:
        for identity, kind, content in _properties(value):
            if identity == PR_ATTACH_LONG_FILENAME:
                file.name = _typed(content, kind, codepage) or file.name
            elif identity == PR_ATTACH_MIME_TAG:
                file.content_type = _typed(content, kind, codepage).lower()
            elif identity == PR_ATTACH_CONTENT_ID:
                file.content_id = _typed(content, kind, codepage)
            elif identity == PR_ATTACH_DATA and not file.content:
                file.content = content[16:] if kind == 0x0D else content


def _properties(data: bytes) -> Iterator[tuple[int, int, bytes]]:
    """(property id, type, value) of a MAPI property list; stops at the first that makes no sense."""
    if len(data) < 4:
        return
    count = min(struct.unpack_from("<I", data)[0], MAX_PROPERTIES)
    position = 4
    for _property in range(count):
        if position + 4 > len(data):
            return
        kind, identity = struct.unpack_from("<HH", data, position)
        position += 4
        if identity >= 0x8000:
            position = _after_name(data, position)
        many = bool(kind & 0x1000)
        kind &= 0x0FFF
        if kind in FIXED and not many:
            yield identity, kind, data[position : position + FIXED[kind]]
            position += FIXED[kind]
        elif kind in VARIABLE:
            if position + 4 > len(data):
                return
            values = min(struct.unpack_from("<I", data, position)[0], MAX_PROPERTIES)
            position += 4
            for _value in range(values):
                if position + 4 > len(data):
                    return
                length = struct.unpack_from("<I", data, position)[0]
                position += 4
                yield identity, kind, data[position : position + length]
                position += length + -length % 4
        else:
            return


def _after_name(data: bytes, position: int) -> int:
    """Past the name of a named property."""
    position += 16
    if position + 8 > len(data):
        return len(data)
    by_name, length = struct.unpack_from("<II", data, position)
    position += 8
    return position + length + -length % 4 if by_name else position


def _typed(content: bytes, kind: int, codepage: str) -> str:
    if kind == 0x1F:
        return content.decode("utf-16-le", "replace").rstrip("\x00")
    return _string(content, codepage)


def _string(content: bytes, codepage: str) -> str:
    content = content.rstrip(b"\x00")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        pass
    try:
        return content.decode(codepage)
    except (LookupError, UnicodeDecodeError):
        return content.decode("cp1252", "replace")
