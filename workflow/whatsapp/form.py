"""The form of Twilio's webhook as a value: who wrote, what is shown, which files wait. Pure.

Fields: https://www.twilio.com/docs/messaging/guides/webhook-request. Unknown fields are let pass; the form itself is
kept beside, so nothing that is not shown is lost.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

MAX_FILES = 20
STOP_WORDS = frozenset({"stop", "stopall", "unsubscribe"})
START_WORDS = frozenset({"start", "unstop"})
_PREFIX = "whatsapp:"
_PHONE = re.compile(r"\+[0-9]{5,18}")


class Wish(StrEnum):
    """What the guest asks of the channel itself."""

    STOP = "stop"
    START = "start"


@dataclass(frozen=True, slots=True)
class MediaRef:
    """A file that lies at Twilio. content_type as Twilio says, to be checked against the bytes."""

    url: str
    content_type: str


@dataclass(frozen=True, slots=True)
class Incoming:
    """One WhatsApp of a guest. Empty strings where Twilio said nothing; no field depends on a phone number."""

    sid: str
    account_sid: str
    to: str  # whatsapp:+…, the desk's number
    service_sid: str
    sender: str  # as Twilio writes him: whatsapp:+…, or whatsapp:XX.… for one who shows no number
    user_id: str  # business-scoped, the steadiest
    wa_id: str
    phone: str  # +…, E.164
    name: str  # as the guest calls himself
    text: str  # what is shown; never empty when there is no file
    quoted_sid: str
    media: tuple[MediaRef, ...] = ()
    is_tap: bool = False  # a button was tapped, nothing was written
    wish: Wish | None = None


def read(form: Mapping[str, str]) -> Incoming:
    """Never raises: what is missing is empty, what is not known gets a line that says so."""
    media = _media(form)
    body = clean(form.get("Body", "")).strip()
    sender = form.get("From", "")
    phone = sender.removeprefix(_PREFIX)
    return Incoming(
        sid=clean(form.get("MessageSid", "") or form.get("SmsMessageSid", "")),
        account_sid=clean(form.get("AccountSid", "")),
        to=clean(form.get("To", "")),
        service_sid=clean(form.get("MessagingServiceSid", "")),
        sender=clean(sender),
        user_id=clean(form.get("ExternalUserId", "")),
        wa_id=clean(form.get("WaId", "")),
        phone=phone if _PHONE.fullmatch(phone) else "",
        name=" ".join(clean(form.get("ProfileName", "")).split()),
        text=_text(form, body, has_files=bool(media)),
        quoted_sid=clean(form.get("OriginalRepliedMessageSid", "")),
        media=media,
        is_tap=bool(form.get("ButtonText") or form.get("ButtonPayload")),
        wish=_wish(form, body),
    )


def clean(text: str) -> str:
    """Text that PostgreSQL and JSON take: no NUL, no lone surrogate."""
    return text.replace("\x00", "").encode("utf-8", "replace").decode("utf-8")


def _media(form: Mapping[str, str]) -> tuple[MediaRef, ...]:
    urls = ((form.get(f"MediaUrl{n}", ""), form.get(f"MediaContentType{n}", "")) for n in range(MAX_FILES))
    return tuple(MediaRef(clean(url), clean(content_type)) for url, content_type in urls if url)


def _text(form: Mapping[str, str], body: str, *, has_files: bool) -> str:
    lines = [body, _choice(form, body), _location(form)]
    text = "\n".join(line for line in lines if line)
    if text or has_files:
        return text
    kind = clean(form.get("MessageType", "")).strip()
    return f"[A WhatsApp message that the desk cannot show{f': {kind}' if kind else ''}]"


def _choice(form: Mapping[str, str], body: str) -> str:
    """What was tapped: a button, or an entry of a list; Twilio often repeats it in the body."""
    tapped = (form.get(name, "") for name in ("ButtonText", "ListTitle", "ListDescription"))
    return " · ".join(clean(text) for text in tapped if text and text != body)


def _location(form: Mapping[str, str]) -> str:
    latitude, longitude = form.get("Latitude", ""), form.get("Longitude", "")
    if not latitude or not longitude:
        return ""
    place = ", ".join(clean(form[name]) for name in ("Label", "Address") if form.get(name))
    return f"📍 {place + ' ' if place else ''}({clean(latitude)}, {clean(longitude)})"


def _wish(form: Mapping[str, str], body: str) -> Wish | None:
    """Twilio's own reading (OptOutType), else a message that is nothing but the word."""
    said = form.get("OptOutType", "").lower() or body.strip(" .!").lower()
    if said in STOP_WORDS:
        return Wish.STOP
    return Wish.START if said in START_WORDS else None
