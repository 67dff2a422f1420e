"""What pages say stands in the catalogs of their languages, each sentence once (R-I18N-1)."""

from pathlib import Path

import pytest
from babel.messages.catalog import Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from bellhop.project import ROOT
from tests.web.conftest import House
from tests.web.core_refusals import refusals
from tests.workflow.reason_sentences import reason_sentences
from tests.workflow.test_catalogs import PLACEHOLDER
from workflow.texts import LOCALES

# Pages, their templates, their code.
FAMILIES = {
    "panel": (ROOT / "templates" / "panel", ROOT / "web"),
    "guest": (ROOT / "templates" / "guest", ROOT / "web" / "guest"),
}
KEYWORDS = {"_": None, "gettext": None, "N_": None, "ngettext": (1, 2)}
# English is what the code says; the guests' languages join `guest` with their pages.
TRANSLATED = [
    (folder.parent.name, name)
    for name in FAMILIES
    for folder in sorted(LOCALES.glob(f"*/{name}"))
    if folder.is_dir()
]


def said(name: str) -> set[str]:
    templates, code = FAMILIES[name]
    others = [other for _, other in FAMILIES.values() if other != code and other.is_relative_to(code)]
    sentences: set[str] = set()
    for folder, method in ((templates, ("**.html", "jinja2")), (code, ("**.py", "python"))):
        if not folder.exists():
            continue
        for path, _, sentence, *_ in extract_from_dir(
            folder,
            [method],
            keywords=KEYWORDS,
            strip_comment_tags=True,
            directory_filter=lambda _: True,  # else _parts are left out
        ):
            if code == folder and any((folder / path).is_relative_to(other) for other in others):
                continue
            sentences.add(sentence[0] if isinstance(sentence, tuple) else sentence)
    if name == "panel":
        sentences |= {one.sentence for one in refusals() if one.sentence is not None}
        sentences |= set(reason_sentences())
    return sentences - {""}


def messages(language: str, name: str) -> list[tuple[Path, Message]]:
    found = []
    for path in sorted((LOCALES / language / name).glob("*.po")):
        with path.open("rb") as file:
            entries = read_po(file, locale=language, abort_invalid=True)
        found += [(path, message) for message in entries if message.id]
    return found


def key(message: Message) -> str:
    return message.id[0] if isinstance(message.id, tuple) else str(message.id)


@pytest.mark.parametrize(("language", "name"), TRANSLATED)
def test_every_sentence_of_a_page_is_translated_and_no_other(language: str, name: str) -> None:
    """R-I18N-1: no key is missing, none is left over, none stands in two files."""
    keys = [key(message) for _, message in messages(language, name)]
    assert sorted(said(name) - set(keys)) == []
    assert sorted(set(keys) - said(name)) == []
    assert sorted({one for one in keys if keys.count(one) > 1}) == []


@pytest.mark.parametrize(("language", "name"), TRANSLATED)
def test_a_translation_is_filled_in_like_the_sentence(language: str, name: str) -> None:
    for path, message in messages(language, name):
        forms = message.string if isinstance(message.string, tuple) else (message.string,)
        assert not message.fuzzy, (path, message.id)
        assert all(forms), (path, message.id)
        wanted = set(PLACEHOLDER.findall(str(message.id)))
        for form in forms:
            assert set(PLACEHOLDER.findall(str(form))) <= wanted, (path, message.id)
            assert isinstance(message.id, tuple) or set(PLACEHOLDER.findall(str(form))) == wanted, message.id


def test_a_page_speaks_what_the_browser_asks_for(house: House) -> None:
    """R-I18N-1: the panel in English and German."""
    browser = house.browser()
    assert '<html lang="en"' in browser.get("/login").text
    german = browser.get("/login", headers={"Accept-Language": "de-AT,en;q=0.5"}).text
    assert '<html lang="de"' in german
    assert "Anmelden" in german
