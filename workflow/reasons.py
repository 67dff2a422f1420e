"""Why something went wrong, or came as it did: stored as an English sentence, said in the reader's language when shown.

`because` makes every such sentence, so that a test finds them all; workflow/reason_words knows them again. Pure.
"""

from __future__ import annotations


def because(sentence: str, /, **values: object) -> str:
    """The reason as it is stored, its %(name)s filled in."""
    return sentence % values if values else sentence
