"""Whether an alarm can go by WhatsApp: the members' phones, and a number with a template for it (R-TKT-12).

In the caller's transaction. Sending is workflow/services/whatsapp_alarms, what becomes of it alarm_fate.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from workflow.duty import Member
from workflow.errors import Invalid
from workflow.models import Channel, Hotel, Membership
from workflow.services import duty, hotel_events
from workflow.services.hotel_events import Thing
from workflow.services.whatsapp_channels import checked_number
from workflow.texts import base_of
from workflow.values import Actor, ChannelKind


def channel_of(hotel_id: int) -> Channel | None:
    """The hotel's number that alarms go out from: the first that is on and has a template for them."""
    return next((one for one in _numbers(hotel_id) if one.settings.get("alarm_templates")), None)


def template_of(templates: Mapping[str, str], language: str) -> str:
    """The Content SID for a language ("pt_BR" serves "pt"), else the English one, else any; "" without one."""
    by_base = {base_of(named): sid for named, sid in sorted(templates.items(), reverse=True)}
    wanted = (templates.get(language), by_base.get(base_of(language)), by_base.get("en"))
    return next(filter(None, wanted), next(iter(templates.values()), ""))


def missing(hotel_id: int, people: Sequence[Member]) -> str:
    """Why alarms go by mail only, in a sentence; "" when they go by WhatsApp too. people: of the hotel."""
    if not _numbers(hotel_id):
        return "Alarms go by mail only: the hotel has no WhatsApp number that is switched on."
    if channel_of(hotel_id) is None:
        return "Alarms go by mail only: no WhatsApp number has a template for alarms."
    if not any(member.alarm_phone for member in people):
        return "Alarms go by mail only: no member has a phone for alarms."
    return ""


def set_phone(hotel: Hotel, staff_id: int, number: str, *, actor: Actor, now: datetime) -> None:
    """An empty number takes it away. Raises Invalid."""
    duty.check_people(hotel.id, (staff_id,), "staffId")
    try:
        phone = checked_number(number) if number.strip() else ""
    except Invalid as error:
        raise Invalid(error.sentence, "alarmPhone", values=error.values) from None
    his = (Membership.hotel_id == hotel.id) & (Membership.staff_id == staff_id)
    before = Membership.get(his).alarm_phone
    Membership.update(alarm_phone=phone).where(his).execute()
    (name,) = duty.names_of(hotel.id, [staff_id])
    hotel_events.changed(hotel.id, Thing.PHONE, "", {name: before}, {name: phone}, actor=actor, now=now)


def _numbers(hotel_id: int) -> list[Channel]:
    mine = Channel.select().where(
        Channel.hotel_id == hotel_id, Channel.kind == ChannelKind.WHATSAPP, Channel.enabled
    )
    return list(mine.order_by(Channel.id))
