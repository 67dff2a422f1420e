"""The one place that writes a decision down: ticket, timeline, effects, deadlines, all in the open transaction.

The ticket is updated only where its version is still the one the decision was made on.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from workflow.errors import VersionStale
from workflow.models import Deadline, Effect, Event, Ticket
from workflow.values import Actor, Decision, EffectDraft, EventDraft, Snapshot, State


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
    )


def write(ticket: Snapshot, decision: Decision, *, actor: Actor, now: datetime) -> int:
    """Writes the decision and returns the ticket's version. Raises VersionStale when somebody was quicker."""
    version = ticket.version
    if decision.changes:
        version = _update(ticket, decision.changes, actor=actor, now=now)
    write_events(ticket.hotel_id, ticket.id, decision.events, actor=actor, now=now)
    write_effects(ticket.hotel_id, decision.effects, ticket_id=ticket.id, now=now)
    if decision.cancel:
        _cancel(ticket, decision, now=now)
    for draft in decision.arm:
        Deadline.create(
            hotel_id=ticket.hotel_id,
            ticket_id=ticket.id,
            kind=draft.kind,
            due_at=draft.due_at,
            look_at=draft.due_at,
            created_at=now,
        )
    return version


def write_events(
    hotel_id: int, ticket_id: int, drafts: Sequence[EventDraft], *, actor: Actor, now: datetime
) -> None:
    """Adds lines to the timeline."""
    if drafts:
        Event.insert_many(
            [
                {
                    "hotel_id": hotel_id,
                    "ticket_id": ticket_id,
                    "at": now,
                    "actor_kind": actor.kind,
                    "actor_id": actor.id,
                    "actor_name": actor.name,
                    "kind": draft.kind,
                    "field": draft.field,
                    "old": draft.old,
                    "new": draft.new,
                }
                for draft in drafts
            ]
        ).execute()


def write_effects(
    hotel_id: int, drafts: Iterable[EffectDraft], *, ticket_id: int | None, now: datetime
) -> None:
    """Notes what must be done once this transaction has committed."""
    rows = [
        {
            "hotel_id": hotel_id,
            "kind": draft.kind,
            "look_at": draft.due_at or now,
            "ticket_id": ticket_id,
            "message_id": draft.message_id,
            "member_id": draft.member_id,
            "payload": dict(draft.payload),
            "created_at": now,
        }
        for draft in drafts
    ]
    if rows:
        Effect.insert_many(rows).execute()


def _update(ticket: Snapshot, changes: Mapping[str, object], *, actor: Actor, now: datetime) -> int:
    changed = (
        Ticket.update(
            **changes,
            version=Ticket.version + 1,
            updated_at=now,
            updated_by_kind=actor.kind,
            updated_by_id=actor.id,
        )
        .where(Ticket.id == ticket.id, Ticket.version == ticket.version)
        .execute()
    )
    if not changed:
        raise VersionStale("Somebody else changed this ticket in the meantime. Load it again and repeat.")
    return ticket.version + 1


def _cancel(ticket: Snapshot, decision: Decision, *, now: datetime) -> None:
    (
        Deadline.update(state="cancelled", finished_at=now)
        .where(
            Deadline.ticket_id == ticket.id,
            Deadline.state == "armed",
            Deadline.kind.in_([str(kind) for kind in decision.cancel]),
        )
        .execute()
    )
