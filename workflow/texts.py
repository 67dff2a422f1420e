"""Words for guests in their language, from the Babel catalogs under templates/locale.

A language or a sentence that is missing falls back to English, and the log says so once.
"""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import structlog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations

from workflow.errors import Refused

TEMPLATES = Path(__file__).parent.parent / "templates"
LOCALES = TEMPLATES / "locale"
FALLBACK = "en"

_log = structlog.get_logger(__name__)


@cache
def languages() -> tuple[str, ...]:
    """The languages there is a catalog for, looked up once."""
    return tuple(
        sorted(path.name for path in LOCALES.iterdir() if (path / "LC_MESSAGES/bellhop.po").exists())
    )


def choose(*wanted: str) -> str:
    """The catalog for the first language that is not "" ("de-AT" counts as "de"); without one English, and the log says so."""
    asked = next((language for language in wanted if language), FALLBACK)
    base = base_of(asked)
    return base if base in languages() else _missing(base)


def base_of(language: str) -> str:
    """Of "pt-BR", "zh_Hant" or "DE" what stands first, in lower case."""
    return re.split("[-_]", language, maxsplit=1)[0].strip().lower()


@cache
def _missing(language: str) -> str:
    """Once a language and process."""
    _log.warning("language_missing", language=language, fallback=FALLBACK)
    return FALLBACK


def catalog(language: str) -> NullTranslations:
    """The catalog for a language, read once; English where there is none."""
    return _catalog(choose(language))


@cache
def _catalog(language: str) -> NullTranslations:
    return _read(LOCALES / language / "LC_MESSAGES/bellhop.po", language)


@cache
def pages(language: str, name: str) -> NullTranslations:
    """The words of some pages ("panel", "guest"): all files of their folder as one. English is what the code says."""
    found = [_read(path, language) for path in sorted((LOCALES / language / name).glob("*.po"))]
    for other in found[1:]:
        found[0].merge(other)
    return found[0] if found else NullTranslations()


@cache
def page_languages(name: str) -> frozenset[str]:
    """The languages that some pages ("panel", "guest") speak; English always."""
    return frozenset(
        {FALLBACK, *(folder.parent.name for folder in LOCALES.glob(f"*/{name}") if folder.is_dir())}
    )


def _read(path: Path, language: str) -> Translations:
    with path.open("rb") as file:
        compiled = io.BytesIO()
        write_mo(compiled, read_po(file, locale=language))
    compiled.seek(0)
    return Translations(compiled)


def say(language: str, sentence: str, values: Mapping[str, str] | None = None) -> str:
    """A sentence of the catalog with its %(name)s filled in."""
    return str(catalog(language).gettext(sentence)) % (values or {})


def refusal(language: str, error: Refused) -> str:
    """A refusal in the reader's language, as far as the catalogs have it; the words in its places too."""
    said = catalog(language)
    if not error.values:
        return str(said.gettext(error.sentence))
    values = {name: _translated(said, value) for name, value in error.values.items()}
    return str(said.gettext(error.sentence)) % values


def _translated(said: NullTranslations, words: str) -> str:
    """As a whole, or each of a list; names stay as they are."""
    found = said.gettext(words) if words else ""
    return found if found != words else ", ".join(said.gettext(word) for word in words.split(", ") if word)
