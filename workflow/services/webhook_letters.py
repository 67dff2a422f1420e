"""The mail that an endpoint was switched off by Bellhop, to those who look after it. In the open transaction."""

from __future__ import annotations

from dataclasses import replace

from workflow import reason_words
from workflow.desk import Desk
from workflow.letter import Letter, LetterKind
from workflow.models import Effect, Hotel, WebhookEndpoint
from workflow.reply_address import make_message_id
from workflow.services.hotels import members
from workflow.services.queue_letters import NO_TICKET, desk_address, queue_facts


def letter_of(effect: Effect, *, desk: Desk) -> Letter | None:
    """None when the member or the endpoint is gone, or somebody has switched it on again."""
    endpoint = WebhookEndpoint.get_or_none(WebhookEndpoint.id == int(effect.payload["endpoint"]))
    member = next((one for one in members(effect.hotel_id) if one.staff_id == effect.member_id), None)
    channel = desk_address(effect.hotel_id)
    if endpoint is None or endpoint.enabled or member is None or channel is None:
        return None
    hotel = Hotel.get_by_id(effect.hotel_id)
    page = f"{desk.settings.public_url}/settings/webhooks/{endpoint.id}"
    domain = channel.address.rpartition("@")[2]
    return Letter(
        kind=LetterKind.WEBHOOK_OFF,
        message_id=make_message_id(f"e{effect.id}", NO_TICKET, domain=domain, keys=desk.keys),
        hotel_id=hotel.id,
        hotel_name=hotel.name,
        desk_address=channel.address,
        to_address=member.email,
        to_name=member.name,
        reply_to=channel.address,
        envelope_from="",  # RFC 3834, section 3.3
        language=hotel.language,
        ticket=replace(queue_facts(desk), panel_url=page),
        words=endpoint.url,
        error=reason_words.said(hotel.language, endpoint.off_because),
    )
