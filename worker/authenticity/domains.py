"""Domain names as mail authentication compares them: in ASCII, lower case, and by who registered them."""

from __future__ import annotations

import re

from publicsuffixlist import PublicSuffixList

_SUFFIXES = PublicSuffixList()
_NAME = re.compile(
    r"(?=.{1,253}\Z)(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\.)+[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
)


def ascii_domain(name: str) -> str:
    """The domain as DNS knows it, "" for what is no domain with at least two labels."""
    plain = name.strip().rstrip(".").lower()
    if not plain.isascii():
        try:
            plain = plain.encode("idna").decode("ascii")
        except UnicodeError:
            return ""
    return plain if _NAME.fullmatch(plain) else ""


def domain_of(address: str) -> str:
    return ascii_domain(address.rpartition("@")[2])


def organisational_domain(domain: str) -> str:
    """What somebody registered: the public suffix and one label more (RFC 7489, section 3.2)."""
    return _SUFFIXES.privatesuffix(domain) or domain


def aligned(domain: str, sender: str, *, strict: bool) -> bool:
    """Whether an authenticated domain speaks for the sender's (RFC 7489, section 3.1)."""
    if not domain or not sender:
        return False
    if strict:
        return domain == sender
    return organisational_domain(domain) == organisational_domain(sender)
