"""What a member typed above the quote, read strictly: what may be quote, header, device line or signature is none. Pure.

The reader keeps words when in doubt, which is right for a guest's mail. A member's words go out to somebody else:
here doubt means that nothing was typed.
"""

from __future__ import annotations

import re

from workflow.own_card import without_own_card
from workflow.reading import Mail, attributions, dividers, header_blocks
from workflow.reading.device_lines import is_device_line
from workflow.reading.quotes import REPLY_RULE
from workflow.reading.sign_offs import CONTACT, SENTENCE, closing_of, looks_like_name
from workflow.reading.signatures import DELIMITER, split_signature

STAND_IN = ["Yes.", ""]  # words above, so that a signature is looked for as if something had been typed
QUOTE_SIGNS = (">", "|")
PICTURE = re.compile(r"\s*\[(?:cid:|image|inline image|bild|logo)[^\]]{0,200}\]\s*", re.I)
WORD = re.compile(r"[^\W\d_]+")
MACHINE_SUBJECTS = (
    "recall:", "message recall", "rückruf:", "zurückrufen:", "rappel :", "rappel:", "richiamo:", "recuperar:", "recordar:",
    "accepted:", "declined:", "tentative:", "tentatively accepted:", "canceled:", "cancelled:", "new time proposed:",
    "zugesagt:", "angenommen:", "akzeptiert:", "abgelehnt:", "mit vorbehalt:", "vorläufig:", "unter vorbehalt:", "abgesagt:",
    "accepté:", "refusé:", "provisoire:", "annulé:", "accettato:", "rifiutato:", "provvisorio:", "annullato:",
    "aceptado:", "aceptada:", "rechazado:", "rechazada:", "provisional:", "cancelado:", "cancelada:", "aceite:", "recusado:",
    "geaccepteerd:", "geweigerd:", "voorlopig:", "geannuleerd:", "read:", "gelesen:", "not read:", "nicht gelesen:", "lu:",
    "non lu:", "letto:", "leído:", "gelezen:",
)  # fmt: skip
"""What calendars, recalls and receipts put in front of a subject, without an answer's "Re:"."""


def has_machine_subject(subject: str) -> bool:
    """Whether a calendar, a recall or a receipt wrote the subject."""
    folded = " ".join(subject.casefold().split()).replace(" :", ":")
    return folded.startswith(tuple(start.replace(" :", ":") for start in MACHINE_SUBJECTS))


def typed_words(mail: Mail) -> str:
    """The member's own words, "" when none are sure to be his."""
    if stands_below_our_line(mail):
        return ""
    lines = mail.visible_text.split("\n")
    start = _first_word(lines)
    own = lines[start:]
    if not any(_has_words(line) for line in own) or _is_signature(own) or _is_card(own, mail):
        return ""
    own = without_own_card(own, _names(mail))
    while own and (not own[-1].strip() or DELIMITER.match(own[-1])):
        own = own[:-1]  # Gmail's "-- ", when its signature was taken off by the mark around it
    return "\n".join(own).strip("\n")


def stands_below_our_line(mail: Mail) -> bool:
    """Whether the notice came back unquoted with nothing above it: what is left is our own text, or mixed with it."""
    alone = any(cut.rule == REPLY_RULE and "\n" not in cut.removed.strip() for cut in mail.cuts)
    top = next((line for line in mail.text.split("\n") if line.strip()), "")
    return alone or dividers.kind_of(top) is dividers.Divider.REPLY_ABOVE


def _first_word(lines: list[str]) -> int:
    """The line where typed words begin; behind the last one when there are none."""
    for index, line in enumerate(lines):
        if not _says_nothing(line):
            return len(lines) if _begins_the_rest(lines, index) else index
    return len(lines)


def _says_nothing(line: str) -> bool:
    """A blank, a rule, a quoted line, a device line, or where a picture stood."""
    if not line.strip() or line.lstrip().startswith(QUOTE_SIGNS):
        return True
    return dividers.is_rule(line) or is_device_line(line) or PICTURE.fullmatch(line) is not None


def _begins_the_rest(lines: list[str], index: int) -> bool:
    """Whether everything from here on is signature or an older mail."""
    line = lines[index]
    if DELIMITER.match(line) or dividers.kind_of(line) is not None:
        return True
    return header_blocks.block_end(lines, index) > 0 or _opens_with_attribution(lines[index:])


def _opens_with_attribution(lines: list[str]) -> bool:
    return any(
        attributions.may_end(lines[end]) and attributions.window(lines, end, 0, quoted_next=False) == (0, 0)
        for end in range(min(attributions.MAX_LINES, len(lines)))
    )


def _is_signature(lines: list[str]) -> bool:
    """Whether nothing but a signature stands there. "Thanks, Ana" is an answer, "Regards, Ana" is none."""
    own, _cuts = split_signature([*STAND_IN, *lines], something_above=True)
    if any(line.strip() for line in own[len(STAND_IN) :]):
        return False
    first = next(line for line in lines if line.strip())
    return closing_of(first) != "thanks"


def _is_card(lines: list[str], mail: Mail) -> bool:
    """Whether nothing but the writer's own name stands there, or that and how to reach him."""
    first, *rest = (attributions.plain(line) for line in lines if line.strip())
    if not looks_like_name(first) or _names(mail).isdisjoint(
        WORD.findall(first.partition(",")[0].casefold())
    ):
        return False
    return not any(SENTENCE.search(line) for line in rest) and (
        not rest or any(CONTACT.search(line) for line in rest)
    )


def _names(mail: Mail) -> frozenset[str]:
    return frozenset(WORD.findall(f"{mail.from_name} {mail.from_address.partition('@')[0]}".casefold()))


def _has_words(line: str) -> bool:
    return any(char.isalnum() or char > "\u2190" for char in line)
