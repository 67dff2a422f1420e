"""The hotel's WhatsApp numbers: what the door and the worker know of them, and setting them up."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

import structlog

from workflow.database import before_hotel, rows
from workflow.errors import Invalid, SettingsError
from workflow.models import Channel, WhatsappContact
from workflow.sealing import Keys
from workflow.values import Actor, ChannelKind

PREFIX = "whatsapp:"
_NUMBER = re.compile(r"\+[1-9][0-9]{6,14}")  # E.164
_ACCOUNT_SID = re.compile(r"AC[0-9a-f]{32}")
_SERVICE_SID = re.compile(r"MG[0-9a-f]{32}")
_CONTENT_SID = re.compile(r"HX[0-9a-f]{32}")
DEMO_ACCOUNT = "AC" + "0" * 32
_TOKEN = re.compile(r"[0-9a-zA-Z]{16,64}")

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Account:
    """How a number stands at Twilio. account_sid "" is the demo's: the door then asks for the signature alone."""

    account_sid: str = ""
    token: str = field(default="", repr=False)
    service_sid: str = ""  # of a Messaging Service that the number sends through
    templates: Mapping[str, str] = field(default_factory=dict)  # ContentSid of "tap to read" by language
    prefers_mail: bool = False  # outside the 24 hours, when an address is known
    heard_sid: str = ""  # of the demo's number: the account that its messages came from
    alarm_templates: Mapping[str, str] = field(default_factory=dict)  # ContentSid of an emergency by language

    @property
    def user(self) -> str:
        """Whom the desk calls itself at Twilio. The demo's number takes the account that speaks to it."""
        return self.account_sid or self.heard_sid or DEMO_ACCOUNT


@dataclass(frozen=True, slots=True)
class Number:
    """One of the desk's WhatsApp numbers; address as Twilio writes it, whatsapp:+…"""

    channel_id: int
    hotel_id: int
    address: str
    account: Account


def numbers(keys: Keys) -> dict[int, Number]:
    """All that are switched on, of all hotels, by channel id. Raises StoreUnavailable."""
    with before_hotel():
        found = rows(
            "SELECT channel_id, hotel_id, address, settings, secret FROM bellhop_whatsapp_channels()"
        )
    return {
        channel_id: Number(channel_id, hotel_id, address, _account(settings, secret, keys=keys))
        for channel_id, hotel_id, address, settings, secret in found
    }


def number_of(channel: Channel, *, keys: Keys) -> Number:
    """What the worker needs to speak for the number."""
    return Number(
        channel.id, channel.hotel_id, channel.address, _account(channel.settings, channel.secret, keys=keys)
    )


def add(
    hotel_id: int, number: str, account: Account, *, display_name: str, keys: Keys, now: datetime
) -> Channel:
    """A number, in the open transaction. Raises Invalid."""
    address = PREFIX + checked_number(number)
    _check(account)
    return Channel.create(
        hotel_id=hotel_id,
        kind=ChannelKind.WHATSAPP,
        address=address,
        display_name=display_name,
        settings=_settings(account),
        secret=keys.encrypt(account.token),
        created_at=now,
    )


def change(channel: Channel, wanted: Account, *, keys: Keys, actor: Actor) -> None:
    """In the open transaction; an empty token leaves the one that stands. Raises Invalid."""
    token = wanted.token or _token(bytes(channel.secret or b""), keys=keys)
    account = replace(wanted, token=token)
    _check(account)
    Channel.update(settings=_settings(account), secret=keys.encrypt(token)).where(
        Channel.id == channel.id
    ).execute()
    if dict(channel.settings.get("templates", {})) != dict(account.templates):
        _forget_failed_templates(channel)
    _log.info(
        "whatsapp_number_changed", hotel=channel.hotel_id, channel=channel.id, by=actor.kind, by_id=actor.id
    )


def _forget_failed_templates(channel: Channel) -> None:
    """Whom the old ones could not ask may be asked by the new ones, at once."""
    WhatsappContact.update(template_error="", template_at=None).where(
        WhatsappContact.hotel_id == channel.hotel_id,
        WhatsappContact.channel_id == channel.id,
        WhatsappContact.template_error != "",
    ).execute()


def note_account(channel: Channel, account_sid: str) -> None:
    """The demo's number answers in the account that speaks to it; any other number has its own."""
    known = channel.settings
    if (
        known.get("account_sid")
        or known.get("heard_sid") == account_sid
        or not _ACCOUNT_SID.fullmatch(account_sid)
    ):
        return
    Channel.update(settings={**known, "heard_sid": account_sid}).where(Channel.id == channel.id).execute()


def _account(settings: Mapping[str, Any], secret: bytes | memoryview | None, *, keys: Keys) -> Account:
    return Account(
        account_sid=str(settings.get("account_sid", "")),
        token=_token(bytes(secret), keys=keys) if secret else "",
        service_sid=str(settings.get("service_sid", "")),
        templates=dict(settings.get("templates", {})),
        prefers_mail=bool(settings.get("prefers_mail", False)),
        heard_sid=str(settings.get("heard_sid", "")),
        alarm_templates=dict(settings.get("alarm_templates", {})),
    )


def _token(secret: bytes, *, keys: Keys) -> str:
    """Empty when it cannot be opened: nothing is signed under it and nobody logs in, but other numbers go on."""
    try:
        return keys.decrypt(secret)
    except SettingsError as error:
        _log.error("whatsapp_token_not_readable", reason=str(error))
        return ""


def _settings(account: Account) -> dict[str, object]:
    return {
        "account_sid": account.account_sid,
        "service_sid": account.service_sid,
        "templates": dict(account.templates),
        "prefers_mail": account.prefers_mail,
        "alarm_templates": dict(account.alarm_templates),
    }


def checked_number(number: str) -> str:
    """E.164, without what people write between digits. Raises Invalid."""
    number = re.sub(r"[\s().-]", "", number.removeprefix(PREFIX))
    if not _NUMBER.fullmatch(number):
        raise Invalid("A WhatsApp number is written with its country, like +4930123456.", "number")
    return number


def _check(account: Account) -> None:
    if not _ACCOUNT_SID.fullmatch(account.account_sid):
        raise Invalid(
            "The Account SID begins with AC and has 34 characters (Twilio Console, home page).", "accountSid"
        )
    if not _TOKEN.fullmatch(account.token):
        raise Invalid("The Auth Token has 32 letters and digits (Twilio Console, home page).", "token")
    if account.service_sid and not _SERVICE_SID.fullmatch(account.service_sid):
        raise Invalid("A Messaging Service SID begins with MG and has 34 characters.", "serviceSid")
    for language, sid in account.templates.items():
        if not _CONTENT_SID.fullmatch(sid):
            raise Invalid(
                "The template for %(language)s is a Content SID: HX and 32 digits.",
                "templates",
                values={"language": f"{language!r}"},
            )
    for language, sid in account.alarm_templates.items():
        if not _CONTENT_SID.fullmatch(sid):
            raise Invalid(
                "The alarm template for %(language)s is a Content SID: HX and 32 digits.",
                "alarmTemplates",
                values={"language": f"{language!r}"},
            )
