"""The words of a mail from the templates under templates/mail/KIND, in the letter's language.

Templates get ready values and decide nothing; what is not HTML-safe is escaped by Jinja2.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from urllib.parse import quote

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from workflow.letter import DigestTicket, Letter, TicketFacts
from workflow.own_lines import marker
from workflow.subjects import bare_subject
from workflow.texts import TEMPLATES, catalog, choose, say
from workflow.values import Priority

MAIL_TEMPLATES = TEMPLATES / "mail"


@dataclass(frozen=True, slots=True)
class Bodies:
    subject: str
    text: str
    html: str


def render(letter: Letter) -> Bodies:
    """Subject, plain text and its HTML twin."""
    language = choose(letter.language)
    values = _values(letter, language)
    environment = _environment(language)

    def rendered(name: str) -> str:
        return environment.get_template(f"{letter.kind}/{name}").render(values)

    return Bodies(
        subject=" ".join(rendered("subject.txt").split()),
        text=rendered("body.txt").strip("\n") + "\n",
        html=rendered("body.html"),
    )


@cache
def _environment(language: str) -> Environment:
    environment = Environment(
        loader=FileSystemLoader(MAIL_TEMPLATES),
        autoescape=lambda name: bool(name) and str(name).endswith(".html"),
        undefined=StrictUndefined,
        extensions=["jinja2.ext.i18n"],
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,
    )
    environment.install_gettext_translations(catalog(language), newstyle=True)  # type: ignore[attr-defined]
    return environment


def _values(letter: Letter, language: str) -> dict[str, object]:
    ticket = letter.ticket
    words = letter.words.replace("\r\n", "\n").replace("\r", "\n").strip("\n")
    return {
        "language": language,
        "hotel": letter.hotel_name,
        "pid": ticket.pid,
        "subject": bare_subject(ticket.subject, ticket.pid),
        "words": words,
        "paragraphs": _paragraphs(words),
        "author": letter.author_name or ticket.guest,
        "guest": ticket.guest,
        "room": ticket.room,
        "state": _translated(language, ticket.state),
        "priority": _translated(language, ticket.priority),
        "standing": _standing(ticket, language),
        "assignee": ticket.assignee,
        "panel_url": ticket.panel_url,
        "error": letter.error,
        "target": _translated(language, letter.target),
        "due": letter.due,
        "reason": letter.reason,
        "passed_on_by": letter.passed_on_by,
        "alarm": letter.alarm,
        "handed_over": letter.handed_over,
        "lines": [
            {
                "line": line,
                "subject": bare_subject(line.subject, line.pid) or line.guest,
                "state": _translated(language, line.state),
                "priority": _translated(language, line.priority),
            }
            for line in (letter.handed_over.lines if letter.handed_over else ())
        ],
        "digest": [_digested(one, language) for one in letter.digest],
        "number": sum(len(one.lines) for one in letter.digest),
        "marker": marker(language),
        "body_marker": letter.body_marker,
        "receipt": letter.receipt,
        "own_paragraphs": _paragraphs(letter.receipt.own_words) if letter.receipt else [],
    }


def _standing(ticket: TicketFacts, language: str) -> str:
    """How it stands, in the line that lists of mails show: "Urgent · open · due 14:30", like a sentence."""
    due = ""
    if ticket.due:
        when = {"time": ticket.due}
        due = (
            say(language, "overdue since %(time)s", when)
            if ticket.is_overdue
            else say(language, "due %(time)s", when)
        )
    pressing = ticket.priority if ticket.priority in (Priority.HIGH, Priority.URGENT) else ""
    parts = (_translated(language, pressing), _translated(language, ticket.state), due)
    line = " · ".join(part for part in parts if part)
    return line[:1].upper() + line[1:]


def _digested(one: DigestTicket, language: str) -> dict[str, object]:
    return {
        "pid": one.facts.pid,
        "subject": bare_subject(one.facts.subject, one.facts.pid) or one.facts.guest,
        "room": one.facts.room,
        "standing": _standing(one.facts, language),
        "panel_url": one.facts.panel_url,
        "address": one.answer_to,
        "answer_to": f"mailto:{quote(one.answer_to, safe='@+')}?subject={quote(f'Re: [{one.facts.pid}]')}",
        "lines": [
            {"notice": line.notice, "author": line.author or one.facts.guest, "words": line.words}
            for line in one.lines
        ],
    }


def _paragraphs(words: str) -> list[list[str]]:
    """Lines by paragraph for HTML, which would swallow blank lines and runs of blanks."""
    paragraphs: list[list[str]] = [[]]
    for line in words.split("\n"):
        if line.strip():
            paragraphs[-1].append(line.rstrip().replace("\t", "    ").replace("  ", "\u00a0 "))
        elif paragraphs[-1]:
            paragraphs.append([])
    return [paragraph for paragraph in paragraphs if paragraph]


def _translated(language: str, word: str) -> str:
    """A state or priority in the reader's language; the empty word stays empty."""
    return str(catalog(language).gettext(word)) if word else ""
