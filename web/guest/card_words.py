"""What stands on cards and signs, in the languages of the guests' pages."""

from __future__ import annotations

from web.languages import N_
from workflow import texts

CARD = N_(
    "Scan this code to write to the reception from your phone. It works once, from check-in to check-out."
)
SIGN = N_("Scan this code to write to the reception: by WhatsApp, by mail or here.")
ROOM = N_("Room %(number)s")


def say(language: str, sentence: str, **values: str) -> str:
    """In the guest's language ("fr-CA" counts as "fr"); English where there are no words."""
    base = language.partition("-")[0].lower()
    known = base if base in texts.page_languages("guest") else texts.FALLBACK
    return str(texts.pages(known, "guest").gettext(sentence)) % values
