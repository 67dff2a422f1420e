"""The lines of the timeline as plain sentences without the actor: "Ana took the ticket" is `Ana` + what is said here.

A kind of event without a sentence turns tests/web/test_timeline_words.py red. What was erased is said without it.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from web.category_words import category_name
from web.languages import N_, gettext, reason
from workflow.queries.thread import TimelineEntry
from workflow.sla import Target
from workflow.values import Source, State

Say = Callable[[datetime], str]

SOURCES = {
    Source.EMAIL: N_("Mail"),
    Source.WHATSAPP: N_("WhatsApp"),
    Source.QR: N_("QR"),
    Source.PANEL: N_("Desk"),
    Source.API: N_("API"),
    Source.AI_AGENT: N_("AI agent"),
    Source.PMS: N_("PMS"),
}

STATES = {
    State.OPEN: N_("open"),
    State.IN_PROGRESS: N_("in progress"),
    State.ANSWERED: N_("answered"),
    State.WAITING_GUEST: N_("waiting for guest"),
    State.WAITING_INTERNAL: N_("waiting inside the house"),
    State.ON_HOLD: N_("on hold"),
    State.RESOLVED: N_("resolved"),
    State.CLOSED: N_("closed"),
}
TARGETS = {
    Target.ACCEPTED: N_("acceptance"),
    Target.FIRST_RESPONSE: N_("first response"),
    Target.NEXT_RESPONSE: N_("next response"),
    Target.RESOLUTION: N_("resolution"),
}
FIELDS = {
    "priority": N_("priority"),
    "subject": N_("subject"),
    "category": N_("category"),
    "department": N_("department"),
    "tags": N_("tags"),
    "guest": N_("guest"),
    "room": N_("room"),
    "stay": N_("stay"),
}

VALUES = {
    "none": N_("none"),
    "low": N_("low"),
    "medium": N_("medium"),
    "high": N_("high"),
    "urgent": N_("urgent"),
}

# {who} is the new value or "somebody", {was} the old one; {: new} and {(new)} stand only when there is one.
SENTENCES = {
    "answered": N_("answered the guest"),
    "noted": N_("wrote an internal note"),
    "acknowledged": N_("sent the guest an acknowledgement"),
    "guest wrote": N_("wrote"),
    "guest tapped": N_("tapped to read the answer"),
    "guest stopped whatsapp": N_("asked for no more messages by WhatsApp (STOP)"),
    "guest started whatsapp": N_("takes messages by WhatsApp again (START)"),
    "stay chosen": N_("said which stay this is about{(new)}"),
    "parked": N_("keeps an answer back{: new}"),
    "goes by mail": N_("sent an answer by mail instead of WhatsApp{: new}"),
    "whatsapp window closes": N_("warned that the 24 hours for a WhatsApp end soon"),
    "guest thanked": N_("thanked, and the ticket stays as it is"),
    "taken as written": N_("took the guest's thanks for words that need an answer"),
    "automatic mail": N_("sent an automatic mail, which changes nothing{(new)}"),
    "probably automatic mail": N_("sent a mail that is probably automatic: the ticket stays as it is{(new)}"),
    "automatic mail failed": N_("learned that an automatic mail could not be delivered{: new}"),
    "answer not sent": N_("kept an answer that could not be sent any more{: new}"),
    "answer failed": N_("learned that an answer could not be delivered{: new}"),
    "answer delayed": N_("learned that an answer is delayed on its way{: new}"),
    "copy failed": N_("learned that the copy to {was} could not be delivered{: new}"),
    "participant proposed": N_("brought in {who}, who gets nothing until somebody accepts it"),
    "participant accepted": N_("accepted {who}, who gets the answers in copy from now on"),
    "participant removed": N_("removed {who}, who gets nothing"),
    "claim dismissed": N_("decided that it has nothing to do with {ticket}"),
    "merged into": N_("merged it into {ticket}"),
    "merged in": N_("took in {ticket}"),
    "linked": N_("linked it with {ticket}"),
    "unlinked": N_("took the link with {was} away"),
    "split": N_("split {ticket} off"),
    "came by": N_("noted how the guest came{: new}"),
    "deleted": N_("deleted the ticket"),
    "restored": N_("brought the deleted ticket back"),
    "purged": N_("deleted its words and files for good, as the hotel's times ask"),
    "moved to spam": N_("moved it to the spam folder"),
    "moved out of spam": N_("brought it back from the spam folder"),
    "reminded": N_("reminded the guest"),
    "not reminded": N_("did not remind the guest{: new}"),
    "snooze ended": N_("brought it back from its snooze"),
    "rule": N_("applied the rule{: new}"),
    "shift ended": N_("gave it back, because the shift ended{: new}"),
    "watched": N_("made {who} a watcher"),
    "unwatched": N_("took {was} off the watchers"),
    "emergency": N_("noticed an emergency{: new}"),
    "emergency repeated": N_("raised the alarm again{(new)}"),
    "file released": N_("released a file that the check had held{: new}"),
    "emergency accepted": N_("accepted the emergency"),
    "alarm not delivered": N_("could not alarm {was} by WhatsApp{: new}"),
    "emergency not accepted": N_("found nobody who accepted the emergency{(new)}"),
    "held answer released": N_("released an answer that was held"),
    "guest merged": N_("made the guest {was} one with {who}"),
    "guests parted": N_("parted two guests who had been made one"),
    "guest erased": N_("erased the guest with all that was said, as the law on privacy asks"),
    "words erased": N_("erased words of this timeline, as the law on privacy asks"),
}


def timeline(entry: TimelineEntry, say: Say | None = None) -> str:
    """What happened, as one sentence without the actor. say: moments, on the clocks of who reads."""
    old, new = entry.old or "", entry.new or ""
    match entry.kind:
        case "created":
            return gettext("opened the ticket") + _in_brackets(_source(new))
        case "state":
            return _changed(gettext("state"), _state(old), _state(new))
        case "assigned" if not new and old and old != entry.actor_name:
            return gettext("released the ticket, which %(name)s had", name=old)
        case "assigned" if not new:
            return gettext("released the ticket")
        case "assigned" if new == entry.actor_name:
            return gettext("took the ticket")
        case "assigned":
            return gettext("gave the ticket to %(name)s", name=new)
        case "transferred" if old and new:
            return gettext("handed the ticket over from %(old)s to %(new)s", old=old, new=new)
        case "transferred" if new:
            return gettext("handed the ticket over to %(name)s", name=new)
        case "transferred":
            return gettext("handed the ticket over") + _in_brackets(old)
        case "edited":
            in_words = category_name if entry.field == "category" else _value
            field = gettext(FIELDS.get(entry.field, entry.field))
            return _changed(field, in_words(old), in_words(new) if new else _value("none"))
        case "snoozed" if new:
            return gettext("put it aside until %(moment)s", moment=_moment(new, say))
        case "snoozed":
            return gettext("put it aside")
        case "sla_warned":
            return gettext("warned that the %(target)s is nearly due", target=_target(entry.field)) + _told(
                new
            )
        case "sla_breached":
            return gettext("saw that the %(target)s is overdue", target=_target(entry.field)) + _told(new)
        case "sla_escalated":
            said = gettext("escalated it, because the %(target)s is overdue", target=_target(entry.field))
            return said + _told(new)
    if entry.kind in SENTENCES:
        return _filled(gettext(SENTENCES[entry.kind]), old, new)
    return " ".join(filter(None, (entry.kind.replace("_", " "), new)))


def _filled(sentence: str, old: str, new: str) -> str:
    return (
        sentence.replace("{who}", new or gettext("somebody"))
        .replace("{was}", old or gettext("somebody"))
        .replace("{ticket}", new or gettext("another ticket"))
        .replace("{: new}", f": {reason(new)}" if new else "")
        .replace("{(new)}", _in_brackets(reason(new)))
    )


def _changed(field: str, old: str, new: str) -> str:
    if old and new:
        return gettext("changed the %(field)s from %(old)s to %(new)s", field=field, old=old, new=new)
    if new:
        return gettext("changed the %(field)s to %(new)s", field=field, new=new)
    return gettext("changed the %(field)s", field=field)


def _in_brackets(text: str) -> str:
    return f" ({text})" if text else ""


def _told(names: str) -> str:
    return gettext(" and told %(names)s", names=names) if names else ""


def _target(field: str) -> str:
    """As sla.step_mark writes it: the target, and perhaps the number of the step."""
    name = field.partition(" ")[0]
    return gettext(TARGETS[Target(name)]) if name in set(Target) else name


def _source(name: str) -> str:
    return gettext(SOURCES[Source(name)]) if name in set(Source) else name


def _state(name: str) -> str:
    return gettext(STATES[State(name)]) if name in set(State) else name


def _value(text: str) -> str:
    """Of a field: a priority by its word, "none" as the language says it, all else as it was written."""
    return gettext(VALUES.get(text, "")) or text


def _moment(text: str, say: Say | None) -> str:
    """A moment of a machine as a person reads it."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return text
    return say(moment) if say else f"{moment.astimezone(UTC):%Y-%m-%d %H:%M} UTC"
