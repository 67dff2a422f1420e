"""Answers to our own receipts that say what was said before: an automatic answer that nothing else gave away (R-MAIL-10)."""

from __future__ import annotations

from datetime import timedelta

from workflow.database import rows
from workflow.models import Ticket
from workflow.reply_address import read_message_id
from workflow.services.mail_context import Arrival, Surroundings

WITHIN = timedelta(days=1)

_ECHO = """
SELECT EXISTS (SELECT FROM effects WHERE id = ANY(%s) AND hotel_id = %s AND kind = 'send_receipt')
  AND EXISTS (SELECT FROM messages WHERE ticket_id = %s AND author_id = %s AND direction = 'out'
              AND created_at > %s AND md5(body) = md5(%s))
"""


def is_echo(arrival: Arrival, ticket: Ticket, staff_id: int, words: str, around: Surroundings) -> bool:
    """Whether it answers a receipt of ours with the very words its author sent to this guest before."""
    keys = around.context(arrival).desk.keys
    sent = (read_message_id(id, keys=keys) for id in arrival.mail.in_reply_to)
    effects = [row.id for row in sent if row is not None and row.kind == "e"]
    if not effects:
        return False
    asked = (effects, ticket.hotel_id, ticket.id, staff_id, around.now - WITHIN, words.strip())
    return bool(rows(_ECHO, asked)[0][0])
