"""The paragraph a company prints below the card of a clerk: its register, its lawyers, "your data", "before you print".

It goes only below a card that follows a sign-off, and with not a word of a person in it; the card goes by `sign_offs`.
"""

from __future__ import annotations

import re

from workflow.reading.attributions import plain
from workflow.reading.company_phrases import (
    BELOW,
    COMPANIES,
    CONFIDENTIAL,
    DATA_LAWS,
    IN_ERROR,
    INVOICES,
    LEGAL_STARTS,
    NATURE,
    OF_THE_MAIL,
    OURS,
    OURS_WITHIN,
    PLEASE,
    PRINTING,
    REGISTERS,
    YOUR_DATA,
)
from workflow.reading.footer_phrases import MAIL_WORDS, THIS_MAIL
from workflow.reading.footers import is_personal, is_trailer, paragraphs
from workflow.reading.sign_offs import CONTACT, MAX_SIGNATURE, contact_block, informs, sign_off
from workflow.reading.signature_phrases import DETAILS

MAX_LINES = 15  # of such text, wrapped or not
MAX_CARD_LINE = 60
MAX_TEXT = 2000
SENTENCES = re.compile(r"(?<=[.!;|])\s+|(?<=[。！])")
QUESTIONS = ("?", "？")
WORD = re.compile(r"\w+")
STARTS = (*THIS_MAIL, *LEGAL_STARTS)


def company_lines(lines: list[str]) -> int:
    """The line where such text begins below a card, -1 when there is none."""
    filled = [index for index, line in enumerate(lines) if line.strip()]
    ends = [lines[index] for index in filled[-MAX_LINES - MAX_SIGNATURE :]]
    if not any(len(line) <= MAX_CARD_LINE and CONTACT.search(line) for line in ends):
        return -1  # no card: most mails end here
    last = next((block for _start, block in reversed(paragraphs(lines)) if not _is_link(block)), [])
    if not (_is_printed(last) or _is_printed(last[-1:])):
        return -1
    for start in reversed(filled[-MAX_LINES:]):
        printed = [block for _start, block in paragraphs(lines[start:])]
        if all(_is_link(block) or _is_printed(block) for block in printed) and _has_card(lines[:start]):
            return start
    return -1


def _has_card(lines: list[str]) -> bool:
    """Whether the lines end in a sign-off with somebody's card, or in a card, which nobody announced."""
    start = sign_off(lines)
    if start >= 0:
        signature = [line for line in lines[start + 1 :] if line.strip()]
        is_card = len(signature) > 1 and any(map(CONTACT.search, signature))
        return is_card and not _announces(lines[:start])
    start = contact_block(lines, paragraphs(lines))
    return start >= 0 and not _announces(lines[:start])


def _announces(lines: list[str]) -> bool:
    """ "Our company for the invoice is below": the guest wants it read."""
    text = _folded(lines)
    about = any(word in text for word in (*INVOICES, *COMPANIES))
    return about and any(word in text for word in (*BELOW, *DETAILS))


def _folded(lines: list[str]) -> str:
    return " ".join(plain(line) for line in lines).casefold().replace("’", "'")[:MAX_TEXT]


def _is_link(paragraph: list[str]) -> bool:
    return all(map(is_trailer, paragraph))


def _is_printed(paragraph: list[str]) -> bool:
    """Whether a company had this printed: known sentences, and none beside them in which somebody asks or speaks."""
    text = _folded(paragraph)
    if any(mark in text for mark in QUESTIONS) or is_personal(set(WORD.findall(text))):
        return False
    if any(word in text for word in INVOICES):
        return False
    sentences = [sentence for sentence in SENTENCES.split(text) if sentence.strip()]
    secret = any(map(_is_secret, sentences))
    known = [
        _is_on_data(one) or _is_on_printing(one) or (secret and (_is_secret(one) or _is_misdirected(one)))
        for one in sentences
    ]
    secret_for_sure = secret and (
        any(map(_is_misdirected, sentences)) or any(_speaks_of_the_mail(one) for one in sentences)
    )
    others = [one for one, is_known in zip(sentences, known, strict=True) if not is_known]
    if any(map(_is_somebody_s, others)) or (secret and not secret_for_sure):
        return False
    return any(known) or _is_register(" ".join(others))


def _is_somebody_s(sentence: str) -> bool:
    if any(word in sentence for word in (*PLEASE, *OURS_WITHIN)) or informs(sentence):
        return True
    return not OURS.isdisjoint(WORD.findall(sentence))


def _is_register(text: str) -> bool:
    padded = f" {text} "
    return any(first in padded and second in padded for first, second in REGISTERS)


def _is_secret(sentence: str) -> bool:
    return sentence.lstrip(' *_-"').startswith(STARTS) and any(word in sentence for word in CONFIDENTIAL)


def _is_misdirected(sentence: str) -> bool:
    return any(word in sentence for word in IN_ERROR)


def _speaks_of_the_mail(sentence: str) -> bool:
    """ "This message and its attachments are confidential", without a wish of the one who wrote it."""
    return (
        _is_secret(sentence)
        and any(word in sentence for word in OF_THE_MAIL)
        and not _is_somebody_s(sentence)
    )


def _is_on_data(sentence: str) -> bool:
    padded = f" {sentence}"
    return any(word in padded for word in DATA_LAWS) and any(word in sentence for word in YOUR_DATA)


def _is_on_printing(sentence: str) -> bool:
    return all(any(word in sentence for word in words) for words in (NATURE, PRINTING, MAIL_WORDS))
