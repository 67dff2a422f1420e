"""The value that reading a mail gives: every field always present, every string clean UTF-8.

Frozen, comparable, free of the parser that made it. What to do about a mail is decided elsewhere.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Auto(StrEnum):
    """Whether a machine wrote the mail (RFC 3834 and what responders really send)."""

    NO = "no"
    PROBABLE = (
        "probable"  # only its words say so: keep it as a guest's mail, but answer nothing automatically
    )
    YES = "yes"


@dataclass(frozen=True, slots=True)
class Address:
    address: str  # lower-cased addr-spec, "" where none could be read
    name: str = ""


@dataclass(frozen=True, slots=True)
class Attachment:
    filename: str  # a safe base name, never a path, "" where the mail gives none
    content_type: str  # as declared, lower case
    content: bytes
    sha256: str  # hex, of content
    content_id: str = ""
    inline: bool = False  # shown inside the body (cid: reference or Content-Disposition: inline)

    @property
    def size(self) -> int:
        return len(self.content)


@dataclass(frozen=True, slots=True)
class BouncedRecipient:
    address: str
    permanent: bool  # 5.x.x; False = 4.x.x, the sender goes on trying
    status: str = ""  # RFC 3463, "5.1.1"; "" where the report gives none
    diagnostic: str = ""


@dataclass(frozen=True, slots=True)
class Bounce:
    """A delivery report (RFC 3464 or the usual non-standard ones)."""

    recipients: tuple[BouncedRecipient, ...] = ()
    original_message_id: str = ""  # of the mail that bounced, with angle brackets

    @property
    def permanent(self) -> bool:
        return any(recipient.permanent for recipient in self.recipients)


@dataclass(frozen=True, slots=True)
class Mail:
    subject: str = ""
    from_address: str = (
        ""  # the one From address of a strict reading, lower case; "" when there is none or no one
    )
    from_name: str = ""
    effective_from: str = (
        ""  # who wrote it in truth: Resent-From, an inline-forwarded author; else from_address
    )
    reply_to: tuple[Address, ...] = ()
    sender: str = ""
    to: tuple[Address, ...] = ()
    cc: tuple[Address, ...] = ()
    date: str = ""  # the Date header, decoded and unfolded, not interpreted
    message_id: str = ""  # with angle brackets
    in_reply_to: tuple[str, ...] = ()  # each with angle brackets
    references: tuple[str, ...] = ()
    text: str = ""  # whole body
    visible_text: str = ""  # the new words: no quote, no signature
    html: str = ""  # the HTML body as decoded, unsanitised; "" when there is none
    attachments: tuple[Attachment, ...] = ()
    auto: Auto = Auto.NO
    auto_reason: str = ""
    bounce: Bounce | None = None
    headers: tuple[
        tuple[str, str], ...
    ] = ()  # (lower-cased name, decoded unfolded value), in the order of the mail
    leaf_digests: tuple[
        str, ...
    ] = ()  # SHA-256 hex of each decoded leaf part, in order: the same mail re-encoded keeps them
    defects: tuple[str, ...] = ()  # plain sentences: what was wrong and what was assumed
    cuts: tuple[Cut, ...] = ()  # why visible_text is shorter than text

    def header(self, name: str) -> str:
        """The first value of a header, "" when it is missing."""
        return next((value for key, value in self.headers if key == name.lower()), "")

    def header_values(self, name: str) -> tuple[str, ...]:
        return tuple(value for key, value in self.headers if key == name.lower())


@dataclass(frozen=True, slots=True)
class Cut:
    """One removal from the text: which rule, and the words that went."""

    rule: str
    removed: str
