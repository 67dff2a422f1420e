"""Setting up the desk's mail addresses: adding, changing, switching off. Their mailboxes are services/mailboxes'.

Every change is written down with who made it; secrets are left out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

import peewee

from workflow.errors import Invalid, NotFound
from workflow.models import Channel, MailboxRow
from workflow.services import hotel_events, hotels, mailboxes
from workflow.services.hotel_events import Thing
from workflow.values import Actor, ChannelKind

MAX_NAME = 200
_ADDRESS = re.compile(r"[a-z0-9!#$%&'*/=?^_`{|}~.-]+@[a-z0-9-]+(\.[a-z0-9-]+)*")
_AUTHSERV_ID = re.compile(r"[A-Za-z0-9._-]{1,253}")  # RFC 8601, 2.2: most often a domain name


@dataclass(frozen=True, slots=True)
class Wanted:
    """How guests see the sender, and whose word about senders counts: authserv_id "" is a check of our own."""

    display_name: str = ""
    authserv_id: str = ""


def add(hotel_id: int, address: str, wanted: Wanted, *, actor: Actor, now: datetime) -> Channel:
    """A desk address, in the open transaction. Raises Invalid."""
    if not _ADDRESS.fullmatch(address.strip().lower()) or len(address) > 254:
        raise Invalid("Write the address like desk@hotel.example, in plain letters.", "address")
    wanted = _checked(wanted)
    made: Channel
    try:
        with Channel._meta.database.atomic():
            made = hotels.add_mail_channel(
                hotel_id=hotel_id,
                address=address,
                display_name=wanted.display_name,
                settings={"authserv_id": wanted.authserv_id} if wanted.authserv_id else {},
                now=now,
            )
    except peewee.IntegrityError:
        raise Invalid("This address is a desk address already.", "address") from None
    hotel_events.added(hotel_id, Thing.CHANNEL, made.address, actor=actor, now=now)
    return made


def change(hotel_id: int, channel_id: int, wanted: Wanted, *, actor: Actor, now: datetime) -> Channel:
    """In the open transaction. The address stays: tickets and reply addresses point to it. Raises Invalid, NotFound."""
    channel = find(hotel_id, channel_id, lock=True)
    wanted, before = _checked(wanted), _shown(channel)
    settings = {name: value for name, value in channel.settings.items() if name != "authserv_id"}
    if wanted.authserv_id:
        settings["authserv_id"] = wanted.authserv_id
    channel.display_name, channel.settings = wanted.display_name, settings
    channel.save(only=(Channel.display_name, Channel.settings))
    hotel_events.changed(
        hotel_id, Thing.CHANNEL, channel.address, before, _shown(channel), actor=actor, now=now
    )
    return channel


def switch_off(hotel_id: int, channel_id: int, *, actor: Actor, now: datetime) -> None:
    """Its mail is put off at the door from now on (within seconds), and its mailboxes are not read; tickets stay.

    Raises NotFound.
    """
    _switch(hotel_id, channel_id, enabled=False, actor=actor, now=now)
    for box in MailboxRow.select().where(MailboxRow.channel_id == channel_id, MailboxRow.enabled):
        mailboxes.switch_off(box.id)


def switch_on(hotel_id: int, channel_id: int, *, actor: Actor, now: datetime) -> None:
    """Its mailboxes are switched on one by one: some may have been off before. Raises NotFound."""
    _switch(hotel_id, channel_id, enabled=True, actor=actor, now=now)


def find(hotel_id: int, channel_id: int, *, lock: bool = False) -> Channel:
    """One of the hotel's mail addresses, in the open transaction. Raises NotFound."""
    query = Channel.select().where(
        Channel.id == channel_id, Channel.hotel_id == hotel_id, Channel.kind == ChannelKind.EMAIL
    )
    found: Channel | None = (query.for_update() if lock else query).get_or_none()
    if found is None:
        raise NotFound("There is no such desk address.")
    return found


def _switch(hotel_id: int, channel_id: int, *, enabled: bool, actor: Actor, now: datetime) -> None:
    channel = find(hotel_id, channel_id, lock=True)
    before = _shown(channel)
    channel.enabled = enabled
    channel.save(only=(Channel.enabled,))
    hotel_events.changed(
        hotel_id, Thing.CHANNEL, channel.address, before, _shown(channel), actor=actor, now=now
    )


def _checked(wanted: Wanted) -> Wanted:
    name, id = wanted.display_name.strip(), wanted.authserv_id.strip().lower()
    if len(name) > MAX_NAME or not name.isprintable():
        raise Invalid(
            "A name has at most %(most)s characters, all on one line.",
            "displayName",
            values={"most": MAX_NAME},
        )
    if id and not _AUTHSERV_ID.fullmatch(id):
        raise Invalid(
            "An authserv-id is one word like mx.hotel.example, the first one after Authentication-Results:.",
            "authservId",
        )
    return Wanted(name, id)


def _shown(channel: Channel) -> dict[str, object]:
    return {
        "displayName": channel.display_name,
        "authservId": channel.settings.get("authserv_id", ""),
        "enabled": channel.enabled,
    }
