"""The one place that writes a decision down: ticket, timeline, effects, deadlines, all in the open transaction.

The ticket is updated only where its version is still the one the decision was made on.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from workflow import clocks, mail_reasons
from workflow.database import rows
from workflow.errors import MoveRefused
from workflow.ledger import Ledger, joined
from workflow.models import Ticket
from workflow.values import Actor, ActorKind, DeadlineKind, Decision, EffectDraft, EventDraft, Snapshot, State


def snapshot(ticket: Ticket) -> Snapshot:
    """What a pure decision may know of this row."""
    return Snapshot(
        id=ticket.id,
        hotel_id=ticket.hotel_id,
        state=State(ticket.state),
        version=ticket.version,
        assignee_id=ticket.assignee_id,
        first_response_at=ticket.first_response_at,
        resolved_at=ticket.resolved_at,
        closed_at=ticket.closed_at,
        snoozed_until=ticket.snoozed_until,
    )


def write(
    ticket: Ticket, decision: Decision, *, actor: Actor, now: datetime, ledger: Ledger | None = None
) -> int:
    """Writes the decision and returns the ticket's version; the row object shows the ticket as it is then.

    Everything but a decision of effects alone is a change of the ticket; its clocks are set when the ledger is
    flushed. Raises VersionStale when somebody was quicker (with a ledger: when it is flushed), MoveRefused when
    somebody changes a ticket that is deleted: only the desk itself still writes down what became of its mails.
    """
    if ticket.deleted_at is not None and actor.kind is not ActorKind.SYSTEM and not brings_back(decision):
        raise MoveRefused(mail_reasons.DELETED, ())
    with joined(ledger) as book:
        if decision.changes or decision.events:
            stamp = {"updated_at": now, "updated_by_kind": actor.kind, "updated_by_id": actor.id}
            book.change_ticket(ticket, {**decision.changes, **stamp})
        _events(book, ticket, decision.events, actor=actor, now=now)
        if clocks.concerned(decision):
            book.set_clocks(ticket, now=now)
        _effects(book, ticket, decision.effects, now=now)
        if decision.cancel:
            _cancel(ticket, decision.cancel, now=now)
        for draft in decision.arm:
            book.add(
                "deadlines",
                {
                    "hotel_id": ticket.hotel_id,
                    "ticket_id": ticket.id,
                    "kind": draft.kind,
                    "due_at": draft.due_at,
                    "look_at": draft.due_at,
                    "payload": dict(draft.payload),
                    "created_at": now,
                },
            )
    return ticket.version


def brings_back(decision: Decision) -> bool:
    """Whether the decision is about the deletion itself."""
    return "deleted_at" in decision.changes


def _events(
    book: Ledger, ticket: Ticket, drafts: Iterable[EventDraft], *, actor: Actor, now: datetime
) -> None:
    for draft in drafts:
        book.add(
            "events",
            {
                "hotel_id": ticket.hotel_id,
                "ticket_id": ticket.id,
                "at": now,
                "actor_kind": actor.kind,
                "actor_id": actor.id,
                "actor_name": actor.name,
                "kind": draft.kind,
                "field": draft.field,
                "old": draft.old,
                "new": draft.new,
            },
        )


def _effects(book: Ledger, ticket: Ticket, drafts: Iterable[EffectDraft], *, now: datetime) -> None:
    for draft in drafts:
        book.add(
            "effects",
            {
                "hotel_id": ticket.hotel_id,
                "kind": draft.kind,
                "look_at": draft.due_at or now,
                "ticket_id": ticket.id,
                "message_id": draft.message_id,
                "member_id": draft.member_id,
                "payload": dict(draft.payload),
                "created_at": now,
            },
        )


def _cancel(ticket: Ticket, kinds: Iterable[DeadlineKind], *, now: datetime) -> None:
    """At once: a new deadline of the same kind may be armed in the same decision."""
    rows(
        "UPDATE deadlines SET state = 'cancelled', finished_at = %s"
        " WHERE ticket_id = %s AND state = 'armed' AND kind = ANY(%s) RETURNING id",
        (now, ticket.id, [kind.value for kind in kinds]),
    )
