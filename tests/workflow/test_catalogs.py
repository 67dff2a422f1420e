"""Every sentence that mails and code can say stands in every catalog (R-I18N-1)."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from bellhop.project import ROOT
from workflow import refusals, staff_commands
from workflow.machine import STATES, words
from workflow.mail_reasons import REASONS
from workflow.sla import WORDS as TARGETS
from workflow.texts import LOCALES, languages
from workflow.values import Priority

ROOMS = ("bellhop", "ingest", "web", "worker", "workflow")
KEYWORDS = {"_": None, "gettext": None, "say": (2,)}
PAGES_SAY = {
    "say": (2,)
}  # what pages say with gettext stands in catalogs of their own: tests/web/test_languages.py
PLACEHOLDER = re.compile(r"%\(\w+\)s|%%")
SOURCE = "en"


def extracted(folder: Path, *methods: tuple[str, str], keywords: Mapping[str, Any] = KEYWORDS) -> set[str]:
    found = extract_from_dir(folder, list(methods), keywords=keywords, strip_comment_tags=True)
    return {sentence for _, _, sentence, *_ in found if isinstance(sentence, str) and sentence}


@pytest.fixture(scope="module")
def sentences() -> set[str]:
    """What the templates of mails and the calls of texts.say say, and the words that are looked up by value."""
    said = extracted(ROOT / "templates" / "mail", ("**.txt", "jinja2"), ("**.html", "jinja2"))
    for room in ROOMS:
        keywords = PAGES_SAY if room == "web" else KEYWORDS
        said |= extracted(ROOT / room, ("**.py", "python"), keywords=keywords)
    looked_up = (
        {words(state) for state in STATES} | {kind.meaning for kind in staff_commands.TABLE} | set(REASONS)
    )
    refused = set(refusals.REFUSALS) | set(refusals.WORDS)
    return said | looked_up | refused | set(Priority) | set(TARGETS.values())


def catalog(language: str) -> Catalog:
    with (LOCALES / language / "LC_MESSAGES" / "bellhop.po").open("rb") as file:
        return read_po(file, locale=language, abort_invalid=True)


def entries(language: str) -> list[Message]:
    return [message for message in catalog(language) if message.id]


def test_there_are_english_and_german() -> None:
    assert {"en", "de"} <= set(languages())


@pytest.mark.parametrize("language", languages())
def test_a_catalog_holds_every_sentence_and_no_other(language: str, sentences: set[str]) -> None:
    assert {str(message.id) for message in entries(language)} == sentences


@pytest.mark.parametrize("language", [one for one in languages() if one != SOURCE])
def test_every_sentence_is_translated(language: str) -> None:
    assert [message.id for message in entries(language) if message.fuzzy or not message.string] == []


@pytest.mark.parametrize("language", languages())
def test_a_translation_fills_in_the_same_values(language: str) -> None:
    for message in entries(language):
        if message.string:
            assert sorted(PLACEHOLDER.findall(str(message.string))) == sorted(
                PLACEHOLDER.findall(str(message.id))
            )
