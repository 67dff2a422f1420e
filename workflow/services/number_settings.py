"""Setting up WhatsApp numbers: adding, changing, switching off. What an account must look like is whatsapp_channels'.

Every change is a line in the log that says who made it; tokens are left out.
"""

from __future__ import annotations

from datetime import datetime

import peewee
import structlog

from workflow.errors import Invalid, NotFound
from workflow.models import Channel
from workflow.sealing import Keys
from workflow.services import reconciling, whatsapp_channels
from workflow.services.whatsapp_channels import Account
from workflow.settings import Settings
from workflow.values import Actor, ChannelKind

MAX_NAME = 200

_log = structlog.get_logger(__name__)


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
    _note("whatsapp_number_added", made, actor)
    return made


def change(
    hotel_id: int, channel_id: int, account: Account, *, display_name: str, keys: Keys, actor: Actor
) -> None:
    """In the open transaction; an empty token leaves the one that stands. Raises Invalid, NotFound."""
    channel = find(hotel_id, channel_id, lock=True)
    channel.display_name = _name(display_name)
    channel.save(only=(Channel.display_name,))
    whatsapp_channels.change(channel, account, keys=keys, actor=actor)


def switch_off(hotel_id: int, channel_id: int, *, actor: Actor) -> None:
    """Twilio's calls are answered with 404 within seconds; tickets stay. Raises NotFound."""
    _switch(hotel_id, channel_id, enabled=False, actor=actor)


def switch_on(hotel_id: int, channel_id: int, *, actor: Actor) -> None:
    """Raises NotFound."""
    _switch(hotel_id, channel_id, enabled=True, actor=actor)


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


def _switch(hotel_id: int, channel_id: int, *, enabled: bool, actor: Actor) -> None:
    channel = find(hotel_id, channel_id, lock=True)
    channel.enabled = enabled
    channel.save(only=(Channel.enabled,))
    _note("whatsapp_number_switched_on" if enabled else "whatsapp_number_switched_off", channel, actor)


def _name(display_name: str) -> str:
    name = display_name.strip()
    if len(name) > MAX_NAME or not name.isprintable():
        raise Invalid(f"A name has at most {MAX_NAME} characters, all on one line.", "displayName")
    return name


def _note(event: str, channel: Channel, actor: Actor) -> None:
    _log.info(event, hotel=channel.hotel_id, channel=channel.id, by=actor.kind, by_id=actor.id)
