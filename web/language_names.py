"""Names of languages in the page's language: "Deutsch" for de, "Portugiesisch (Brasilien)" for pt-BR."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from babel import Locale, UnknownLocaleError

from web.languages import language
from workflow import spoken_language, texts


def language_name(tag: str) -> str:
    """A tag that nobody has a name for is said as it stands."""
    return _name(tag, language())


def by_name(tags: Iterable[str]) -> list[tuple[str, str]]:
    """Tags with their names, in the order of the names; "" is left out."""
    return sorted(((tag, language_name(tag)) for tag in {*tags} - {""}), key=lambda one: one[1].casefold())


def of_guests(*chosen: str) -> list[tuple[str, str]]:
    """What a guest may speak, and what was chosen for him."""
    return by_name({*spoken_language.KNOWN, *texts.languages(), *chosen})


@cache
def _name(tag: str, reader: str) -> str:
    try:
        name = Locale.parse(tag.strip().replace("_", "-"), sep="-").get_display_name(reader)
    except (ValueError, UnknownLocaleError, TypeError):
        return tag
    return name or tag
