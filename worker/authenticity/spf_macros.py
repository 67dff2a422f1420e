"""Macros in SPF records: which strings are well formed, and what they become (RFC 7208, section 7)."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from urllib.parse import quote

_MACRO = re.compile(r"%(?:\{([A-Za-z])([0-9]{0,3})([rR]?)([.\-+,/_=]*)\}|([%_-]))")
_LITERAL = re.compile(r"[!-$&-~]*")
_TOP_LABEL = re.compile(r"\.(?![0-9]+\.?\Z)[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.?\Z")
_LETTERS = frozenset("slodiphv")  # c, r and t are for explanations alone
_PLAIN = {"%": "%", "_": " ", "-": "%20"}
MAX_NAME = 253


def is_macro_string(text: str) -> bool:
    position = 0
    while position < len(text):
        position = _end_of_literal(text, position)
        if position == len(text):
            return True
        macro = _MACRO.match(text, position)
        if macro is None or (
            macro[1] and (macro[1].lower() not in _LETTERS | set("crt") or _is_zero(macro[2]))
        ):
            return False
        position = macro.end()
    return True


def is_domain_spec(text: str) -> bool:
    """A macro string that ends as a domain: in a macro, or in a label that is no number."""
    if not text or not is_macro_string(text):
        return False
    if any(macro[1] and macro[1].lower() not in _LETTERS for macro in _MACRO.finditer(text)):
        return False
    return _ends_in_macro(text) or _TOP_LABEL.search(text[-66:]) is not None


def expand(text: str, value_of: Callable[[str], str]) -> str:
    """The domain a domain-spec stands for; from the left it loses labels until DNS can hold it."""
    name = _MACRO.sub(lambda macro: _expanded(macro, value_of), text).removesuffix(".")
    while len(name) > MAX_NAME and "." in name:
        name = name.partition(".")[2]
    return name


def values(known: Mapping[str, str], validated: Callable[[], str]) -> Callable[[str], str]:
    """`p` costs questions to DNS, so it is worked out only where a record uses it."""
    return lambda letter: validated() if letter == "p" else known[letter]


def _expanded(macro: re.Match[str], value_of: Callable[[str], str]) -> str:
    letter, digits, reverse, delimiters, plain = macro.groups()
    if plain:
        return _PLAIN[plain]
    parts = re.split(f"[{re.escape(delimiters or '.')}]", value_of(letter.lower()))
    if reverse:
        parts.reverse()
    if digits:
        parts = parts[-int(digits) :]
    expanded = ".".join(parts)
    return quote(expanded, safe="~") if letter.isupper() else expanded


def _end_of_literal(text: str, position: int) -> int:
    found = _LITERAL.match(text, position)
    return found.end() if found else position


def _ends_in_macro(text: str) -> bool:
    return any(macro.end() == len(text) for macro in _MACRO.finditer(text))


def _is_zero(digits: str) -> bool:
    return bool(digits) and int(digits) == 0
