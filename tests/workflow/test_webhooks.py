"""From lines of the timeline to types of events; and the table of docs/webhooks.md, which running this file writes."""

from __future__ import annotations

import re

import pytest

from bellhop.project import ROOT
from web.panel import webhooks as pages
from web.timeline_words import SENTENCES
from workflow import webhook_bodies
from workflow.webhooks import DATA, MEANINGS, OF_TIMELINE, Entry, EventType, Happening, happenings

PAGE = ROOT / "docs" / "webhooks.md"
TABLE = re.compile(
    r"(<!-- events: .*? -->\n\| type \| when \| data \|\n\|---\|---\|---\|\n)(.*?)(<!-- /events -->)", re.S
)


def written_table() -> str:
    return "".join(f"| `{type}` | {MEANINGS[type]} | {DATA[type]} |\n" for type in EventType)


def types(*entries: Entry) -> list[str]:
    return [str(one.type) for one in happenings(entries)]


@pytest.mark.parametrize(
    ("entry", "type"),
    [
        (Entry(1, "created"), "ticket.created"),
        (Entry(1, "assigned", new="Ana"), "ticket.assigned"),
        (Entry(1, "guest wrote"), "ticket.commented"),
        (Entry(1, "answered"), "ticket.commented"),
        (Entry(1, "noted"), "ticket.commented"),
        (Entry(1, "state", old="open", new="closed"), "ticket.closed"),
        (Entry(1, "state", old="resolved", new="closed"), "ticket.closed"),
        (Entry(1, "state", old="closed", new="open"), "ticket.reopened"),
        (Entry(1, "state", old="resolved", new="in_progress"), "ticket.reopened"),
        (Entry(1, "state", old="open", new="resolved"), "ticket.updated"),
        (Entry(1, "edited", field="priority", old="low", new="high"), "ticket.updated"),
        (Entry(1, "sla_warned", field="first_response 0"), "ticket.sla_warned"),
        (Entry(1, "sla_breached", field="resolution 0"), "ticket.sla_breached"),
        (Entry(1, "answer failed"), "message.failed"),
        (Entry(1, "a kind of tomorrow"), "ticket.updated"),
    ],
)
def test_a_line_of_the_timeline_has_one_type(entry: Entry, type: str) -> None:
    """R-WF-8"""
    assert types(entry) == [type]


def test_small_changes_of_one_step_are_one_update() -> None:
    assert types(Entry(1, "edited", field="priority"), Entry(1, "edited", field="subject")) == [
        "ticket.updated"
    ]
    assert types(Entry(1, "linked"), Entry(2, "linked")) == ["ticket.updated"] * 2


def test_what_makes_up_a_new_ticket_is_no_update_of_it() -> None:
    made = [
        Entry(1, "created"),
        Entry(1, "rule", new="VIP"),
        Entry(1, "assigned", new="Ana"),
        Entry(2, "rule"),
    ]
    assert happenings(made) == (
        Happening(1, EventType.TICKET_CREATED),
        Happening(1, EventType.TICKET_ASSIGNED),
        Happening(2, EventType.TICKET_UPDATED),
    )


def test_an_sla_event_names_its_promise() -> None:
    (one,) = happenings([Entry(1, "sla_breached", field="first_response 2")])
    assert one.detail == "first_response"


def test_every_line_that_is_mapped_is_one_that_the_timeline_has() -> None:
    told_apart = {"created", "assigned", "sla_warned", "sla_breached"}
    assert set(OF_TIMELINE) <= set(SENTENCES) | told_apart


@pytest.mark.parametrize(
    ("subject", "said"),
    [
        ("Towels for room 12", "Towels for room 12"),
        ("Mail me: mia.sand@guest.example!", "Mail me: ****"),
        ("Call +39 170 123 45 67 today", "Call **** today"),
        ("Call 0170/1234567", "Call ****"),
        ("Call 0039 170 1234567.", "Call ****."),
        ("Card 4111 1111 1111 1111", "Card **** 1111"),
        ("Booking 20261120, 2 nights", "Booking 20261120, 2 nights"),
        ("From 12:30 to 14.00 on 24.12.2026", "From 12:30 to 14.00 on 24.12.2026"),
        ("[AUR-202611-00001-J] Towels", "[AUR-202611-00001-J] Towels"),
    ],
)
def test_a_subject_goes_without_contacts_and_cards(subject: str, said: str) -> None:
    """R-TKT-13: sensitive values never leave."""
    assert webhook_bodies.without_contacts(subject) == said


def test_a_long_subject_is_read_in_no_time() -> None:
    """Linear: whatever a guest writes."""
    for hard in ("0" * 100_000, "+1 " * 50_000, "@" * 100_000, "a@" * 50_000, "(0) " * 30_000):
        assert isinstance(webhook_bodies.without_contacts(hard), str)


def test_every_type_has_its_words() -> None:
    assert set(MEANINGS) == set(DATA) == set(pages.MEANINGS) == set(EventType)


def test_the_page_shows_the_table_as_it_is() -> None:
    """Run `python -m tests.workflow.test_webhooks` to write it anew."""
    found = TABLE.search(PAGE.read_text())
    assert found is not None
    assert found[2] == written_table()


if __name__ == "__main__":
    PAGE.write_text(TABLE.sub(lambda found: found[1] + written_table() + found[3], PAGE.read_text()))
