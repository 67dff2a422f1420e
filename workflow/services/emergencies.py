"""Emergencies (R-TKT-12): a guest's words raise the ticket to urgent and wake people, again and again until one accepts.

Each way to wake somebody is an effect kind of its own, made in `_wake`: mail, WhatsApp. In the caller's transaction.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from workflow import apply, duty
from workflow.database import rows
from workflow.duty import Member
from workflow.emergency import find_emergency, words_of
from workflow.errors import Invalid
from workflow.ledger import Ledger
from workflow.letter import LetterKind
from workflow.machine import DONE
from workflow.models import Deadline, Effect, Hotel, Ticket
from workflow.services import alarm_routes, hotel_events
from workflow.services import duty as who_is_there
from workflow.services.hotel_events import Thing
from workflow.values import (
    SYSTEM,
    Actor,
    DeadlineDraft,
    DeadlineKind,
    Decision,
    EffectDraft,
    EffectKind,
    EventDraft,
    Priority,
    State,
)

SETTING = "emergency"  # in hotels.settings
MAX_PHRASES, MAX_PHRASE = 200, 60
MAX_MINUTES, MAX_TIMES = 60, 20
ACCEPTED = EventDraft("emergency accepted")


@dataclass(frozen=True, slots=True)
class EmergencySettings:
    """words: the hotel's own, besides those of the house; harmless: what never is one.

    people: who is woken; none: owners, managers and all on duty. Every `minutes`, at most `times` in all.
    """

    words: tuple[str, ...] = ()
    harmless: tuple[str, ...] = ()
    people: tuple[int, ...] = ()
    minutes: int = 5
    times: int = 6


def settings_of(settings: Mapping[str, object]) -> EmergencySettings:
    """The hotel's choice from its settings; the defaults where it said nothing."""
    said, default = settings.get(SETTING), EmergencySettings()
    if not isinstance(said, Mapping):
        return default
    return EmergencySettings(
        words=tuple(said.get("words", ())),
        harmless=tuple(said.get("harmless", ())),
        people=tuple(int(id) for id in said.get("people", ())),
        minutes=int(said.get("minutes", default.minutes)),
        times=int(said.get("times", default.times)),
    )


def set_settings(hotel: Hotel, wanted: EmergencySettings, *, actor: Actor, now: datetime) -> None:
    """Raises Invalid, naming the field."""
    before = settings_of(hotel.settings)
    who_is_there.check_chosen(hotel.id, wanted.people, "people", before=before.people)
    if not 1 <= wanted.minutes <= MAX_MINUTES:
        raise Invalid(
            "An alarm is repeated after one to %(most)s minutes.", "minutes", values={"most": MAX_MINUTES}
        )
    if not 1 <= wanted.times <= MAX_TIMES:
        raise Invalid(
            "An alarm goes out once at least and %(most)s times at most.", "times", values={"most": MAX_TIMES}
        )
    value = {
        "words": _checked(wanted.words, "words"),
        "harmless": _checked(wanted.harmless, "harmless"),
        "people": list(dict.fromkeys(wanted.people)),
        "minutes": wanted.minutes,
        "times": wanted.times,
    }
    who_is_there.write_setting(hotel, SETTING, value)
    after = settings_of(hotel.settings)
    hotel_events.changed(
        hotel.id,
        Thing.EMERGENCIES,
        "",
        _facts(hotel.id, before),
        _facts(hotel.id, after),
        actor=actor,
        now=now,
    )


def _facts(hotel_id: int, settings: EmergencySettings) -> dict[str, object]:
    return {
        "words": settings.words,
        "harmless": settings.harmless,
        "people": who_is_there.names_of(hotel_id, settings.people),
        "minutes": settings.minutes,
        "times": settings.times,
    }


def found(hotel: Hotel, words: str) -> str | None:
    """The phrase among a guest's new words that tells of an emergency."""
    settings = settings_of(hotel.settings)
    return find_emergency(words, own=settings.words, harmless=settings.harmless)


def is_armed(ticket: Ticket) -> bool:
    """Whether an alarm about this ticket goes on already; deadlines_one_a_kind serves it."""
    return bool(
        rows(
            "SELECT id FROM deadlines WHERE ticket_id = %s AND kind = %s AND state = 'armed'",
            (ticket.id, DeadlineKind.EMERGENCY),
        )
    )


def alarm(
    ticket: Ticket,
    phrase: str,
    *,
    hotel: Hotel,
    people: Sequence[Member],
    message_id: int | None,
    now: datetime,
    ledger: Ledger | None = None,
) -> frozenset[int]:
    """Raises the ticket and wakes people; returns whom. For a ticket without an armed alarm."""
    settings = settings_of(hotel.settings)
    decision = Decision(events=(EventDraft("emergency", new=phrase),))
    if ticket.priority != Priority.URGENT:
        decision = decision.with_changes(priority=Priority.URGENT)
        decision = decision.with_events(EventDraft("edited", "priority", ticket.priority, Priority.URGENT))
    payload = {"phrase": phrase, "since": now.isoformat(), "message": str(message_id or 0)}
    woken, decision = _wake(ticket, decision, settings, people, payload, number=1, now=now)
    apply.write(ticket, decision, actor=SYSTEM, now=now, ledger=ledger)
    return woken


def note_again(ticket: Ticket, phrase: str, *, now: datetime, ledger: Ledger | None = None) -> None:
    """The guest says it once more while the alarm goes on."""
    apply.write(
        ticket,
        Decision(events=(EventDraft("emergency", new=phrase),)),
        actor=SYSTEM,
        now=now,
        ledger=ledger,
    )


def repeat(deadline: Deadline, ticket: Ticket | None, now: datetime) -> None:
    """Nobody has accepted so far: once more, until the hotel's number is reached. Ends by itself when somebody has."""
    if ticket is None or is_over(ticket, datetime.fromisoformat(deadline.payload["since"])):
        return
    hotel = Hotel.get_by_id(ticket.hotel_id)
    settings, number = settings_of(hotel.settings), int(deadline.payload["number"]) + 1
    if number > settings.times:
        apply.write(
            ticket,
            Decision(events=(EventDraft("emergency not accepted", new=f"{number - 1} alarms"),)),
            actor=SYSTEM,
            now=now,
        )
        return
    people = who_is_there.people(hotel, now=now)
    decision = Decision(events=(EventDraft("emergency repeated", new=str(number)),))
    _, decision = _wake(ticket, decision, settings, people, deadline.payload, number=number, now=now)
    apply.write(ticket, decision, actor=SYSTEM, now=now)


def accept(ticket: Ticket, *, actor: Actor, now: datetime) -> int:
    """Its owner says so himself, who cannot take it once more. Returns the version, the old one without an alarm."""
    if not is_armed(ticket):
        return int(ticket.version)
    return apply.write(
        ticket,
        Decision(events=(ACCEPTED,), cancel=(DeadlineKind.EMERGENCY,)),
        actor=actor,
        now=now,
    )


def is_over(ticket: Ticket, since: datetime) -> bool:
    """Whether a person took the ticket, passed it to one, answered or moved it since then; or nothing is left to do."""
    if State(ticket.state) in DONE or ticket.deleted_at is not None or ticket.merged_into_id is not None:
        return True
    return bool(
        rows(
            "SELECT id FROM events WHERE ticket_id = %s AND at >= %s AND actor_kind = 'staff'"
            " AND (kind IN ('answered', %s) OR kind = 'assigned' AND new IS NOT NULL"
            " OR kind = 'transferred' AND field = 'assignee' OR kind = 'state' AND new <> 'open') LIMIT 1",
            (ticket.id, since, ACCEPTED.kind),
        )
    )


def is_still_wanted(effect: Effect, ticket: Ticket) -> bool:
    """Whether this effect is still to be done: not when somebody accepted while it waited."""
    return not is_over(ticket, datetime.fromisoformat(effect.payload["since"]))


def _wake(
    ticket: Ticket,
    decision: Decision,
    settings: EmergencySettings,
    people: Sequence[Member],
    payload: Mapping[str, str],
    *,
    number: int,
    now: datetime,
) -> tuple[frozenset[int], Decision]:
    """The decision with the effects of every way to wake somebody, and the moment of the next alarm."""
    woken = duty.to_alarm(people, settings.people)
    payload = {**payload, "number": str(number)}
    effects = tuple(_by_mail(member, payload) for member in woken)
    phones = [member for member in woken if member.alarm_phone]
    if phones and alarm_routes.channel_of(ticket.hotel_id) is not None:
        effects += tuple(_by_whatsapp(member, payload) for member in phones)
    again = DeadlineDraft(DeadlineKind.EMERGENCY, now + timedelta(minutes=settings.minutes), payload)
    return frozenset(member.staff_id for member in woken), Decision(
        changes=decision.changes, events=decision.events, effects=effects, arm=(again,)
    )


def _by_mail(member: Member, payload: Mapping[str, str]) -> EffectDraft:
    return EffectDraft(
        EffectKind.SEND_ALARM,
        message_id=int(payload["message"]) or None,
        member_id=member.staff_id,
        payload={**payload, "notice": LetterKind.EMERGENCY},
    )


def _by_whatsapp(member: Member, payload: Mapping[str, str]) -> EffectDraft:
    return EffectDraft(EffectKind.SEND_ALARM_WHATSAPP, member_id=member.staff_id, payload=payload)


def _checked(phrases: Sequence[str], field: str) -> list[str]:
    """Without doubles and blanks. Raises Invalid for what could never, or always, be found."""
    kept = list(
        dict.fromkeys(" ".join(phrase.replace("\x00", "").split()) for phrase in phrases if phrase.strip())
    )
    if len(kept) > MAX_PHRASES:
        raise Invalid("At most %(most)s phrases.", field, values={"most": MAX_PHRASES})
    for phrase in kept:
        words = words_of(phrase)
        if len(phrase) > MAX_PHRASE or not words:
            raise Invalid(
                "A phrase has words, and at most %(most)s characters: %(phrase)s.",
                field,
                values={"most": MAX_PHRASE, "phrase": f"{phrase[:80]!r}"},
            )
        if any("*" in word and len(word.rstrip("*")) < 3 for word in words) or any(
            "*" in word[:-1] for word in words
        ):
            raise Invalid(
                "A star stands at the end of a word, behind three letters: %(phrase)s.",
                field,
                values={"phrase": f"{phrase!r}"},
            )
    return kept
