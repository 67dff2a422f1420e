"""Which language a page speaks, and its words: gettext over the catalogs in templates/locale/<language>/<pages>.

`pages` is "panel" (English and German) or "guest" (the guests' languages). English is the source: its sentences are
the keys. Constants that are said later are marked with `N_`, so that the catalogs' test finds them.
"""

from __future__ import annotations

from gettext import NullTranslations

from flask import Flask, g, has_request_context, request
from markupsafe import Markup

from workflow import reason_words, texts

PANEL_LANGUAGES = {"en": "English", "de": "Deutsch"}
COOKIE = "bellhop-language"


def install(app: Flask) -> None:
    """Templates say {{ _('…') }} and {% trans %}…{% endtrans %}; `language` is the page's own."""
    app.jinja_env.add_extension("jinja2.ext.i18n")
    install_callables = app.jinja_env.install_gettext_callables  # type: ignore[attr-defined]
    install_callables(_template_gettext, _template_ngettext, newstyle=True)
    app.jinja_env.filters["reason"] = reason
    # Jinja's own `_` makes three calls of each through the page's context, 400 times for a page of the queue.
    app.jinja_env.globals.update(
        {"_": _in_template, "gettext": _in_template, "ngettext": _in_template_of_number}
    )
    app.jinja_env.globals.update(page_language=language, panel_languages=PANEL_LANGUAGES)


def language() -> str:
    """Of this request: what `speak` said, else the reader's choice, else what his browser asks for, else English.

    English too where nobody asks: outside of a request.
    """
    if not has_request_context():
        return "en"
    if "language" not in g:
        asked = (request.cookies.get(COOKIE, ""), *request.accept_languages.values())
        bases = (one.partition("-")[0].lower() for one in asked)
        speak(next((base for base in bases if base in PANEL_LANGUAGES), "en"), pages="panel")
    return str(g.language)


def speak(language: str, *, pages: str) -> None:
    """This request's page speaks this language, with the words of these pages."""
    g.language, g.words = language, texts.pages(language, pages)


def gettext(sentence: str, **values: object) -> str:
    """The sentence in the page's language, its %(name)s filled in."""
    return _template_gettext(sentence) % values if values else _template_gettext(sentence)


def ngettext(one: str, many: str, number: int, **values: object) -> str:
    """As gettext, for a number of things; %(num)s is the number."""
    return _template_ngettext(one, many, number) % {"num": number, **values}


def reason(stored: str) -> str:
    """A stored reason (workflow/reasons) in the page's language."""
    return reason_words.said(language(), stored)


def N_(sentence: str) -> str:
    """Marks a constant for the catalogs; it is said later with `gettext`."""
    return sentence


def _in_template(sentence: str, /, **values: object) -> Markup:
    """Our sentences may hold HTML; what is filled in is escaped."""
    said = _template_gettext(sentence)
    return Markup(said) % values if values else Markup(said % ())


def _in_template_of_number(one: str, many: str, num: int, /, **values: object) -> Markup:
    return Markup(_template_ngettext(one, many, num)) % {"num": num, **values}


def _template_gettext(sentence: str) -> str:
    return str(_words().gettext(sentence)) if sentence else ""


def _template_ngettext(one: str, many: str, number: int) -> str:
    return str(_words().ngettext(one, many, number))


def _words() -> NullTranslations:
    """Asked for hundreds of times a page: found once."""
    if not has_request_context():
        return texts.pages("en", "panel")
    if "words" not in g:
        language()
    found: NullTranslations = g.words
    return found
