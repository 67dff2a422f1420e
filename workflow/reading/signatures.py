"""Takes the signature off a run of own lines: "-- ", device lines, list and legal footers, "Best regards, Anna".

A cut needs something above it and, for a sign-off in words, a name below; when in doubt the words stay.
"""

from __future__ import annotations

import re

from workflow.reading.attributions import plain
from workflow.reading.footer_phrases import (
    AMBIGUOUS,
    BANNER_ACTS,
    BANNER_STARTS,
    BANNER_WORDS,
    BANNERS,
    DISCLAIMERS,
    FOOTERS,
    IMPRINTS,
    MAIL_WORDS,
    MISDIRECTED,
    PERSONAL,
    THIS_MAIL,
)
from workflow.reading.mail import Cut
from workflow.reading.sign_offs import (
    CONTACT,
    POSTSCRIPT,
    closing_of,
    contact_block,
    looks_like_name,
    may_sign,
    sign_off,
)
from workflow.reading.signature_phrases import (
    COMMON_DEVICES,
    DEVICE_CLOSES,
    DEVICE_ENDS,
    DEVICE_LEADS,
    DEVICE_LINES,
    DEVICE_STARTS,
    EXCUSES,
    NAMED_DEVICES,
)

DELIMITER = re.compile(r"^[ \t>]*--[ \t\xa0]*$")
LONG_RULE = re.compile(r"^[ \t]*(?:_{20,}|-{30,}|—{3,})[ \t]*$")
MARKDOWN_LINK = re.compile(r"\[([^\[\]]{1,80})\]\((?:https?|mailto):[^()\s]{1,300}\)")
LINK = re.compile(r"<?\(?(?:https?://|www\.|mailto:)\S*\)?>?|\[[^\]]{0,200}\]")
LINK_SIGNS = ("[", "://", "www.", "mailto:")
SHORT_RULE = re.compile(r"^[ \t]*[-_—–]{2,}[ \t]*$")
LINK_ONLY = re.compile(r"^\W*(?:https?://|www\.)\S+\W*$")
RULE_ONLY = re.compile(r"^\W+$")
MIN_LEGAL = 90  # characters; lawyers are never brief
SENTENCE_WORDS = 7
ALL_BANNERS = (*BANNERS, *BANNER_STARTS)
MAX_DEVICE_WORDS = 14
SHORT_BANNER = 6  # words
MAX_DELIMITED = 15  # lines below a "--" without its blank


def without_banner(lines: list[str]) -> tuple[list[str], Cut | None]:
    """The lines without the warning a company's server put above them."""
    start = next((index for index, line in enumerate(lines) if line.strip()), len(lines))
    if start == len(lines) or not _is_banner(plain(lines[start][:400]).casefold().lstrip("*[( ")):
        return lines, None
    end = start
    while end < len(lines) and lines[end].strip():
        end += 1
    if not any(line.strip() for line in lines[end:]):
        return lines, None
    return lines[end:], Cut(rule="external-mail banner", removed="\n".join(lines[start:end]))


def without_leading_device(lines: list[str]) -> tuple[list[str], Cut | None]:
    """The lines without a device line on top: some programs put it above the answer."""
    start = next((index for index, line in enumerate(lines) if line.strip()), len(lines))
    below = lines[start + 1 :]
    if start == len(lines) or not is_device_line(lines[start]) or not any(line.strip() for line in below):
        return lines, None
    return below, Cut(rule="device line", removed=lines[start])


def _is_banner(text: str) -> bool:
    if not text.startswith(ALL_BANNERS) or text.rstrip().endswith("?"):
        return False
    if _is_personal(set(text.split())):
        return False
    if text.startswith(BANNERS):
        return True
    if not any(word in text for word in BANNER_WORDS):
        return False
    speaks_of_mail = any(word in text for word in MAIL_WORDS) or "sender" in text
    return speaks_of_mail and (len(text.split()) <= SHORT_BANNER or any(act in text for act in BANNER_ACTS))


def split_signature(lines: list[str], *, something_above: bool) -> tuple[list[str], list[Cut]]:
    """The lines without signature, and what was taken off and why. `something_above`: words stand in earlier runs."""
    cuts: list[Cut] = []
    for rule, find in (
        ("signature delimiter", _delimiter),
        ("rule and contacts", _ruled_contacts),
        ("list footer", _list_footer),
        ("legal footer", _legal_footer),
        ("device line", _device_line),
        ("sign-off", sign_off),
        ("contact block", _contact_block),
    ):
        at = find(lines)
        if at >= 0 and (something_above or any(line.strip() for line in lines[:at])):
            end = _end_of(rule, lines, at)
            cuts.append(Cut(rule=rule, removed="\n".join(lines[at:end]).strip("\n")))
            lines = lines[:at] + lines[end:]
            if rule in ("signature delimiter", "rule and contacts"):
                lines = _without_bare_closing(lines, cuts)
    return lines, cuts


def _end_of(rule: str, lines: list[str], at: int) -> int:
    """Where the words go on below a signature; most often nowhere."""
    if rule == "signature delimiter":
        return _postscript(lines, at)
    if rule == "device line" and not all(
        may_sign(line) or is_device_line(line) for line in lines[at + 1 :] if line.strip()
    ):
        return at + 1  # who writes below it moved the cursor there
    return len(lines)


def _postscript(lines: list[str], at: int) -> int:
    """Where "PS:" begins below a signature: some programs sign above it, and it is the writer's."""
    below = range(at + 1, len(lines))
    return next(
        (index for index in below if not lines[index - 1].strip() and POSTSCRIPT.match(lines[index])),
        len(lines),
    )


def _words(lines: list[str]) -> list[int]:
    return [index for index, line in enumerate(lines) if line.strip()]


def _delimiter(lines: list[str]) -> int:
    if not any("--" in line for line in lines):
        return -1
    below = sum(1 for line in lines if line.strip())
    parts_text = lines.count("--") > 1
    for index, line in enumerate(lines):
        if not line.strip():
            continue
        below -= 1
        if not DELIMITER.match(line):
            continue
        if below and line.endswith(("-- ", "--\xa0")):
            return index
        if (
            0 < below <= MAX_DELIMITED
            and not _asks(lines[index + 1 :])
            and not _tells(lines[index + 1 :])
            and not (parts_text and _goes_on(lines, index))
        ):
            return index
    return -1


def _asks(lines: list[str]) -> bool:
    """A line of dashes with a question to the reader below it parts a text."""
    return any(line.rstrip().endswith(("?", "？")) for line in lines)


def _tells(lines: list[str]) -> bool:
    """The first line below is a sentence to somebody, and none of a card."""
    first = next((line.strip() for line in lines if line.strip()), "")
    return (
        len(first.split()) >= SENTENCE_WORDS and not CONTACT.search(first) and first.endswith((".", "!", ","))
    )


def _goes_on(lines: list[str], index: int) -> bool:
    """Several "--" part a text, as rules do, unless a closing, a name or a device stands below."""
    below = next((line for line in lines[index + 1 :] if line.strip() and not DELIMITER.match(line)), "")
    signs = closing_of(below) or looks_like_name(plain(below)) or is_device_line(below)
    return not (signs or CONTACT.search(below))


def _ruled_contacts(lines: list[str]) -> int:
    """A line of dashes with a name, or several ways to reach somebody, below it and nothing else."""
    filled = _words(lines)
    for index in reversed(filled[-MAX_DELIMITED - 1 :]):
        if not SHORT_RULE.match(lines[index]):
            continue
        below = [lines[at] for at in filled if at > index]
        contacts = sum(1 for line in below if len(line) <= 100 and CONTACT.search(line))
        if (
            below
            and len(below[0]) <= 60
            and (
                contacts >= 2
                or (
                    len(below) <= 2
                    and len(lines[index].strip()) <= 3
                    and looks_like_name(plain(below[0]))
                    and all(map(may_sign, below[1:]))
                )
            )
        ):
            return index
    return -1


def _contact_block(lines: list[str]) -> int:
    return contact_block(lines, _paragraphs(lines))


def _list_footer(lines: list[str]) -> int:
    for index, line in enumerate(lines):
        if LONG_RULE.match(line):
            below = " ".join(later for later in lines[index + 1 : index + 6] if later.strip()).casefold()
            if (
                "mailing list" in below
                or "unsubscribe" in below
                or "mailman/listinfo" in below
                or "/listinfo" in below
            ):
                return index
    return -1


def _legal_footer(lines: list[str]) -> int:
    """The first paragraph of what lawyers or scanners append, when nothing but such text follows."""
    best = -1
    for start, paragraph in reversed(_paragraphs(lines)):
        text = " ".join(plain(line) for line in paragraph).casefold()[:2000].lstrip(" *_-")
        if _is_legal(text):
            best = start
        elif best < 0 and _is_imprint(text):
            continue
        elif best >= 0 or not all(_is_trailer(line) for line in paragraph):
            break
    return best


def _width(text: str) -> int:
    """Chinese and Japanese say in one character what takes others two."""
    if text.isascii():
        return len(text)
    return len(text) + sum(1 for char in text if char >= "\u3000")


def _is_imprint(text: str) -> bool:
    """Where a company is registered: part of a legal footer, never a reason for one (guests ask for invoices)."""
    return any(first in text and second in text for first, second in IMPRINTS)


def _is_trailer(line: str) -> bool:
    return len(line) <= 300 and bool(LINK_ONLY.match(line) or RULE_ONLY.match(line))


def _is_legal(text: str) -> bool:
    if text.startswith(FOOTERS):
        return True
    if (
        _width(text) < MIN_LEGAL
        or text.rstrip().endswith(("?", "？", "؟"))
        or _is_personal(set(text.split()))
    ):
        return False
    if not any(map(text.__contains__, MAIL_WORDS)):
        return False
    pairs = (*DISCLAIMERS, *MISDIRECTED) if any(word in text for word in THIS_MAIL) else DISCLAIMERS
    return any(first in text and second in text for first, second in pairs)


def _is_personal(words: set[str]) -> bool:
    """Somebody speaks of himself, which lawyers never do."""
    return bool(words & PERSONAL) or any(
        word in words and words & beside for word, beside in AMBIGUOUS.items()
    )


def _paragraphs(lines: list[str]) -> list[tuple[int, list[str]]]:
    found: list[tuple[int, list[str]]] = []
    for index, line in enumerate(lines):
        if not line.strip():
            continue
        if found and found[-1][0] + len(found[-1][1]) == index:
            found[-1][1].append(line)
        else:
            found.append((index, [line]))
    return found


def _device_line(lines: list[str]) -> int:
    """The first "Sent from my iPhone" near the end, or Outlook's with its link, which nobody writes into a text."""
    filled = _words(lines)
    for place, index in enumerate(filled):
        if not is_device_line(lines[index]):
            continue
        below = len(filled) - place - 1
        if below <= 3 or "aka.ms" in lines[index] or "outlook" in lines[index].casefold():
            return index
    return -1


def is_device_line(line: str) -> bool:
    text = plain(line)
    if len(text) > 200:
        return False
    if "](" in text:
        text = MARKDOWN_LINK.sub(r"\1", text)
    bare = _without_links(text).strip(" <>()[].!-–—_\"'").casefold()
    if bare in DEVICE_LINES:
        return True
    head, separator, tail = bare.partition(", ") if ", " in bare else bare.partition(". ")
    if separator and tail.strip().startswith(EXCUSES):
        bare = head
        if bare in DEVICE_LINES:
            return True
    elif separator == ", " and _is_appliance(tail) and any(device in head for device in NAMED_DEVICES):
        bare = f"{head} {tail}"  # "Sent via the Samsung Galaxy S23, an AT&T 5G smartphone"
    if not bare or len(bare) > 80 or ", " in bare or ". " in bare:
        return False
    words = bare.split()
    if bare.startswith(DEVICE_LEADS):
        lead = next(lead for lead in DEVICE_LEADS if bare.startswith(lead))
        if lead == "sent from my" and len(words) <= 8:
            return True
        rest = bare[len(lead) :].removesuffix("gesendet")
        # "Sent by mail yesterday" speaks of a parcel: a common word must end the line, a name may stand anywhere.
        named = any(device in rest or device in lead for device in NAMED_DEVICES)
        return len(words) <= MAX_DEVICE_WORDS and (
            named or (bool(rest.split()) and rest.split()[-1].startswith(COMMON_DEVICES))
        )
    ends = bare.endswith(DEVICE_CLOSES) or (bare.endswith(DEVICE_ENDS) and bare.startswith(DEVICE_STARTS))
    return ends and len(words) <= 6 and any(device in bare for device in (*NAMED_DEVICES, *COMMON_DEVICES))


def _without_links(text: str) -> str:
    """The pattern is tried at every sign, and hardly any line holds a link."""
    return LINK.sub("", text) if any(map(text.__contains__, LINK_SIGNS)) else text


def _is_appliance(words: str) -> bool:
    return bool(words.split()) and words.split()[-1].startswith(COMMON_DEVICES)


def _without_bare_closing(lines: list[str], cuts: list[Cut]) -> list[str]:
    """ "Best regards" right above the delimiter belongs to the signature that was cut."""
    filled = _words(lines)
    if len(filled) > 1 and closing_of(lines[filled[-1]]) == "closing":
        cuts.append(Cut(rule="sign-off", removed=lines[filled[-1]]))
        return lines[: filled[-1]]
    return lines
