"""Bytes to clean text, whatever the mail claims about its charset.

Knows the names mail programs use, the usual lies (GB2312 that is GBK, latin1 that is windows-1252, ASCII that is
UTF-8) and guesses from the bytes where the name helps nothing. Leaves transfer encodings to `transfer`.
"""

from __future__ import annotations

import codecs
import re
from functools import lru_cache

from workflow.reading.charset_guess import guess
from workflow.reading.iso2022jp import decode_iso2022jp

# WHATWG Encoding Standard: what a label means in practice, as Python codec names.
MEANT = {
    "ascii": "cp1252",
    "us-ascii": "cp1252",
    "ansi_x3.4-1968": "cp1252",
    "iso-8859-1": "cp1252",
    "iso8859-1": "cp1252",
    "iso_8859-1": "cp1252",
    "latin1": "cp1252",
    "latin-1": "cp1252",
    "l1": "cp1252",
    "x-ansi": "cp1252",
    "windows-1252": "cp1252",
    "iso-8859-9": "cp1254",
    "latin5": "cp1254",
    "iso-8859-11": "cp874",
    "tis-620": "cp874",
    "windows-874": "cp874",
    "gb2312": "gb18030",
    "gb_2312-80": "gb18030",
    "gbk": "gb18030",
    "x-gbk": "gb18030",
    "cp936": "gb18030",
    "ms936": "gb18030",
    "windows-936": "gb18030",
    "euc-cn": "gb18030",
    "chinese": "gb18030",
    "hz-gb-2312": "hz",
    "big5": "big5hkscs",
    "big-5": "big5hkscs",
    "cn-big5": "big5hkscs",
    "x-x-big5": "big5hkscs",
    "cp950": "cp950",
    "shift_jis": "cp932",
    "shift-jis": "cp932",
    "x-sjis": "cp932",
    "sjis": "cp932",
    "ms_kanji": "cp932",
    "windows-31j": "cp932",
    "euc-kr": "cp949",
    "ks_c_5601-1987": "cp949",
    "ks_c_5601-1989": "cp949",
    "ksc5601": "cp949",
    "korean": "cp949",
    "windows-949": "cp949",
    "x-windows-949": "cp949",
    "x-euc-jp": "euc_jp",
    "iso-8859-8-i": "iso8859-8",
    "iso-8859-8-e": "iso8859-8",
    "iso-8859-6-i": "iso8859-6",
    "iso-8859-6-e": "iso8859-6",
    "utf8": "utf-8",
    "utf-8": "utf-8",
    "utf_8": "utf-8",
    "unicode-1-1-utf-8": "utf-8",
    "unicode-1-1-utf-7": "utf-7",
    "x-utf-7": "utf-7",
    "macintosh": "mac-roman",
    "x-mac-roman": "mac-roman",
    "x-mac-cyrillic": "mac-cyrillic",
    "cp-850": "cp850",
    "cp-1252": "cp1252",
    "win-1251": "cp1251",
    "windows1251": "cp1251",
    "x-cp1251": "cp1251",
    "x-cp1252": "cp1252",
    "koi8r": "koi8-r",
    "koi8": "koi8-r",
    "koi": "koi8-r",
}
JAPANESE_7BIT = frozenset(
    {
        "iso-2022-jp",
        "iso-2022-jp-1",
        "iso-2022-jp-2",
        "iso-2022-jp-3",
        "iso-2022-jp-ms",
        "cp50220",
        "cp50221",
        "csiso2022jp",
        "iso-2022-jp-ext",
        "iso-2022-jp-2004",
    }
)
BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
BOM_STARTS = frozenset(bom[:1] for bom, _codec in BOMS)
DOUBLE_BYTE_ESCAPE = re.compile(rb"\x1b\$[@B(]")
SINGLE_BYTE = frozenset({"cp1252", "utf-8"})
LONE_SURROGATE = re.compile("[\ud800-\udfff]")


@lru_cache(maxsize=512)
def codec_for(name: str) -> str:
    """The Python codec a charset name stands for, "" when nobody knows it."""
    label = name.strip().strip("'\"").lower()
    if label in MEANT:
        return MEANT[label]
    if label in JAPANESE_7BIT:
        return "iso-2022-jp"
    try:
        info = codecs.lookup(label.replace(" ", ""))
    except (LookupError, ValueError):
        return ""
    # Python calls hex, rot13 and zip "codecs" too: only those that give text are charsets.
    return info.name if getattr(info, "_is_text_encoding", True) else ""


def decode(data: bytes, charset: str = "") -> tuple[str, str]:
    """The text of `data`, and a sentence about what was assumed ("" when the name was right)."""
    if data.isascii() and (
        not charset or charset.lower() in ("us-ascii", "utf-8", "iso-8859-1", "windows-1252")
    ):
        if b"\x1b" in data and DOUBLE_BYTE_ESCAPE.search(data):
            return clean(decode_iso2022jp(data)), "The text is ISO-2022-JP, though not declared."
        return clean(data.decode("ascii")), ""
    if charset.lower() == "utf-8" and b"\x1b" not in data and data[:1] not in BOM_STARTS:
        try:
            return data.decode().replace("\x00", ""), ""  # most mail; strict UTF-8 gives no lone surrogates
        except UnicodeDecodeError:
            pass
    for bom, codec in BOMS:
        if data.startswith(bom):
            return clean(data[len(bom) :].decode(codec, "replace")), ""
    text, defect = _decode_declared(data, charset)
    return clean(text), defect


def _decode_declared(data: bytes, charset: str) -> tuple[str, str]:
    codec = codec_for(charset) if charset else "utf-8"
    if codec == "iso-2022-jp" and not (data.isascii() or b"\x1b" in data):
        codec = ""
    if codec == "iso-2022-jp" or (codec in SINGLE_BYTE and DOUBLE_BYTE_ESCAPE.search(data)):
        return decode_iso2022jp(data), ""
    if codec in SINGLE_BYTE or not codec:
        return _decode_doubtful(data, charset, codec)
    try:
        return data.decode(codec), ""
    except (UnicodeError, ValueError, OverflowError):
        pass
    try:
        return data.decode("utf-8"), f"The charset was called {charset} but is UTF-8."
    except UnicodeDecodeError:
        pass
    try:
        return data.decode(codec, "replace"), f"Some bytes are not valid {charset}."
    except (UnicodeError, ValueError, LookupError):
        return guess(data)[0], f"The charset {charset} could not be read."


def _decode_doubtful(data: bytes, charset: str, codec: str) -> tuple[str, str]:
    """Names that are written without thought (ASCII, latin1, UTF-8, none, unknown): the bytes decide."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    else:
        wrong = codec == "cp1252" and not data.isascii()
        return text, f"The charset was called {charset} but is UTF-8." if wrong and charset else ""
    if codec == "utf-8":
        text = data.decode("utf-8", "replace")
        broken = text.count("\ufffd")
        if broken * 2 < sum(char > "\x7f" for char in text[:100_000]) - broken:
            return text, "Some bytes are not valid UTF-8."
    if codec == "cp1252" and charset.lower() not in ("us-ascii", "ascii"):
        return data.decode("cp1252", "replace"), ""
    text, assumed = guess(data)
    named = f"The charset was called {charset}" if charset else "No charset was given"
    return text, f"{named}; the bytes look like {assumed}."


def clean(text: str) -> str:
    """The text without NUL and lone surrogates, so that it can be stored and sent as UTF-8."""
    if text.isascii():
        return text.replace("\x00", "") if "\x00" in text else text
    try:
        text.encode()
    except UnicodeEncodeError:
        # UTF-7, UTF-16 and numeric character references may give surrogate pairs in two halves: join them first.
        text = LONE_SURROGATE.sub(
            "\ufffd", text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        )
    return text.replace("\x00", "") if "\x00" in text else text
