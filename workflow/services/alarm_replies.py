"""What a member is told by WhatsApp when he has answered an alarm. Composed when it is sent; in the caller's transaction."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from workflow.models import Staff, Ticket
from workflow.texts import say


class Reply(StrEnum):
    """What came of his answer."""

    TAKEN = "taken"
    ANOTHERS = "another's"
    OVER = "over"
    WHICH = "which"
    HOW = "how"


def words(reply: Reply, ticket_ids: Sequence[int], language: str) -> str:
    """About the first ticket, or all of them."""
    found = {ticket.id: ticket for ticket in Ticket.select().where(Ticket.id.in_(list(ticket_ids)))}
    ticket = found[ticket_ids[0]]
    pid = {"pid": ticket.pid}
    match reply:
        case Reply.TAKEN:
            return say(language, "%(pid)s is yours now, and the alarm has ended.", pid)
        case Reply.ANOTHERS:
            owner = Staff.get_or_none(Staff.id == ticket.assignee_id)
            if owner is not None:
                return say(language, "%(name)s has this ticket already.", {"name": owner.name})
            return say(language, "%(pid)s needs nobody any more.", pid)
        case Reply.OVER:
            return say(language, "%(pid)s needs nobody any more.", pid)
        case Reply.WHICH:
            pids = ", ".join(found[id].pid for id in ticket_ids)
            return say(
                language,
                "Several emergencies wait: %(pids)s. Answer OK with the number of the one you take.",
                {"pids": pids},
            )
        case Reply.HOW:
            return say(
                language, "Answer OK to take %(pid)s. Nothing else you write here reaches anybody.", pid
            )
