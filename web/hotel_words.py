"""What was set in a hotel, as sentences without the actor, in the page's language: "added room 12"."""

from __future__ import annotations

import re

from web import setting_words
from web.languages import N_, gettext
from workflow.services.hotel_events import HotelEvent, Thing

THINGS = {
    Thing.HOTEL: N_("hotel"),
    Thing.DEPARTMENT: N_("department"),
    Thing.CATEGORY: N_("category"),
    Thing.ROOM: N_("room"),
    Thing.TAG: N_("tag"),
    Thing.CANNED: N_("canned reply"),
    Thing.POLICY: N_("SLA policy"),
    Thing.CALENDAR: N_("calendar"),
    Thing.SHIFT: N_("shift"),
    Thing.SIGN: N_("QR sign"),
    Thing.CHANNEL: N_("channel"),
    Thing.MAILBOX: N_("mailbox"),
    Thing.WEBHOOK: N_("webhook endpoint"),
    Thing.DUTY: N_("duty"),
    Thing.EMERGENCIES: N_("emergencies"),
    Thing.NOTICES: N_("notifications"),
    Thing.RULE: N_("assignment rule"),
    Thing.PHONE: N_("phone for alarms"),
}
# Who and what may come in; their services name them without a Thing.
OTHERS = {
    "member": N_("member"),
    "API token": N_("API token"),
    "second factor": N_("second factor"),
    "PMS": N_("PMS"),
}
# Settings of the hotel that come under a name of their own.
PARTS = {"QR limits": N_("QR codes"), "files": N_("files")}
HAPPENED = {
    "QR code issued": N_("issued a QR code: %(about)s"),
    "QR code used": N_("used a QR code: %(about)s"),
    "QR code revoked": N_("revoked a QR code: %(about)s"),
    "guest session ended": N_("ended a guest’s session: %(about)s"),
    "channel secret renewed": N_("renewed the secret of channel %(about)s"),
    "mailbox secret renewed": N_("renewed the secret of mailbox %(about)s"),
    "webhook secret renewed": N_("renewed the secret of webhook endpoint %(about)s"),
}
_IN_ROOM = re.compile(r"no\. (\d+), room (.+)")


def sentence(event: HotelEvent) -> str:
    """A kind of a later program is said as it stands."""
    thing, _, act = event.kind.rpartition(" ")
    if event.kind in HAPPENED:
        return gettext(HAPPENED[event.kind], about=_about(event.field))
    words = OTHERS.get(thing) or (THINGS[Thing(thing)] if thing in set(Thing) else "")
    named = gettext(words) if words else thing
    if act == "added":
        return gettext("added %(thing)s %(name)s", thing=named, name=_named(thing, event.new or event.field))
    if act == "removed":
        return gettext(
            "removed %(thing)s %(name)s", thing=named, name=_named(thing, event.old or event.field)
        )
    if act == "changed":
        name, _, field = event.field.rpartition(": ")
        said = setting_words.field(field)
        return gettext(
            "changed %(thing)s %(field)s from %(old)s to %(new)s",
            thing=named,
            field=f"{gettext(PARTS.get(name, '')) or name}: {said}" if name else said,
            old=_value(field, event.old),
            new=_value(field, event.new),
        )
    return " ".join(filter(None, (event.kind, event.field, event.new)))


def _value(field: str, text: str | None) -> str:
    return setting_words.value(field, text) if text else gettext("nothing")


def _named(thing: str, name: str) -> str:
    """Who comes in has a role behind his name, a sign its room, a shift its day."""
    if thing in OTHERS:
        *before, last = name.split(", ")
        return ", ".join([*before, setting_words.value("", last)])
    if thing == Thing.SIGN and name.startswith("room "):
        return gettext("room %(number)s", number=name.removeprefix("room "))
    return setting_words.value("", name) if thing == Thing.SHIFT else name


def _about(field: str) -> str:
    found = _IN_ROOM.fullmatch(field)
    return gettext("no. %(number)s, room %(room)s", number=found[1], room=found[2]) if found else field
