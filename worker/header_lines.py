"""Values as header lines of a mail: RFC 5322 with encoded words (RFC 2047) and long parameters (RFC 2231).

Whatever a value contains, what comes out is printable ASCII in lines of at most 998 octets, and no value can
begin a line of its own. What stands in which header is worker/compose's.
"""

from __future__ import annotations

import base64
import contextlib
import re
import unicodedata
from collections.abc import Iterable
from urllib.parse import quote

from workflow.errors import DeliveryFailed
from workflow.reasons import because

MAX_LINE = 76
MAX_ID = 900  # a line holds 998 octets
MAX_NAME = 120
ENCODED_OCTETS = 39  # within an encoded word of at most 75 characters, RFC 2047 section 2
FIRST_AND_LAST_IDS = 20

_NO_ADDRESS = because("This is not an address that mail can go to.")
_BREAKING = frozenset({"Cc", "Zl", "Zp"})
_UNSAFE_IN_NAMES = str.maketrans({"/": "_", "\\": "_", '"': "'"})
_ATOMS = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?: [A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
_ID = re.compile(r"<(?![^>]*=\?)[!-;=?-~]+>")
_ADDRESS = re.compile(r'(?:[^\s<>()\[\],;:@"\\]+|"[^"\\\r\n]+")@[^\s<>()\[\],;:@"\\]+')
_TOKEN = re.compile(r"[A-Za-z0-9!#$&^_.+-]+/[A-Za-z0-9!#$&^_.+-]+")


def clean(value: str) -> str:
    """The value as one line: every header passes through here, so that none can bring a second one with it.

    CR, LF, NUL and all other control characters become blanks; lone surrogates become question marks.
    """
    if value.isascii() and value.isprintable():
        return value.strip()
    text = value.encode("utf-8", "replace").decode()
    text = "".join(" " if unicodedata.category(letter) in _BREAKING else letter for letter in text)
    return re.sub(" +", " ", text).strip()


def unstructured(name: str, value: str) -> bytes:
    """A header that is free text, such as Subject. Only from the first to the last strange word is it encoded."""
    words = clean(value).split(" ")
    strange = [at for at, word in enumerate(words) if _needs_encoding(word)]
    if strange:
        first, last = strange[0], strange[-1] + 1
        words[first:last] = _encoded_words(" ".join(words[first:last]))
    return _line(name, _folded(words, len(name) + 2))


def mailbox(name: str, address: str, display_name: str) -> bytes:
    """A header with one address, its display name before it."""
    angled = f"<{header_address(address)}>"
    phrase = _phrase(clean(display_name)[:MAX_NAME])
    words = [*phrase, angled] if phrase else [angled]
    return _line(name, _folded(words, len(name) + 2))


def mailboxes(name: str, addresses: Iterable[str]) -> bytes:
    """A header with many bare addresses, b"" for none. What could not stand in a header is left out."""
    words = []
    for address in addresses:
        with contextlib.suppress(DeliveryFailed):
            words.append(header_address(address))
    return _line(name, ",\r\n ".join(words)) if words else b""


def message_ids(name: str, ids: Iterable[str]) -> bytes:
    """Message-ID, In-Reply-To, References: one id a line, the middle left out when they are very many.

    Ids are other people's: what could not stand in a header is left out, and b"" is left when none can.
    """
    known = list(dict.fromkeys(id for id in map(clean, ids) if _ID.fullmatch(id) and len(id) <= MAX_ID))
    if len(known) > FIRST_AND_LAST_IDS + 1:
        known = [known[0], *known[-FIRST_AND_LAST_IDS:]]
    return _line(name, "\r\n ".join(known)) if known else b""


def with_filename(name: str, value: str, parameter: str, filename: str) -> bytes:
    """`name: value; parameter=filename`, in the pieces of RFC 2231 when it is long or not ASCII."""
    text = clean(filename).translate(_UNSAFE_IN_NAMES) or "file"
    if text.isascii() and len(text) <= 50:
        return _line(name, f'{value};\r\n {parameter}="{text}"')
    pieces = _percent_pieces(text, 60)
    if len(pieces) == 1:
        return _line(name, f"{value};\r\n {parameter}*=utf-8''{pieces[0]}")
    first, *rest = pieces
    lines = [f"{parameter}*0*=utf-8''{first}", *(f"{parameter}*{n}*={p}" for n, p in enumerate(rest, 1))]
    return _line(name, ";\r\n ".join([value, *lines]))


def fixed(name: str, value: str) -> bytes:
    """A header whose value we made ourselves; it is cleaned all the same."""
    return _line(name, clean(value))


def header_address(address: str) -> str:
    """The address with its domain in ASCII (IDNA). Raises DeliveryFailed when no mail could go there."""
    text = clean(address)
    if len(text) > 254 or not _ADDRESS.fullmatch(text):
        raise DeliveryFailed(_NO_ADDRESS, permanent=True)
    local, _, domain = text.rpartition("@")
    try:
        return text if domain.isascii() else f"{local}@{domain.encode('idna').decode()}"
    except UnicodeError:
        raise DeliveryFailed(_NO_ADDRESS, permanent=True) from None


def content_type(declared: str) -> str:
    """A content type that may stand on a base64 part: RFC 2046 forbids that for mails within mails."""
    kind = clean(declared).partition(";")[0].strip().lower()
    if not _TOKEN.fullmatch(kind) or kind.startswith(("message/", "multipart/")):
        return "application/octet-stream"
    return kind


def _line(name: str, value: str) -> bytes:
    return f"{name}: {value}\r\n".encode()


def _needs_encoding(text: str) -> bool:
    """Not ASCII, or something a reader would take for an encoded word, or a word too long to stand in a line."""
    return not text.isascii() or "=?" in text or any(len(word) > 900 for word in text.split(" "))


def _encoded_words(text: str) -> list[str]:
    """Base64 words of at most 75 characters, cut between characters; readers join them without a blank."""
    words, piece = [], ""
    for letter in text:
        if len((piece + letter).encode()) > ENCODED_OCTETS:
            words.append(piece)
            piece = ""
        piece += letter
    words.append(piece)
    return [f"=?utf-8?b?{base64.b64encode(word.encode()).decode()}?=" for word in words]


def _phrase(name: str) -> list[str]:
    """A display name as words that may be folded between."""
    if not name:
        return []
    if _needs_encoding(name):
        return _encoded_words(name)
    if _ATOMS.fullmatch(name):
        return name.split(" ")
    quoted = name.replace("\\", "\\\\").replace('"', '\\"')
    return [f'"{quoted}"']


def _folded(words: list[str], used: int) -> str:
    """Words with blanks between, a new line wherever one would become too long."""
    text, length = "", used
    for word in words:
        if not text:
            text = word
        elif length + 1 + len(word) > MAX_LINE:
            text, length = f"{text}\r\n {word}", 0
        else:
            text = f"{text} {word}"
        length += 1 + len(word)
    return text


def _percent_pieces(text: str, size: int) -> list[str]:
    pieces, piece = [], ""
    for letter in text:
        encoded = quote(letter, safe="")
        if len(piece) + len(encoded) > size:
            pieces.append(piece)
            piece = ""
        piece += encoded
    return [*pieces, piece]
