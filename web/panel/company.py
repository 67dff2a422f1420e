"""Who else is at a ticket, for its page: open claims, participants, and whether mail to the guest comes back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from workflow.models import Ticket
from workflow.queries import thread
from workflow.queries.sight import Sight
from workflow.services import claims, muting, participants
from workflow.services.claims import OpenClaim
from workflow.services.muting import Muted
from workflow.services.participants import Person
from workflow.values import Participation


@dataclass(frozen=True, slots=True)
class Company:
    claims: Sequence[OpenClaim]
    proposed: Sequence[Person]
    accepted: Sequence[Person]
    muted: Muted | None
    linked: Sequence[tuple[str, str]]  # tickets that name this one, but for those that claim it

    @property
    def copies(self) -> str:
        """Who gets the answers besides the guest, for one line."""
        return ", ".join(person.address for person in self.accepted)


def load(sight: Sight, ticket: Ticket) -> Company:
    """In the open transaction."""
    waiting = claims.open_claims(ticket)
    people = participants.people(ticket)
    claiming = {claim.pid for claim in waiting}
    return Company(
        claims=waiting,
        proposed=[person for person in people if person.state is Participation.PROPOSED],
        accepted=[person for person in people if person.state is Participation.ACCEPTED],
        muted=muting.find(ticket.hotel_id, ticket.requester_address),
        linked=[(pid, subject) for pid, subject, _ in thread.linked_to(sight, ticket) if pid not in claiming],
    )
