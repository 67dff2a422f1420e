"""The lines of the timeline as plain sentences without the actor: "Ana took the ticket" is `Ana` + what is said here.

A kind of event without a sentence turns tests/web/test_timeline_words.py red. What was erased is said without it.
"""

from __future__ import annotations

from datetime import UTC, datetime

from workflow import machine, sla
from workflow.queries.thread import TimelineEntry
from workflow.values import Source, State

SOURCES = {
    Source.EMAIL: "Mail",
    Source.WHATSAPP: "WhatsApp",
    Source.QR: "QR",
    Source.PANEL: "Desk",
    Source.API: "API",
    Source.AI_AGENT: "AI agent",
    Source.PMS: "PMS",
}

# {who} is the new value or "somebody", {was} the old one; {: new} and {(new)} stand only when there is one.
SENTENCES = {
    "answered": "answered the guest",
    "noted": "wrote an internal note",
    "acknowledged": "sent the guest an acknowledgement",
    "guest wrote": "wrote",
    "guest tapped": "tapped to read the answer",
    "guest stopped whatsapp": "asked for no more messages by WhatsApp (STOP)",
    "guest started whatsapp": "takes messages by WhatsApp again (START)",
    "stay chosen": "said which stay this is about{(new)}",
    "parked": "keeps an answer back{: new}",
    "goes by mail": "sent an answer by mail instead of WhatsApp{: new}",
    "whatsapp window closes": "warned that the 24 hours for a WhatsApp end soon",
    "guest thanked": "thanked, and the ticket stays as it is",
    "taken as written": "took the guest's thanks for words that need an answer",
    "automatic mail": "sent an automatic mail, which changes nothing{(new)}",
    "probably automatic mail": "sent a mail that is probably automatic: the ticket stays as it is{(new)}",
    "automatic mail failed": "learned that an automatic mail could not be delivered{: new}",
    "answer not sent": "kept an answer that could not be sent any more{: new}",
    "answer failed": "learned that an answer could not be delivered{: new}",
    "answer delayed": "learned that an answer is delayed on its way{: new}",
    "copy failed": "learned that the copy to {was} could not be delivered{: new}",
    "participant proposed": "brought in {who}, who gets nothing until somebody accepts it",
    "participant accepted": "accepted {who}, who gets the answers in copy from now on",
    "participant removed": "removed {who}, who gets nothing",
    "claim dismissed": "decided that it has nothing to do with {ticket}",
    "merged into": "merged it into {ticket}",
    "merged in": "took in {ticket}",
    "linked": "linked it with {ticket}",
    "unlinked": "took the link with {was} away",
    "split": "split {ticket} off",
    "came by": "noted how the guest came{: new}",
    "deleted": "deleted the ticket",
    "restored": "brought the deleted ticket back",
    "purged": "deleted its words and files for good, as the hotel's times ask",
    "moved to spam": "moved it to the spam folder",
    "moved out of spam": "brought it back from the spam folder",
    "reminded": "reminded the guest",
    "not reminded": "did not remind the guest{: new}",
    "snooze ended": "brought it back from its snooze",
    "rule": "applied the rule{: new}",
    "shift ended": "gave it back, because the shift ended{: new}",
    "watched": "made {who} a watcher",
    "unwatched": "took {was} off the watchers",
    "emergency": "noticed an emergency{: new}",
    "emergency repeated": "raised the alarm again{(new)}",
    "file released": "released a file that the check had held{: new}",
    "emergency accepted": "accepted the emergency",
    "alarm not delivered": "could not alarm {was} by WhatsApp{: new}",
    "emergency not accepted": "found nobody who accepted the emergency{(new)}",
    "held answer released": "released an answer that was held",
    "guest merged": "made the guest {was} one with {who}",
    "guests parted": "parted two guests who had been made one",
    "guest erased": "erased the guest with all that was said, as the law on privacy asks",
    "words erased": "erased words of this timeline, as the law on privacy asks",
}


def timeline(entry: TimelineEntry) -> str:
    """What happened, as one sentence without the actor."""
    old, new = entry.old or "", entry.new or ""
    match entry.kind:
        case "created":
            return f"opened the ticket{_in_brackets(_source(new))}"
        case "state":
            return f"changed the state{_from_to(_state(old), _state(new))}"
        case "assigned" if not new:
            return f"released the ticket{f', which {old} had' if old and old != entry.actor_name else ''}"
        case "assigned" if new == entry.actor_name:
            return "took the ticket"
        case "assigned":
            return f"gave the ticket to {new}"
        case "transferred":
            return f"handed the ticket over{_from_to(old, new)}"
        case "edited":
            return f"changed the {entry.field}{_from_to(old, new or 'none')}"
        case "snoozed":
            return f"put it aside{f' until {_moment(new)}' if new else ''}"
        case "sla_warned":
            return f"warned that the {_target(entry.field)} is nearly due{_told(new)}"
        case "sla_breached":
            return f"saw that the {_target(entry.field)} is overdue{_told(new)}"
        case "sla_escalated":
            return f"escalated it, because the {_target(entry.field)} is overdue{_told(new)}"
    if entry.kind in SENTENCES:
        return _filled(SENTENCES[entry.kind], old, new)
    return " ".join(filter(None, (entry.kind.replace("_", " "), new)))


def _filled(sentence: str, old: str, new: str) -> str:
    return (
        sentence.replace("{who}", new or "somebody")
        .replace("{was}", old or "somebody")
        .replace("{ticket}", new or "another ticket")
        .replace("{: new}", f": {new}" if new else "")
        .replace("{(new)}", _in_brackets(new))
    )


def _in_brackets(text: str) -> str:
    return f" ({text})" if text else ""


def _from_to(old: str, new: str) -> str:
    return f"{f' from {old}' if old else ''}{f' to {new}' if new else ''}"


def _told(names: str) -> str:
    return f" and told {names}" if names else ""


def _target(field: str) -> str:
    """As sla.step_mark writes it: the target, and perhaps the number of the step."""
    name = field.partition(" ")[0]
    return sla.WORDS[sla.Target(name)] if name in set(sla.Target) else name


def _source(name: str) -> str:
    return SOURCES[Source(name)] if name in set(Source) else name


def _state(name: str) -> str:
    return machine.words(State(name)) if name in set(State) else name


def _moment(text: str) -> str:
    """A moment of a machine as a person reads it."""
    try:
        moment = datetime.fromisoformat(text).astimezone(UTC)
    except ValueError:
        return text
    return f"{moment.day} {moment:%b %H:%M} UTC"
