"""What was set in a hotel, as sentences without the actor, in the page's language: "added room 12"."""

from __future__ import annotations

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
}


def sentence(event: HotelEvent) -> str:
    """A kind of a later program is said as it stands."""
    thing, _, act = event.kind.rpartition(" ")
    named = gettext(THINGS[Thing(thing)]) if thing in set(Thing) else thing
    if act == "added":
        return gettext("added %(thing)s %(name)s", thing=named, name=event.new or event.field)
    if act == "removed":
        return gettext("removed %(thing)s %(name)s", thing=named, name=event.old or event.field)
    if act == "changed":
        none = gettext("nothing")
        return gettext(
            "changed %(thing)s %(field)s from %(old)s to %(new)s",
            thing=named,
            field=event.field,
            old=event.old or none,
            new=event.new or none,
        )
    return " ".join(filter(None, (event.kind, event.field, event.new)))
