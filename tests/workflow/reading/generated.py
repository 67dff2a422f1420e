"""A few hundred mails made from small descriptions: mail program × language × habit, each with the words it must show."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import SMTP
from html import escape

from tests.workflow.reading.clients import ATTRIBUTIONS, HEADERS, HTML_QUOTES
from tests.workflow.reading.words import WORDS, Words

DESK = "desk@hotel-aurora.example"
# Which header or attribution the HTML of a program carries.
HTML_LINES = {
    "gmail": "gmail", "apple": "apple", "iphone": "apple", "thunderbird": "thunderbird", "yahoo": "yahoo", "proton": "proton",
    "mailru": "gmail", "netease": "thunderbird", "spark": "apple", "zoho": "gmail",
    "outlook-desktop": "outlook", "outlook-web": "outlook", "outlook-mobile": "outlook", "gmx": "gmx", "qq": "outlook",
}  # fmt: skip


@dataclass(frozen=True)
class Case:
    name: str
    raw: bytes
    shown: str  # exactly these words, whatever the blanks


def cases() -> Iterator[Case]:
    for language, words in WORDS.items():
        yield from _marked_quotes(language, words)
        yield from _header_quotes(language, words)
        yield from _html_quotes(language, words)


def _marked_quotes(language: str, words: Words) -> Iterator[Case]:
    """Text with an attribution and ">" lines."""
    quoted = "\n".join(f"> {line}" for line in words.quoted.split("\n"))
    for client, templates in ATTRIBUTIONS.items():
        if language not in templates:
            continue
        line = templates[language].format(name=words.desk, address=DESK)
        name = f"{client}-{language}"
        yield Case(f"{name}-top", _text(f"{words.answer}\n\n{line}\n\n{quoted}\n", language), words.answer)
        yield Case(f"{name}-tight", _text(f"{words.answer}\n{line}\n{quoted}\n", language), words.answer)
        yield Case(f"{name}-bottom", _text(f"{line}\n{quoted}\n\n{words.answer}\n", language), words.answer)
        yield Case(f"{name}-inline", _text(_inline(line, words), language), "\n".join(words.inline))
        yield Case(
            f"{name}-wrapped", _text(f"{words.answer}\n\n{_wrap(line)}\n\n{quoted}\n", language), words.answer
        )
        yield Case(
            f"{name}-unmarked", _text(f"{words.answer}\n\n{line}\n\n{words.quoted}\n", language), words.answer
        )
        signed = f"{words.answer}\n\n{words.closing}\n{words.name}\n\n{line}\n\n{quoted}\n"
        yield Case(f"{name}-signed", _text(signed, language), words.answer)
        delimited = f"{words.answer}\n\n-- \n{words.name}\n+41 31 123 45 67\n\n{line}\n\n{quoted}\n"
        yield Case(f"{name}-delimited", _text(delimited, language), words.answer)
        device = f"{words.answer}\n\n{words.device}\n\n{line}\n\n{quoted}\n"
        yield Case(f"{name}-device", _text(device, language), words.answer)


def _header_quotes(language: str, words: Words) -> Iterator[Case]:
    """Text with a header block and the quote unmarked below it."""
    for client, templates in HEADERS.items():
        if language not in templates:
            continue
        block = templates[language].format(name=words.desk, address=DESK)
        below = (
            words.quoted
            if not block.startswith(">")
            else "\n".join(f"> {line}" for line in words.quoted.split("\n"))
        )
        name = f"{client}-{language}"
        yield Case(f"{name}-top", _text(f"{words.answer}\n\n{block}\n\n{below}\n", language), words.answer)
        ruled = f"{words.answer}\n\n________________________________\n{block}\n\n{below}\n"
        yield Case(f"{name}-ruled", _text(ruled, language), words.answer)
        bold = "\n".join(
            f"*{line.partition(':')[0]}:*{line.partition(':')[2]}"
            for line in block.split("\n")
            if ":" in line
        )
        if client == "outlook":
            yield Case(
                f"{name}-bold", _text(f"{words.answer}\n\n{bold}\n\n{below}\n", language), words.answer
            )
        signed = f"{words.answer}\n\n{words.closing}\n\n{words.name}\nBahnhofstrasse 1\n+41 31 123 45 67\n\n{block}\n\n{below}\n"
        yield Case(f"{name}-signed", _text(signed, language), words.answer)
        yield Case(
            f"{name}-device",
            _text(f"{words.answer}\n\n{words.device}\n{block}\n\n{below}\n", language),
            words.answer,
        )


def _html_quotes(language: str, words: Words) -> Iterator[Case]:
    for client, template in HTML_QUOTES.items():
        kind = HTML_LINES[client]
        attribution = ATTRIBUTIONS.get(kind, {}).get(language, "")
        header = HEADERS.get(kind, {}).get(language, "")
        if not attribution and not header:
            continue
        page = template.format(
            reply=_paragraphs(words.answer),
            quoted=_paragraphs(words.quoted),
            attribution=escape(attribution.format(name=words.desk, address=DESK), quote=False),
            header=escape(header.format(name=words.desk, address=DESK), quote=False).replace("\n", "<br>"),
        )
        yield Case(f"html-{client}-{language}", _html(page, language), words.answer)
        line = (attribution or header).format(name=words.desk, address=DESK)
        text = f"{words.answer}\n\n{line}\n\n{words.quoted}\n"
        yield Case(f"both-{client}-{language}", _html(page, language, text=text), words.answer)
    strange = HTML_QUOTES["gmail"].format(
        reply=_paragraphs(words.answer),
        quoted=_paragraphs(words.quoted),
        attribution="Xyz qwe asd",
        header="",
    )
    text = f"{words.answer}\n\nXyz qwe asd\n\n{words.quoted}\n"
    yield Case(f"html-unknown-language-{language}", _html(strange, language, text=text), words.answer)


def _paragraphs(text: str) -> str:
    return "".join(
        f"<div>{escape(line, quote=False)}</div>" if line else "<div><br></div>" for line in text.split("\n")
    )


def _inline(line: str, words: Words) -> str:
    questions = [question for question in words.quoted.split("\n") if question]
    return f"{line}\n> {questions[0]}\n> {questions[1]}\n\n{words.inline[0]}\n\n> {questions[-1]}\n\n{words.inline[1]}\n"


def _wrap(line: str) -> str:
    """As programs that break at 76 columns do: before the address, or at the last blank."""
    at = line.rfind(" <") if " <" in line else line.rfind(" ")
    return line if at < 0 else f"{line[:at]}\n{line[at + 1 :]}"


def _message(language: str) -> EmailMessage:
    message = EmailMessage(policy=SMTP)
    message["From"] = f"{WORDS[language].name} <guest@guest.example>"
    message["To"] = DESK
    message["Subject"] = "Re: Your stay"
    message["Message-ID"] = "<reply@guest.example>"
    message["In-Reply-To"] = "<ticket@hotel-aurora.example>"
    return message


def _text(body: str, language: str) -> bytes:
    message = _message(language)
    message.set_content(body)
    return message.as_bytes()


def _html(page: str, language: str, text: str = "") -> bytes:
    message = _message(language)
    if text:
        message.set_content(text)
        message.add_alternative(page, subtype="html")
    else:
        message.set_content(page, subtype="html")
    return message.as_bytes()
