"""Names of languages in the page's language: "Deutsch" for de, "Portugiesisch (Brasilien)" for pt-BR."""

from __future__ import annotations

from functools import cache

from babel import Locale, UnknownLocaleError

from web.languages import language


def language_name(tag: str) -> str:
    """A tag that nobody has a name for is said as it stands."""
    return _name(tag, language())


@cache
def _name(tag: str, reader: str) -> str:
    try:
        name = Locale.parse(tag.strip().replace("-", "_")).get_display_name(reader)
    except (ValueError, UnknownLocaleError, TypeError):
        return tag
    return name[:1].upper() + name[1:] if name else tag
