"""What a member answers to an alarm on his phone: with a word that accepts, or the template's button, the ticket is his.

It is his by the phone that an administrator set for alarms; whatever else he writes there while one goes on is answered
with how to accept. In the caller's transaction; his words as a guest of the house are whatsapp_in's.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from workflow import alarm_words
from workflow.database import rows
from workflow.duty import PEOPLE, Member
from workflow.machine import DONE
from workflow.models import Effect, Ticket
from workflow.pid import find_pids
from workflow.reasons import because
from workflow.services import emergencies, taking, tickets
from workflow.services.alarm_replies import Reply
from workflow.services.mail_context import Outcome
from workflow.services.whatsapp_thread import Heard
from workflow.values import Actor, ActorKind, EffectKind, InboxState, State

ANSWERED_FOR = timedelta(days=1)
"""So long after an alarm an answer is one to it; longer WhatsApp lets nobody write back either."""

# effects_alarm_sid serves it.
_SENT = """
SELECT ticket_id, member_id, payload ->> 'since', result ->> 'sid' FROM effects
WHERE hotel_id = %s AND kind = 'send_alarm_whatsapp' AND member_id = ANY(%s) AND state = 'done'
  AND created_at > %s AND payload ? 'phrase' AND result ? 'sid' ORDER BY id DESC
"""


@dataclass(frozen=True, slots=True)
class Alarm:
    """One that went to the phone. since: when the emergency was raised."""

    ticket_id: int
    member: Member
    since: datetime
    sid: str


def answer(heard: Heard) -> Outcome | None:
    """None: these words are no answer to an alarm."""
    alarms = _alarms(heard)
    quoted = next((one for one in alarms if one.sid == heard.said.quoted_sid), None)
    if not alarms or (heard.said.quoted_sid and quoted is None):
        return None
    accepts = alarm_words.accepts(heard.said.text) or (heard.said.is_tap and quoted is not None)
    about = _about(heard.said.text, alarms, quoted, is_accepted=accepts)
    if not about:
        return None
    _reply(heard, about, _done(about, accepts, now=heard.now))
    return Outcome(InboxState.PROCESSED, because("A member answered an alarm."), ticket_id=about[0].ticket_id)


def _alarms(heard: Heard) -> list[Alarm]:
    """To this phone, the newest first, one for each ticket and member."""
    phone, hotel_id = heard.said.phone, heard.hotel.id
    mine = {
        one.staff_id: one
        for one in heard.assigner.people
        if phone and one.alarm_phone == phone and one.role in PEOPLE
    }
    if not mine:
        return []
    found = rows(_SENT, (hotel_id, list(mine), heard.now - ANSWERED_FOR))
    return [
        Alarm(ticket_id, mine[member_id], datetime.fromisoformat(since), sid)
        for ticket_id, member_id, since, sid in found
    ]


def _about(text: str, alarms: Sequence[Alarm], quoted: Alarm | None, *, is_accepted: bool) -> list[Alarm]:
    """What he quotes, or names by its number; else every emergency that waits; else, for an acceptance, the last one."""
    if quoted is not None:
        return [quoted]
    newest = list({one.ticket_id: one for one in reversed(alarms)}.values())[::-1]
    pids = {str(pid) for pid in find_pids(text)}
    named = [one for one in newest if pids and Ticket.get_by_id(one.ticket_id).pid in pids]
    waiting = [one for one in newest if emergencies.is_armed(Ticket.get_by_id(one.ticket_id))]
    return named or waiting or (newest[:1] if is_accepted else [])


def _done(about: Sequence[Alarm], accepts: bool, *, now: datetime) -> Reply:
    """Does what he asks for, and says what came of it."""
    if not accepts:
        return Reply.HOW
    if len(about) > 1:
        return Reply.WHICH
    ticket, member = tickets.lock(about[0].ticket_id), about[0].member
    if emergencies.is_over(ticket, about[0].since):
        is_anothers = ticket.assignee_id not in (None, member.staff_id) and State(ticket.state) not in DONE
        return Reply.ANOTHERS if is_anothers else Reply.OVER
    actor = Actor(ActorKind.STAFF, member.staff_id, member.name)
    taking.take(ticket, actor=actor, now=now, version=ticket.version)
    return Reply.TAKEN


def _reply(heard: Heard, about: Sequence[Alarm], reply: Reply) -> None:
    """By the number he wrote to: he has written, so WhatsApp takes any words for a day."""
    ids = " ".join(str(one.ticket_id) for one in about)
    Effect.create(
        hotel_id=heard.hotel.id,
        kind=EffectKind.SEND_ALARM_WHATSAPP,
        look_at=heard.now,
        ticket_id=about[0].ticket_id,
        member_id=about[0].member.staff_id,
        payload={"reply": reply, "tickets": ids, "channel": str(heard.channel.id)},
        created_at=heard.now,
    )
