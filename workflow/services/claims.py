"""Claims (R-MAIL-8): a mail pointed to a ticket its author takes no part in, and stands as a ticket of its own.

People accept it: its mails move to the ticket it points to. Or they dismiss it: it stays what it is. In the caller's
transaction; intake makes the claims.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from workflow import apply
from workflow.database import rows
from workflow.errors import MoveRefused, NotFound
from workflow.models import Participant, Ticket, TicketClaim
from workflow.services import merging
from workflow.values import Actor, Decision, EventDraft, Participation

Sees = Callable[[Ticket], bool]
"""Whether the person who asks may see a ticket."""


@dataclass(frozen=True, slots=True)
class OpenClaim:
    """A claim as the claimed ticket shows it. verdict: whether the sender's address is confirmed."""

    id: int
    pid: str
    subject: str
    author_name: str
    author_address: str
    words: str
    verdict: str
    created_at: datetime


_OPEN = """
SELECT c.id, t.pid, t.subject, t.requester_name, t.requester_address, left(t.description, 300),
  coalesce((SELECT m.verdict FROM messages m WHERE m.ticket_id = t.id AND m.direction = 'in' ORDER BY m.id LIMIT 1), ''),
  c.created_at
FROM claims c JOIN tickets t ON t.id = c.ticket_id AND t.deleted_at IS NULL AND t.merged_into_id IS NULL
WHERE c.target_id = %s AND c.hotel_id = %s AND c.state = 'open' ORDER BY c.id DESC LIMIT 20
"""


def open_claims(target: Ticket) -> tuple[OpenClaim, ...]:
    """What waits for a decision; claims_of_target serves it."""
    return tuple(OpenClaim(*row) for row in rows(_OPEN, (target.id, target.hotel_id)))


def of_ticket(ticket: Ticket) -> TicketClaim | None:
    """The claim that this ticket stands for, while it is open."""
    found: TicketClaim | None = TicketClaim.get_or_none(
        TicketClaim.ticket_id == ticket.id,
        TicketClaim.hotel_id == ticket.hotel_id,
        TicketClaim.state == "open",
    )
    return found


def accept(target_id: int, claim_id: int, *, sees: Sees, actor: Actor, now: datetime) -> Ticket:
    """The mails move to the claimed ticket, marked as from outside. Returns the claiming ticket.

    Raises NotFound, also for a ticket this person does not see; MoveRefused when it was decided before; Invalid.
    """
    claim, claiming, target = _lock(target_id, claim_id, sees)
    merging.merge(claiming, target, actor=actor, now=now)
    _propose(claiming, target)
    _decided(claim, "accepted", actor=actor, now=now)
    return claiming


def accept_with_author(target_id: int, claim_id: int, *, sees: Sees, actor: Actor, now: datetime) -> Ticket:
    """The same, and the author takes part from now on: he gets the answers in copy."""
    claim, claiming, target = _lock(target_id, claim_id, sees)
    if claiming.requester_address and claiming.requester_address != target.requester_address:
        _accept_author(claiming, target, actor=actor, now=now)
    merging.merge(claiming, target, actor=actor, now=now)
    _decided(claim, "accepted", actor=actor, now=now)
    return claiming


def dismiss(target_id: int, claim_id: int, *, sees: Sees, actor: Actor, now: datetime) -> Ticket:
    """It has nothing to do with that ticket, and stays one of its own. Raises NotFound, MoveRefused."""
    claim, claiming, target = _lock(target_id, claim_id, sees)
    _decided(claim, "dismissed", actor=actor, now=now)
    for ticket, other in ((claiming, target), (target, claiming)):
        event = EventDraft("claim dismissed", new=other.pid)
        apply.write(ticket, Decision(events=(event,)), actor=actor, now=now)
    return claiming


def _lock(target_id: int, claim_id: int, sees: Sees) -> tuple[TicketClaim, Ticket, Ticket]:
    """The tickets first, in one order; then the claim cannot change any more."""
    found = TicketClaim.get_or_none(
        TicketClaim.id == min(claim_id, 2**63 - 1), TicketClaim.target_id == target_id
    )
    if found is None:
        raise NotFound("There is no such claim.")
    claiming, target = merging.lock_both(found.ticket_id, target_id)
    if not (sees(claiming) and sees(target)):
        raise NotFound("There is no such claim.")
    claim: TicketClaim = TicketClaim.get_by_id(found.id)
    if claim.state != "open":
        raise MoveRefused("This claim is %(state)s already.", (), values={"state": claim.state})
    return claim, claiming, target


def _decided(claim: TicketClaim, state: str, *, actor: Actor, now: datetime) -> None:
    TicketClaim.update(state=state, decided_at=now, decided_by_id=actor.id).where(
        TicketClaim.id == claim.id
    ).execute()


def _propose(claiming: Ticket, target: Ticket) -> None:
    """Who wrote may be accepted later."""
    if claiming.requester_address in ("", target.requester_address):
        return
    Participant.insert(
        hotel_id=target.hotel_id,
        ticket_id=target.id,
        address=claiming.requester_address,
        name=claiming.requester_name,
        reason="wrote",
    ).on_conflict_ignore().execute()


def _accept_author(claiming: Ticket, target: Ticket, *, actor: Actor, now: datetime) -> None:
    Participant.insert(
        hotel_id=target.hotel_id,
        ticket_id=target.id,
        address=claiming.requester_address,
        name=claiming.requester_name,
        reason="wrote",
        state=Participation.ACCEPTED,
    ).on_conflict(
        conflict_target=(Participant.ticket_id, Participant.address),
        update={Participant.state: Participation.ACCEPTED},
    ).execute()
    event = EventDraft("participant accepted", new=claiming.requester_address)
    apply.write(target, Decision(events=(event,)), actor=actor, now=now)
