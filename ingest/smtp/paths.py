"""The argument of MAIL FROM and RCPT TO: the address between angle brackets, and the parameters after it.

RFC 5321 4.1.2, lenient where real senders are (a space after the colon, no brackets), strict about control characters.
Pure. aiosmtpd's own reading takes the header parser of `email`, which is slow and raises on odd input.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from ingest.smtp.replies import Reply

MAX_ADDRESS = 512  # octets; RFC 5321 says 254, SMTPUTF8 senders need more
_PATH = re.compile(r'\s*<(?P<bracketed>(?:"(?:[^"\\]|\\.)*"|[^<>"])*)>(?P<rest>(?:\s.*)?)', re.DOTALL)
_BARE = re.compile(r"\s*(?P<bare>[^<>\s]+)(?P<rest>(?:\s.*)?)", re.DOTALL)
_SOURCE_ROUTE = re.compile(r"@[^:]*:")  # RFC 5321 appendix C: read and forget
_UNFIT = re.compile(r"[\x00-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class Path:
    address: str  # "" is the null sender
    parameters: dict[str, str]  # names upper case; "" for one without a value


class BadPath(ValueError):
    """Carries the reply."""

    def __init__(self, reply: Reply) -> None:
        super().__init__(reply)
        self.reply = reply


def read_path(argument: str | None, *, keyword: str, syntax: Reply) -> Path:
    """`FROM:<a@b> SIZE=1` → Path. Raises BadPath."""
    if argument is None or argument[: len(keyword)].upper() != keyword:
        raise BadPath(syntax)
    rest = argument[len(keyword) :]
    found = _PATH.fullmatch(rest) or _BARE.fullmatch(rest)
    if found is None:
        raise BadPath(syntax)
    address = _SOURCE_ROUTE.sub("", found[1], count=1) if found[1].startswith("@") else found[1]
    address = address.strip()
    if _UNFIT.search(address) or len(address.encode("utf-8", "surrogateescape")) > MAX_ADDRESS:
        raise BadPath(Reply.BAD_ADDRESS)
    return Path(address, _read_parameters(found["rest"]))


def _read_parameters(text: str) -> dict[str, str]:
    parameters = {}
    for word in text.split():
        name, _, value = word.partition("=")
        parameters[name.upper()] = value
    return parameters
