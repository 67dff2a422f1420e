"""Which language a guest's words are in, offline: "" where they do not say it clearly enough. Pure.

The model is read with the first words that are asked about (about half a second, once a process); then a mail takes
some 0.06 ms of processor time. What is said in the language is workflow/texts.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from workflow.texts import choose

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

ENOUGH_TEXT = 300  # more changes nothing but the time it takes
SURE = 0.75
_LEAST_WORDS = 2
_LEAST_SIGNS = 4
# The languages of the catalogs and those that guests' mails are taken for otherwise: a Swede is no German.
KNOWN = (
    "ar", "ca", "cs", "da", "de", "el", "en", "es", "fi", "fr", "he", "hr", "hu", "it", "ja", "ko", "nl", "no",
    "pl", "pt", "ro", "ru", "sk", "sv", "th", "tr", "uk", "zh",
)  # fmt: skip
# Addresses, links, numbers. In ASCII, for Japanese and Chinese stand beside them without a blank.
_NOT_SPOKEN = re.compile(r"[!-~]+@[!-~]+|https?://[!-~]+|www\.[!-~]+|[!-~]*[0-9][!-~]*")
_WORD = re.compile(r"[^\W\d_]{2,}")
_SIGN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\u0e00-\u0e7f]")


def spoken_language(text: str) -> str:
    """A code like de, of the languages of the catalogs or not; "" when the words are too few or could be of several."""
    words = _NOT_SPOKEN.sub(" ", text[:ENOUGH_TEXT])
    if len(_WORD.findall(words)) < _LEAST_WORDS and len(_SIGN.findall(words)) < _LEAST_SIGNS:
        return ""
    language, sure = _identifier().classify(words)
    return str(language) if sure >= SURE else ""


def language_for(known: str, *said: str, hotel: str) -> str:
    """A guest is written to in his own language, else in that of the first of his words that show one, else in the hotel's."""
    if known:
        return choose(known)
    return choose(next(filter(None, map(spoken_language, said)), ""), hotel)


@cache
def _identifier() -> LanguageIdentifier:
    from py3langid.langid import (
        MODEL_FILE,
        LanguageIdentifier,
    )  # with numpy: only where guests' words are read

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages(KNOWN)
    return identifier
