"""An alarm to a member's phone by WhatsApp: always the hotel's template, with number of the ticket, room and word; and what
he is told when he has answered it (R-TKT-12).

When nobody knows whether the provider took one it is asked for again: an alarm twice is better than none.
Each function is one short transaction of the caller; nothing here speaks to the network.
"""

from __future__ import annotations

import json
from datetime import datetime

from workflow.desk import Desk
from workflow.duty import Member
from workflow.errors import DeliveryFailed
from workflow.models import Channel, Effect, Hotel, Room, Ticket, WhatsappContact
from workflow.reasons import because
from workflow.services import alarm_replies, alarm_routes, emergencies, outbox, provider_reports
from workflow.services.alarm_replies import Reply
from workflow.services.hotels import members
from workflow.services.outbox import Claim
from workflow.services.whatsapp_channels import PREFIX, Number, number_of
from workflow.services.whatsapp_out import Ask

NO_ROOM = "–"  # a variable of a template is never empty


def next_ask(claim: Claim, *, desk: Desk, now: datetime) -> Ask | None:
    """What to ask the provider for; None: nobody is to be alarmed any more. Raises DeliveryFailed (permanent)."""
    if claim not in outbox.lock_held([claim]):
        return None
    effect = Effect.get_by_id(claim.id)
    ticket = Ticket.get_by_id(effect.ticket_id)
    member = next((one for one in members(claim.hotel_id) if one.staff_id == effect.member_id), None)
    is_reply = "reply" in effect.payload  # to an answer of his, in words
    channel = _written_to(effect) if is_reply else alarm_routes.channel_of(claim.hotel_id)
    if member is None or not member.alarm_phone or channel is None:
        _settled(
            claim,
            because("The member, his phone or the hotel's template has gone: nothing was sent."),
            now=now,
        )
        return None
    if not is_reply and not emergencies.is_still_wanted(effect, ticket):
        _settled(claim, because("Somebody accepted meanwhile: nothing was sent."), now=now)
        return None
    _check_stop(channel, member)
    number = number_of(channel, keys=desk.keys)
    return Ask(
        part_id=0,
        number=number,
        to=PREFIX + member.alarm_phone,
        body=_words(effect, member) if is_reply else "",
        asked_at=now,
        report_url=f"{desk.settings.hooks_public_url}/twilio/{number.channel_id}/status",
        content_sid="" if is_reply else _template(number, member),
        content_variables="" if is_reply else _variables(ticket, str(effect.payload["phrase"])),
    )


def record_taken(claim: Claim, *, sid: str, now: datetime) -> None:
    """The provider has it; what it reports of the sid from now on is this alarm's, and so is what it did already."""
    provider_reports.hold(sid)
    result = {"kind": "whatsapp alarm", "sid": sid, "detail": "The provider has it."}
    if outbox.finish(claim, now=now, result=dict(result)):
        provider_reports.apply_known(claim.hotel_id, sid, now=now)


def _words(effect: Effect, member: Member) -> str:
    """In the member's language, else the hotel's."""
    language = member.language or Hotel.get_by_id(effect.hotel_id).language
    ids = [int(id) for id in effect.payload["tickets"].split()]
    return alarm_replies.words(Reply(effect.payload["reply"]), ids, language)


def _written_to(effect: Effect) -> Channel | None:
    found: Channel | None = Channel.get_or_none(Channel.id == int(effect.payload["channel"]), Channel.enabled)
    return found


def _template(number: Number, member: Member) -> str:
    """In the member's language, else the hotel's."""
    language = member.language or Hotel.get_by_id(number.hotel_id).language
    return alarm_routes.template_of(number.account.alarm_templates, language)


def _variables(ticket: Ticket, word: str) -> str:
    """Never the guest's own words: the phrase is the list's."""
    room = Room.get_by_id(ticket.room_id).number if ticket.room_id else NO_ROOM
    return json.dumps({"1": ticket.pid, "2": room, "3": word}, ensure_ascii=False)


def _check_stop(channel: Channel, member: Member) -> None:
    has_stopped = WhatsappContact.select().where(
        WhatsappContact.channel_id == channel.id,
        WhatsappContact.phone == member.alarm_phone,
        WhatsappContact.stopped_at.is_null(False),
    )
    if has_stopped.exists():
        raise DeliveryFailed(
            because("The member wrote STOP to the hotel's number; START ends that."), permanent=True
        )


def _settled(claim: Claim, detail: str, *, now: datetime) -> None:
    outbox.finish(claim, now=now, result={"kind": "whatsapp alarm", "detail": detail})
