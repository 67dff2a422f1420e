"""One ticket on paper: what it is about, and what was said (R-TKT-10). Internal notes only when they are asked for."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from web import words
from web.category_words import category_name
from web.languages import N_, gettext
from web.pdf.sheet import Sheet
from workflow.card_numbers import mask
from workflow.queries.thread import Utterance
from workflow.queries.tickets import TicketRow
from workflow.values import Direction, Source

MOST_WORDS, MOST_IN_ALL = 20_000, 150_000
"""Letters of one message, and of all, the newest first: two seconds' work. What is left out is said."""

_WRITTEN_HERE = frozenset({Source.PANEL, Source.API, Source.AI_AGENT, Source.PMS})
_WHO = {
    Direction.IN: N_("from the guest"),
    Direction.OUT: N_("from the house"),
    Direction.NOTE: N_("internal note"),
}


def of(
    row: TicketRow,
    messages: Sequence[Utterance],
    *,
    hotel_name: str,
    zone: ZoneInfo,
    is_cut: bool,
    now: datetime,
) -> bytes:
    """messages: those to print, oldest first. is_cut: earlier ones are left out."""
    facts = _facts(row, zone)
    printed = [(_head(said, zone), _words(said), _files(said)) for said in _newest(messages)]
    is_cut = is_cut or len(printed) < len(messages)
    description = mask(row.description)[:MOST_WORDS] if row.source in _WRITTEN_HERE else ""
    foot = f"{hotel_name} · {row.pid} · " + gettext(
        "Printed %(moment)s", moment=f"{now.astimezone(zone):%Y-%m-%d %H:%M}"
    )
    texts = [row.subject, description, *facts, *(text for parts in printed for text in parts)]
    sheet = Sheet(texts, foot=foot)
    sheet.quiet(f"{hotel_name} · {row.pid}")
    sheet.title_line(mask(row.subject) or gettext("(no subject)"))
    for fact in facts:
        sheet.quiet(fact)
    sheet.rule()
    if description:
        sheet.words(description)
        sheet.rule()
    if is_cut:
        sheet.quiet(gettext("Earlier messages are left out."))
        sheet.rule()
    for head, text, files in printed:
        sheet.strong(head)
        sheet.words(text)
        if files:
            sheet.quiet(files)
        sheet.ln(3)
    sheet.say_what_is_missing()
    return bytes(sheet.output())


def _newest(messages: Sequence[Utterance]) -> list[Utterance]:
    """As many as fit, in the order of the thread."""
    left, kept = MOST_IN_ALL, []
    for said in reversed(messages):
        left -= min(len(said.body), MOST_WORDS)
        if left < 0:
            break
        kept.append(said)
    return kept[::-1]


def _facts(row: TicketRow, zone: ZoneInfo) -> list[str]:
    said = (
        (N_("State"), gettext(words.STATES[row.state])),
        (N_("Priority"), gettext(words.PRIORITIES[row.priority])),
        (N_("Guest"), mask(row.requester)),
        (N_("Room"), row.room.name if row.room else ""),
        (N_("Assignee"), row.assignee.name if row.assignee else ""),
        (N_("Category"), category_name(row.category.name) if row.category else ""),
        (N_("Department"), row.department.name if row.department else ""),
        (N_("Tags"), ", ".join(row.tags)),
        (N_("Created"), f"{row.created_at.astimezone(zone):%Y-%m-%d %H:%M} ({zone.key})"),
    )
    return [f"{gettext(label)}: {value}" for label, value in said if value]


def _head(said: Utterance, zone: ZoneInfo) -> str:
    who = said.author_name or said.author_address
    kind = gettext(_WHO[Direction(said.direction)])
    return f"{said.created_at.astimezone(zone):%Y-%m-%d %H:%M}  {mask(who)} ({kind})"


def _words(said: Utterance) -> str:
    text = mask(words.body(said))
    if len(text) <= MOST_WORDS:
        return text
    return f"{text[:MOST_WORDS]}…\n" + gettext("The rest of this message is left out.")


def _files(said: Utterance) -> str:
    names = ", ".join(mask(file.filename) for file in said.files)
    return gettext("Files: %(names)s", names=names) if names else ""
