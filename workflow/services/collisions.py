"""Whether an answer by mail was written without knowing what else was said: a colleague's answer, the guest's words.

What its author knew is the notice that he answered, also a colleague's that was passed on to him. The panel asks the
same in its own way: workflow/queries/heard.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from workflow.database import rows
from workflow.reading import Mail
from workflow.reply_address import read_message_id
from workflow.sealing import Keys
from workflow.texts import say
from workflow.values import Direction

# A notice without a message (a ticket opened in the panel) shows what was there when it was written. One that took
# others along shows what they were about.
_KNOWN = """
WITH answered AS (SELECT id, hotel_id, ticket_id, payload ->> 'together' AS others FROM effects
                  WHERE hotel_id = %s AND id = ANY(%s)),
shown AS (SELECT id FROM answered UNION
          SELECT e.id FROM answered a, unnest(string_to_array(a.others, ' ')::bigint[]) AS other (id)
          JOIN effects e ON e.id = other.id WHERE e.hotel_id = a.hotel_id AND e.ticket_id = a.ticket_id)
SELECT coalesce(max(coalesce(e.message_id, (SELECT max(m.id) FROM messages m
  WHERE m.ticket_id = e.ticket_id AND m.created_at <= e.created_at))), 0)
FROM effects e WHERE e.id IN (SELECT id FROM shown)
"""
# One mail may answer the notices of two tickets at once: what it says of the other ticket tells nothing about this one.
_ABOUT_IT = """
SELECT e.id FROM effects e JOIN tickets t ON t.id = e.ticket_id
WHERE e.hotel_id = %s AND e.id = ANY(%s) AND (t.id = %s OR t.merged_into_id IS NOT NULL)
"""
_LATEST_NOTICE = """
SELECT e.id FROM effects e WHERE e.ticket_id = %s AND e.hotel_id = %s AND e.member_id = %s
  AND e.kind = 'send_notice' AND e.state = 'done' AND e.finished_at <= %s ORDER BY e.id DESC LIMIT 1
"""
# messages_of_ticket serves it: only what is newer than the notice is looked at.
_SINCE = """
SELECT id, direction, coalesce(nullif(author_name, ''), author_address), created_at FROM messages
WHERE ticket_id = %s AND hotel_id = %s AND id > %s AND NOT is_automatic AND NOT is_politeness
  AND (direction = 'in' AND %s OR direction = 'out' AND author_id IS DISTINCT FROM %s AND created_at > %s)
ORDER BY id DESC LIMIT 1
"""


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer of a member that is about to go out."""

    hotel_id: int
    ticket_id: int
    staff_id: int
    mail: Mail
    received_at: datetime
    heard_id: int  # up to where he has been told by us since, 0 when he has not


@dataclass(frozen=True, slots=True)
class Collision:
    """The latest that he could not know."""

    message_id: int
    direction: Direction
    who: str
    at: datetime

    def sentence(self, language: str, *, now: datetime) -> str:
        minutes = max(1, round((now - self.at) / timedelta(minutes=1)))
        values = {"name": self.who, "minutes": str(minutes)}
        if self.direction is Direction.OUT:
            return say(language, "%(name)s answered %(minutes)s min ago.", values)
        return say(
            language, "%(name)s wrote again %(minutes)s min ago, and you answered an earlier mail.", values
        )


def find(reply: Reply, *, keys: Keys, within: timedelta, now: datetime) -> Collision | None:
    """What stands against sending it, in the open transaction with nothing pending."""
    known = _known(reply, keys)
    floor = max(known or 0, reply.heard_id)
    since = reply.received_at - within
    found = rows(_SINCE, (reply.ticket_id, reply.hotel_id, floor, known is not None, reply.staff_id, since))
    if not found:
        return None
    id, direction, who, at = found[0]
    return Collision(id, Direction(direction), who, at)


def _known(reply: Reply, keys: Keys) -> int | None:
    """The latest message that the notice he answered showed; without a sign of it, the latest notice he got by then.

    None when he got none: then nobody can say what of the guest's he has read.
    """
    notices = _notices(reply, reply.mail.in_reply_to, keys) or _notices(reply, reply.mail.references, keys)
    if not notices:
        found = rows(_LATEST_NOTICE, (reply.ticket_id, reply.hotel_id, reply.staff_id, reply.received_at))
        notices = [id for (id,) in found]
    return int(rows(_KNOWN, (reply.hotel_id, notices))[0][0]) if notices else None


def _notices(reply: Reply, ids: Sequence[str], keys: Keys) -> list[int]:
    """The effects that sent these mails, as far as they are notices of ours about the ticket."""
    sent = (read_message_id(id, keys=keys) for id in ids)
    notices = [row.id for row in sent if row is not None and row.kind == "e"]
    found = rows(_ABOUT_IT, (reply.hotel_id, notices, reply.ticket_id)) if notices else []
    return [id for (id,) in found]
