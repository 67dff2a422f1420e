"""Setting up WhatsApp numbers: adding, changing, switching off. What an account must look like is whatsapp_channels'.

Every change is written down with who made it; tokens are left out.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

import peewee

from workflow.errors import Invalid, NotFound
from workflow.models import Channel
from workflow.sealing import Keys
from workflow.services import hotel_events, reconciling, whatsapp_channels
from workflow.services.hotel_events import Thing
from workflow.services.whatsapp_channels import Account
from workflow.settings import Settings
from workflow.values import Actor, ChannelKind

MAX_NAME = 200


def add(
    hotel_id: int,
    number: str,
    account: Account,
    *,
    display_name: str,
    keys: Keys,
    actor: Actor,
    now: datetime,
) -> Channel:
    """A number, in the open transaction; its list at Twilio is read from now on. Raises Invalid."""
    try:
        with Channel._meta.database.atomic():
            made = whatsapp_channels.add(
                hotel_id, number, account, display_name=_name(display_name), keys=keys, now=now
            )
    except peewee.IntegrityError:
        raise Invalid("This number is set up already.", "number") from None
    reconciling.arm(hotel_id, made.id, at=now, now=now)
    hotel_events.added(hotel_id, Thing.CHANNEL, made.address, actor=actor, now=now)
    return made


def change(
    hotel_id: int,
    channel_id: int,
    account: Account,
    *,
    display_name: str,
    keys: Keys,
    actor: Actor,
    now: datetime,
) -> None:
    """In the open transaction; an empty token leaves the one that stands. Raises Invalid, NotFound."""
    channel = find(hotel_id, channel_id, lock=True)
    before, secret = _shown(channel), bytes(channel.secret or b"")
    channel.display_name = _name(display_name)
    channel.save(only=(Channel.display_name,))
    whatsapp_channels.change(channel, account, keys=keys, actor=actor)
    after = find(hotel_id, channel_id)
    hotel_events.changed(
        hotel_id, Thing.CHANNEL, channel.address, before, _shown(after), actor=actor, now=now
    )
    if account.token and keys.decrypt(secret) != account.token:
        hotel_events.happened(hotel_id, "channel secret renewed", channel.address, actor=actor, now=now)


def switch_off(hotel_id: int, channel_id: int, *, actor: Actor, now: datetime) -> None:
    """Twilio's calls are answered with 404 within seconds; tickets stay. Raises NotFound."""
    _switch(hotel_id, channel_id, enabled=False, actor=actor, now=now)


def switch_on(hotel_id: int, channel_id: int, *, actor: Actor, now: datetime) -> None:
    """Raises NotFound."""
    _switch(hotel_id, channel_id, enabled=True, actor=actor, now=now)


def find(hotel_id: int, channel_id: int, *, lock: bool = False) -> Channel:
    """One of the hotel's numbers, in the open transaction. Raises NotFound."""
    query = Channel.select().where(
        Channel.id == channel_id, Channel.hotel_id == hotel_id, Channel.kind == ChannelKind.WHATSAPP
    )
    found: Channel | None = (query.for_update() if lock else query).get_or_none()
    if found is None:
        raise NotFound("There is no such WhatsApp number.")
    return found


def webhooks(settings: Settings, channel_id: int) -> tuple[str, str]:
    """The addresses that Twilio calls: for messages, for their status."""
    base = f"{settings.hooks_public_url}/twilio/{channel_id}"
    return f"{base}/message", f"{base}/status"


def templates_of(lines: list[str]) -> dict[str, str]:
    """From `en=HX…`, one a line: Content SID by language. What they may look like is checked when they are kept."""
    pairs = (line.partition("=") for line in lines if line.strip())
    return {language.strip().lower(): sid.strip() for language, _, sid in pairs}


def _switch(hotel_id: int, channel_id: int, *, enabled: bool, actor: Actor, now: datetime) -> None:
    channel = find(hotel_id, channel_id, lock=True)
    before = _shown(channel)
    channel.enabled = enabled
    channel.save(only=(Channel.enabled,))
    hotel_events.changed(
        hotel_id, Thing.CHANNEL, channel.address, before, _shown(channel), actor=actor, now=now
    )


def _name(display_name: str) -> str:
    name = display_name.strip()
    if len(name) > MAX_NAME or not name.isprintable():
        raise Invalid(
            "A name has at most %(most)s characters, all on one line.",
            "displayName",
            values={"most": MAX_NAME},
        )
    return name


def _shown(channel: Channel) -> dict[str, object]:
    settings = channel.settings
    return {
        "displayName": channel.display_name,
        "accountSid": settings.get("account_sid", ""),
        "serviceSid": settings.get("service_sid", ""),
        "templates": _listed(settings.get("templates", {})),
        "alarmTemplates": _listed(settings.get("alarm_templates", {})),
        "prefersMail": bool(settings.get("prefers_mail", False)),
        "enabled": channel.enabled,
    }


def _listed(templates: Mapping[str, str]) -> list[str]:
    return [f"{language}={sid}" for language, sid in sorted(templates.items())]
