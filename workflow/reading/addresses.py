"""Address fields (RFC 5322) read strictly where it matters: the structure is found before encoded words are decoded,
so a display name can never smuggle in an address. Linear, bounded, never raises.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from workflow.reading.encoded_words import decode_header
from workflow.reading.mail import Address

MAX_ADDRESSES = 2_000
MAX_FIELD = 64 * 1024
TOKEN = re.compile(rb'"((?:[^"\\]|\\.){0,998})"|<([^<>]{0,998})>|([,;:])|(\()|([^"<>,;:()\\]+)|(.)', re.S)
# Once so many quotes, angles or parentheses stay open, the rest of the field is read plainly: that keeps it linear.
MAX_OPEN = 8
COMMENT = re.compile(rb"\((?:[^()\\]|\\.){0,998}\)")
ESCAPED = re.compile(rb"\\(.)", re.S)
ATOM = r"[^\s@<>()\[\],;:\"\\\x00-\x1f\x7f]+"
PLAIN_LOCAL = re.compile(ATOM.encode())
ADDR_SPEC = re.compile(rf"{ATOM}@(?:{ATOM}|\[[^\s\[\]\x00-\x1f\x7f]+\])|\"[^\"<>\x00-\x1f\x7f]*\"@{ATOM}")
AROUND_SIGNS = re.compile(r"\s{0,9}([@.])\s{0,9}")
# A word of its own: what touches another "@" or a backslash is part of something else, and not mended.
BARE = re.compile(
    rb"(?:^|(?<=[\s<>()\[\],;:]))[^\s@<>()\[\],;:\"\\]{1,320}@[^\s@<>()\[\],;:\"\\]{1,320}(?=$|[\s<>()\[\],;:])"
)


def read_addresses(value: bytes, charset: str = "") -> tuple[Address, ...]:
    """Every mailbox of an address field, groups flattened, in order; those without a readable address too."""
    return tuple(mailbox.address for mailbox in _mailboxes(value, charset))


def read_authors(value: bytes, charset: str = "") -> tuple[Address, ...]:
    """The same for From: a group is nobody who could have written."""
    return tuple(
        Address(address="", name=mailbox.address.name) if mailbox.is_of_group else mailbox.address
        for mailbox in _mailboxes(value, charset)
    )


@dataclass(frozen=True, slots=True)
class _Mailbox:
    address: Address
    is_of_group: bool


def _mailboxes(value: bytes, charset: str) -> list[_Mailbox]:
    found: list[_Mailbox] = []
    entry = _Entry(charset)
    position, value = 0, value[:MAX_FIELD]
    open_signs, last_semicolon = MAX_OPEN, value.rfind(b";")
    while position < len(value) and len(found) < MAX_ADDRESSES:
        match = TOKEN.match(value, position) if open_signs else None
        if match is None:
            _read_plain(value[position:], entry, found)
            return found
        position = match.end()
        quoted, angle, separator, parenthesis, plain, other = match.groups()
        if separator in (b",", b";"):
            entry.finish(found)
            entry.is_in_group &= separator == b","
        elif separator == b":":
            entry.colon(ends=position <= last_semicolon)
        elif parenthesis:
            position = _skip_comment(value, match.start(), entry)
            open_signs -= position == match.end()
        elif quoted is not None:
            entry.quoted(quoted)
        elif angle is not None:
            entry.angle(angle)
        else:
            open_signs -= other in (b'"', b"<")
            entry.plain(plain or other or b"")
    entry.finish(found)
    return found


def _read_plain(value: bytes, entry: _Entry, found: list[_Mailbox]) -> None:
    """The rest of a field whose quotes never close: commas part it, nothing else is believed."""
    for piece in re.split(rb"[,;]", value)[:MAX_ADDRESSES]:
        bare = _only_bare(piece)
        if bare:
            entry.angle(bare.encode())
        entry.finish(found)


def _skip_comment(value: bytes, start: int, entry: _Entry) -> int:
    """Past a comment, nested ones included; an unclosed one is only a parenthesis."""
    depth = 0
    for position in range(start, min(len(value), start + 998)):
        sign = value[position]
        depth += (sign == 0x28) - (sign == 0x29)
        if depth == 0 and value[position - 1] != 0x5C:
            entry.comment = value[start + 1 : position]
            return position + 1
    return start + 1


class _Entry:
    """The mailbox being read."""

    def __init__(self, charset: str) -> None:
        self.charset = charset
        self.is_in_group = False
        self._clear()

    def _clear(self) -> None:
        self.words: list[bytes] = []
        self.address = ""
        self.comment = b""
        self.is_ambiguous = False  # two addresses in one mailbox, or a broken one: none is believed
        self.must_end = False  # what was read last cannot go on with an "@"

    def quoted(self, content: bytes) -> None:
        content = ESCAPED.sub(rb"\1", content) if b"\\" in content else content
        self.words.append(content)
        self.must_end = not PLAIN_LOCAL.fullmatch(content)

    def plain(self, content: bytes) -> None:
        # `"a b"@x.example` and `<a@x.example>@y.example` are nobody else's address.
        if self.must_end and content.lstrip().startswith(b"@"):
            self.is_ambiguous = True
        if self.address and b"@" in content:
            self.is_ambiguous = True
        self.must_end = False
        self.words.append(content)

    def colon(self, *, ends: bool) -> None:
        if self.address:
            return
        joined = b"".join(self.words).strip()
        if b"@" in joined or b"=?" in joined:
            self.words.append(b":")
        else:
            # "Group name:" if it ends; else the "mailto:" some programs leave in, or a name that lacks its quotes.
            self.is_in_group |= ends and joined.lower() != b"mailto"
            self.words.clear()
            self.comment = b""

    def angle(self, content: bytes) -> None:
        if b"(" in content:
            content = COMMENT.sub(b"", content)
        address = "" if b"=?" in content else spec(decode_header(content, self.charset))
        if self.address and address and address != self.address:
            self.is_ambiguous = True
        if content.strip() and not address:
            self.is_ambiguous = True  # an address that cannot be read: the name beside it is none
        self.address = self.address or address
        self.must_end = True

    def finish(self, found: list[_Mailbox]) -> None:
        joined = b"".join(self.words).strip()
        address, name = self.address, decode_header(joined, self.charset)
        if self.is_ambiguous:
            address = ""
        elif not address:
            # The address must stand there as it is: an encoded word is a name, whatever it spells.
            address = "" if b"=?" in joined else spec(name)
            bare = _only_bare(joined) if not address and b"=?" not in joined else ""
            if bare:
                address, name = spec(bare), name.replace(bare, " ")
            elif address:
                name = ""
        if not name and self.comment:
            name = decode_header(self.comment, self.charset)
        if address or name:
            found.append(_Mailbox(Address(address=address, name=_tidy_name(name)), self.is_in_group))
        self._clear()


def _only_bare(text: bytes) -> str:
    """The one address that stands as a word among others, "" when there are several signs of one."""
    found = BARE.search(text) if text.count(b"@") == 1 else None
    return found[0].decode("utf-8", "replace") if found else ""


def _tidy_name(name: str) -> str:
    name = " ".join(name.split())
    if len(name) > 1 and name[0] == name[-1] and name[0] in "\"'":
        name = name[1:-1].strip()
    return name


def spec(text: str) -> str:
    """The addr-spec in `text`, lower case; "" unless the text is exactly one."""
    text = text.strip().removeprefix("mailto:")
    if text.startswith("@") and ":" in text:
        text = text.partition(":")[2]  # an obsolete source route (RFC 5322, 4.4)
    if ADDR_SPEC.fullmatch(text):
        return text.lower().rstrip(".")
    squeezed = AROUND_SIGNS.sub(r"\1", text)
    return squeezed.lower() if ADDR_SPEC.fullmatch(squeezed) else ""
