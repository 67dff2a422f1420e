"""Whether a member's answer to an alarm by WhatsApp accepts it (R-TKT-12): a word or two, in the languages of the desk. Pure.

Whoever writes more than that is asked for the word: an alarm must not end by a sentence that was misread.
"""

from __future__ import annotations

import re

from workflow.pid import find_pids

ACCEPTING: dict[str, tuple[str, ...]] = {
    "any": ("ok", "okay", "oki", "k", "#take", "take"),
    "en": ("yes", "accept", "accepted", "i accept", "taken", "mine", "i take it", "i'll take it", "on it", "i'm on it", "on my way", "coming", "i'm coming"),
    "de": ("ja", "angenommen", "übernommen", "übernehme", "ich übernehme", "ich nehme es", "nehme ich", "mach ich", "mache ich", "komme", "ich komme", "bin unterwegs", "unterwegs"),
    "fr": ("oui", "d'accord", "j'accepte", "je prends", "je le prends", "je m'en occupe", "j'arrive", "en route"),
    "es": ("sí", "si", "vale", "acepto", "lo tomo", "me encargo", "voy", "en camino"),
    "it": ("sì", "si", "va bene", "accetto", "lo prendo io", "ci penso io", "me ne occupo", "arrivo"),
    "pt": ("sim", "aceito", "eu assumo", "assumo", "eu trato", "a caminho", "estou indo"),
    "nl": ("ja", "akkoord", "ik neem het", "ik pak het op", "ik kom", "onderweg"),
    "ja": ("はい", "了解", "了解です", "承知しました", "対応します", "向かいます"),
    "zh": ("好", "好的", "是", "是的", "收到", "我来", "接受", "我去"),
}  # fmt: skip
_ALL = frozenset(words for of_language in ACCEPTING.values() for words in of_language)
_SIGNS = "👍✅✔👌"
_MARKS = re.compile("[.!,;:…。！、，]|[\U0001f3fb-\U0001f3ff\ufe0f]")


def accepts(text: str) -> bool:
    """Also with the number of the ticket."""
    for pid in find_pids(text):
        text = re.sub(re.escape(str(pid)), " ", text, flags=re.IGNORECASE)
    plain = _MARKS.sub(" ", text.casefold().replace("’", "'"))
    words = " ".join(plain.translate(dict.fromkeys(map(ord, _SIGNS), " ")).split())
    return words in _ALL or (not words and any(sign in plain for sign in _SIGNS))
