"""Emergencies by mail and by WhatsApp (R-TKT-12)."""

import json
from dataclasses import replace

import pytest

from bellhop.fakes.twilio import Fault, Record, Template
from tests import builders
from tests.workflow.services.chat import Chat
from workflow import clock
from workflow.database import hotel, rows
from workflow.models import Channel, Effect, Event, Hotel, Membership, Ticket
from workflow.services import alarm_routes, emergencies, taking, tickets, whatsapp_channels
from workflow.services import duty as who_is_there
from workflow.values import EffectKind, EffectState

PHONE = "+491609876543"
ADDRESS = f"whatsapp:{PHONE}"


@pytest.fixture
def armed(chat: Chat) -> Chat:
    """Ana has a phone, the number a template for alarms."""
    template = Template("emergency", "Emergency {{1}}, room {{2}}: {{3}}")
    chat.account.templates[template.sid] = template
    with hotel(chat.hotel.id):
        account = replace(chat_account(chat), alarm_templates={"en": template.sid})
        channel = Channel.get_by_id(chat.channel.id)
        whatsapp_channels.change(channel, account, keys=chat.desk.keys, actor=chat.ana.actor)
        alarm_routes.set_phone(
            Hotel.get_by_id(chat.hotel.id), chat.ana.staff_id, PHONE, actor=chat.ana.actor, now=clock.now()
        )
    return chat


def chat_account(chat: Chat) -> whatsapp_channels.Account:
    return whatsapp_channels.number_of(Channel.get_by_id(chat.channel.id), keys=chat.desk.keys).account


def raise_alarm(chat: Chat, *, settle: bool = True) -> Ticket:
    ticket = builders.make_ticket(chat.hotel, channel=chat.channel, description="Fire! Mia Sand, 3rd floor")
    with hotel(chat.hotel.id):
        at, now = Hotel.get_by_id(chat.hotel.id), clock.now()
        people = who_is_there.people(at, now=now)
        emergencies.alarm(tickets.lock(ticket.id), "fire", hotel=at, people=people, message_id=None, now=now)
    if settle:
        chat.settle()
    return ticket


def alarms(chat: Chat) -> list[Record]:
    """What Twilio took for Ana's phone."""
    return [one for one in chat.twilio.sent() if one.to == ADDRESS]


def mails(chat: Chat) -> int:
    return len(chat.mails_to(chat.ana.email))


def not_delivered(chat: Chat) -> list[tuple[str | None, str | None]]:
    with hotel(chat.hotel.id):
        return [(one.old, one.new) for one in Event.select().where(Event.kind == "alarm not delivered")]


def minutes_pass(chat: Chat, minutes: int = 5) -> None:
    chat.later(minutes=minutes)
    chat.pass_deadlines()


def test_an_alarm_goes_by_mail_and_whatsapp_again_and_again_until_somebody_accepts(armed: Chat) -> None:
    """R-TKT-12: the template with the ticket's number, the room and the word; nothing of what the guest wrote."""
    ticket = raise_alarm(armed)
    assert mails(armed) == 1
    (alarm,) = alarms(armed)
    assert json.loads(alarm.content_variables) == {"1": ticket.pid, "2": "–", "3": "fire"}
    assert "Body" not in armed.twilio.requests[-1].form
    minutes_pass(armed, 4)
    assert len(alarms(armed)) == 1
    minutes_pass(armed, 1)
    assert (mails(armed), len(alarms(armed))) == (2, 2)
    with hotel(armed.hotel.id):
        taking.take(tickets.lock(ticket.id), actor=armed.ana.actor, now=clock.now())
    minutes_pass(armed)
    minutes_pass(armed, 60)
    assert (mails(armed), len(alarms(armed))) == (2, 2)
    assert not_delivered(armed) == []


def test_a_phone_that_is_refused_shows_on_the_ticket_and_the_mail_goes(armed: Chat) -> None:
    """R-TKT-12"""
    armed.account.unsubscribed.add(ADDRESS)
    raise_alarm(armed)
    assert (mails(armed), alarms(armed)) == (1, [])
    assert not_delivered(armed) == [
        ("Ana Ferri", "The member has asked to get no messages (STOP). (Twilio 21610)")
    ]
    minutes_pass(armed)
    assert mails(armed) == 2


def test_what_twilio_took_and_could_not_deliver_shows_once(armed: Chat) -> None:
    """R-TKT-12: it says so later, and may say it twice."""
    raise_alarm(armed)
    (alarm,) = alarms(armed)
    for status in ("sent", "undelivered", "failed"):
        armed.report(alarm, status, code=None if status == "sent" else 63024)
        armed.settle()
    assert not_delivered(armed) == [
        ("Ana Ferri", "The member cannot be reached on WhatsApp by this number. (Twilio 63024)")
    ]


def test_an_alarm_whose_fate_nobody_knows_goes_again(armed: Chat) -> None:
    """R-TKT-12: twice is better than never."""
    armed.twilio.fail_next(Fault(hang_up=True))
    raise_alarm(armed)
    armed.later(minutes=1)
    armed.settle()
    assert len(alarms(armed)) == 2
    assert not_delivered(armed) == []


@pytest.mark.parametrize("change", ["disabled", "accepted", "no phone", "stopped"])
def test_what_changed_while_it_waited_is_seen_right_before_it_is_sent(armed: Chat, change: str) -> None:
    """R-TKT-12, R-STAFF-6"""
    if change == "stopped":
        armed.writes("STOP", sender=PHONE)
    ticket = raise_alarm(armed, settle=False)
    with hotel(armed.hotel.id):
        if change == "accepted":
            taking.take(tickets.lock(ticket.id), actor=armed.ana.actor, now=clock.now())
        elif change == "disabled":
            Membership.update(disabled_at=clock.now()).execute()
        elif change == "no phone":
            Membership.update(alarm_phone="").execute()
    armed.settle()
    assert alarms(armed) == []
    assert bool(not_delivered(armed)) is (change == "stopped")


def test_without_a_template_a_number_or_a_phone_it_goes_by_mail_as_ever(chat: Chat) -> None:
    """R-TKT-12: and the hotel is told what is missing."""

    def missing() -> str:
        with hotel(chat.hotel.id):
            people = who_is_there.people(Hotel.get_by_id(chat.hotel.id), now=clock.now())
            return alarm_routes.missing(chat.hotel.id, people)

    with hotel(chat.hotel.id):
        alarm_routes.set_phone(
            Hotel.get_by_id(chat.hotel.id), chat.ana.staff_id, PHONE, actor=chat.ana.actor, now=clock.now()
        )
    assert missing() == "Alarms go by mail only: no WhatsApp number has a template for alarms."
    raise_alarm(chat)
    assert (mails(chat), alarms(chat)) == (1, [])
    with hotel(chat.hotel.id):
        assert not Effect.select().where(Effect.kind == EffectKind.SEND_ALARM_WHATSAPP).exists()
        Channel.update(settings={"alarm_templates": {"en": "HX"}}).where(
            Channel.id == chat.channel.id
        ).execute()
        Membership.update(alarm_phone="").execute()
    assert missing() == "Alarms go by mail only: no member has a phone for alarms."
    with hotel(chat.hotel.id):
        rows("UPDATE channels SET enabled = false WHERE id = %s RETURNING id", (chat.channel.id,))
    assert missing() == "Alarms go by mail only: the hotel has no WhatsApp number that is switched on."


def test_a_given_up_alarm_is_listed_as_dead(armed: Chat) -> None:
    """R-WF-7"""
    armed.account.unsubscribed.add(ADDRESS)
    raise_alarm(armed)
    with hotel(armed.hotel.id):
        effect = Effect.get(Effect.kind == EffectKind.SEND_ALARM_WHATSAPP)
    assert effect.state == EffectState.DEAD


def answer(chat: Chat, words: str, **extra: str) -> str:
    """From Ana's phone; what she is told, "" for nothing."""
    before = len(alarms(chat))
    chat.writes(words, sender=PHONE, **extra)
    said = alarms(chat)[before:]
    return said[0].body if said else ""


def owner_of(chat: Chat, ticket: Ticket) -> int | None:
    with hotel(chat.hotel.id):
        found: int | None = Ticket.get_by_id(ticket.id).assignee_id
        return found


def speaks(chat: Chat, language: str) -> None:
    with hotel(chat.hotel.id):
        Membership.update(language=language).where(Membership.staff_id == chat.ana.staff_id).execute()


def test_a_word_accepts_an_alarm_as_in_the_panel_and_by_mail(armed: Chat) -> None:
    """R-TKT-12: the ticket is hers, nobody is alarmed again, no ticket of a guest opens; in her language."""
    speaks(armed, "de")
    ticket = raise_alarm(armed)
    assert answer(armed, "What is it?") == (
        f"Antworten Sie OK, um {ticket.pid} zu übernehmen. Was Sie hier sonst schreiben, erreicht niemanden."
    )
    assert owner_of(armed, ticket) is None
    assert answer(armed, " Übernehme! ") == f"{ticket.pid} gehört jetzt Ihnen, und der Alarm ist beendet."
    assert owner_of(armed, ticket) == armed.ana.staff_id
    sent = len(alarms(armed)), mails(armed)
    minutes_pass(armed, 60)
    assert (len(alarms(armed)), mails(armed)) == sent
    assert answer(armed, "ok") == f"{ticket.pid} braucht niemanden mehr."
    with hotel(armed.hotel.id):
        assert Ticket.select().count() == 1
        line = Event.get(Event.kind == "assigned")
    assert (line.actor_kind, line.actor_name, line.new) == ("staff", "Ana Ferri", "Ana Ferri")


def test_the_button_of_the_template_accepts_too(armed: Chat) -> None:
    ticket = raise_alarm(armed)
    (alarm,) = alarms(armed)
    answer(armed, "Nehme ich!", ButtonText="Nehme ich!", OriginalRepliedMessageSid=alarm.sid)
    assert owner_of(armed, ticket) == armed.ana.staff_id


def test_of_two_emergencies_he_says_which(armed: Chat) -> None:
    """R-TKT-12: by its number, or by quoting the alarm."""
    first, second, third = (raise_alarm(armed) for _ in range(3))
    quoted = alarms(armed)[1]
    said = answer(armed, "OK")
    assert said.startswith("Several emergencies wait: ")
    assert {one.pid for one in (first, second, third)} <= set(
        said.replace(",", " ").replace(".", " ").split()
    )
    assert owner_of(armed, first) is None
    assert answer(armed, f"ok {third.pid.lower()}") == f"{third.pid} is yours now, and the alarm has ended."
    answer(armed, "ok", OriginalRepliedMessageSid=quoted.sid)
    assert [owner_of(armed, one) for one in (first, second, third)] == [
        None,
        armed.ana.staff_id,
        armed.ana.staff_id,
    ]


def test_who_comes_second_is_told_who_has_it(armed: Chat) -> None:
    ticket = raise_alarm(armed)
    jon = builders.make_member(armed.hotel, email="jon@aurora.example", name="Jon Berg")
    with hotel(armed.hotel.id):
        taking.take(tickets.lock(ticket.id), actor=jon.actor, now=clock.now())
    assert answer(armed, "ok") == "Jon Berg has this ticket already."
    assert owner_of(armed, ticket) == jon.staff_id


def test_without_an_alarm_the_phone_of_a_member_is_a_guests(armed: Chat) -> None:
    """He may stay in the house; and a stranger's ok accepts nothing."""
    armed.writes("ok", sender=PHONE)
    with hotel(armed.hotel.id):
        Ticket.get(Ticket.subject == "ok")
    ticket = raise_alarm(armed)
    armed.writes("ok", sender="+491511111111")
    assert owner_of(armed, ticket) is None
