"""Emergencies: urgent at once, people woken again and again until one accepts (R-TKT-12)."""

import pytest

from tests import builders
from tests.workflow.services.reception import MIA, Reception, written
from workflow import clock
from workflow.assignment import Mode
from workflow.database import hotel, rows
from workflow.errors import Invalid
from workflow.models import Deadline, Event, Hotel, Membership, Ticket
from workflow.services import desk_tickets, emergencies, replies, spam, taking, tickets
from workflow.services import duty as who_is_there
from workflow.services.desk_tickets import Request
from workflow.services.emergencies import EmergencySettings
from workflow.values import DeadlineKind, Role, Rule, Source, State

FIRE = "Help, there is a fire in the corridor!"


def set_up(desk: Reception, **settings: object) -> None:
    with hotel(desk.hotel.id):
        wanted = EmergencySettings(**settings)  # type: ignore[arg-type]
        emergencies.set_settings(
            Hotel.get_by_id(desk.hotel.id), wanted, actor=desk.ana.actor, now=clock.now()
        )


def ticket(desk: Reception) -> Ticket:
    with hotel(desk.hotel.id):
        found: Ticket = Ticket.select().order_by(Ticket.id.desc()).get()
        return found


def woken(desk: Reception) -> list[str]:
    return [to for kind, to in desk.new_posts() if kind == "emergency"]


def minutes_pass(desk: Reception, minutes: int = 5) -> list[str]:
    desk.later(minutes=minutes)
    desk.pass_deadlines()
    return woken(desk)


def events(desk: Reception) -> list[tuple[str, str | None]]:
    with hotel(desk.hotel.id):
        found = Event.select().where(Event.kind.startswith("emergency")).order_by(Event.id)
        return [(event.kind, event.new) for event in found]


def test_a_guests_cry_for_help_is_urgent_and_repeated_until_somebody_takes_it(reception: Reception) -> None:
    """R-TKT-12: managers and all on duty by default; instead of the usual notice, not beside it."""
    reception.guest_writes(FIRE, subject="Help")
    everybody = [reception.ana.email, reception.jon.email]
    assert reception.new_posts() == [("acknowledgement", MIA), *(("emergency", to) for to in everybody)]
    assert ticket(reception).priority == "urgent"
    mail = reception.last("emergency")
    assert str(mail.message["Subject"]).startswith("Emergency: [AUR-")
    assert "Emergency: “fire”. Mia Sand wrote:" in mail.text
    assert (mail.message["Importance"], mail.message["X-Priority"]) == ("high", "1")
    assert minutes_pass(reception, 4) == []
    assert minutes_pass(reception, 1) == everybody
    assert "alarm 2, nobody has accepted it yet" in reception.last("emergency").text
    assert minutes_pass(reception) == everybody
    with hotel(reception.hotel.id):
        taking.take(tickets.lock(ticket(reception).id), actor=reception.jon.actor, now=reception.now)
    assert minutes_pass(reception) == []
    assert minutes_pass(reception, 60) == []
    with hotel(reception.hotel.id):
        assert (
            Deadline.select()
            .where(Deadline.kind == DeadlineKind.EMERGENCY, Deadline.state == "armed")
            .count()
            == 0
        )
    assert events(reception) == [
        ("emergency", "fire"),
        ("emergency repeated", "2"),
        ("emergency repeated", "3"),
    ]


def test_an_answer_by_mail_accepts_it_too(reception: Reception) -> None:
    """R-TKT-12: the alarm can be answered as any notice."""
    reception.guest_writes(FIRE)
    reception.answers(reception.last("emergency", reception.jon.email), "We are coming, leave the room.")
    assert "We are coming" in reception.to_guest()[0]
    woken(reception)
    assert minutes_pass(reception) == []


def test_it_ends_after_the_hotels_number_of_times(reception: Reception) -> None:
    """R-TKT-12"""
    set_up(reception, minutes=2, times=3, people=(reception.jon.staff_id,))
    reception.guest_writes(FIRE)
    assert woken(reception) == [reception.jon.email]
    assert [minutes_pass(reception, 2) for _ in range(4)] == [
        [reception.jon.email],
        [reception.jon.email],
        [],
        [],
    ]
    assert events(reception)[-1] == ("emergency not accepted", "3 alarms")


def test_what_a_machine_did_with_the_ticket_is_no_acceptance(reception: Reception) -> None:
    """R-TKT-12: given out by turns, it wakes people all the same; a release is none either."""
    with hotel(reception.hotel.id):
        rows('UPDATE hotels SET settings = \'{"duty": {"mode": "round_robin"}}\' RETURNING id')
    reception.guest_writes(FIRE)
    assert ticket(reception).assignee_id == reception.ana.staff_id
    assert len(woken(reception)) == 2
    with hotel(reception.hotel.id):
        tickets.assign(tickets.lock(ticket(reception).id), None, actor=reception.ana.actor, now=reception.now)
    assert len(minutes_pass(reception)) == 2


def test_its_owner_accepts_by_taking_it_once_more(reception: Reception) -> None:
    owned = builders.make_ticket(reception.hotel, channel=reception.channel, assignee=reception.jon)
    with hotel(reception.hotel.id):
        at = Hotel.get_by_id(reception.hotel.id)
        emergencies.alarm(
            tickets.lock(owned.id), "fire", hotel=at, people=(), message_id=None, now=reception.now
        )
        assert emergencies.is_armed(owned)
        taking.take(tickets.lock(owned.id), actor=reception.jon.actor, now=reception.now)
        assert not emergencies.is_armed(owned)


def test_the_guests_next_words_in_a_ticket_wake_people_and_a_second_cry_does_not_double(
    reception: Reception,
) -> None:
    """R-TKT-12: only what is new counts, not what is quoted."""
    reception.guest_writes()
    reception.new_posts()
    ours = reception.last("acknowledgement")
    reply = written(
        f"Thanks a lot!\n\n> {FIRE}", sender=f"Mia Sand <{MIA}>", to=ours.reply_to, subject="Re: No towels"
    )
    reception.arrives(reply)
    assert woken(reception) == []
    for words, count in ((FIRE, 2), ("The fire is growing!", 0)):
        reception.arrives(
            written(words, sender=f"Mia Sand <{MIA}>", to=ours.reply_to, subject="Re: No towels")
        )
        assert len(woken(reception)) == count
    assert [kind for kind, _ in events(reception)] == ["emergency", "emergency"]
    assert len(minutes_pass(reception)) == 2


def test_two_cries_in_one_batch_are_one_alarm(reception: Reception) -> None:
    reception.guest_writes()
    ours = reception.last("acknowledgement")
    woken(reception)
    mails = [
        (written(words, sender=f"Mia Sand <{MIA}>", to=ours.reply_to, subject="Re: No towels"), ours.reply_to)
        for words in (FIRE, "Fire! Please!")
    ]
    reception.arrive_together(mails)
    assert len(woken(reception)) == 2


@pytest.mark.parametrize("header", [("Auto-Submitted", "auto-generated"), ("Precedence", "bulk"), ("", "")])
def test_automatic_mail_and_spam_wake_nobody(reception: Reception, header: tuple[str, str]) -> None:
    """R-TKT-12: the last one is of a blocked sender."""
    mail = written(FIRE, sender="News <news@shop.example>", to=reception.channel.address, subject="Fire sale")
    name, value = header
    if name:
        mail[name] = value
    else:
        with hotel(reception.hotel.id):
            spam.block(reception.hotel.id, "@shop.example", actor=reception.ana.actor, now=reception.now)
    reception.arrives(mail)
    assert woken(reception) == []
    with hotel(reception.hotel.id):
        assert Ticket.select().where(Ticket.priority == "urgent").count() == 0


def test_the_hotels_own_words_and_what_is_harmless_there(reception: Reception) -> None:
    """R-TKT-12"""
    set_up(reception, words=("avalanche",), harmless=("fire & ice",))
    reception.guest_writes("Two for Fire & Ice tonight, please.", subject="Table")
    assert woken(reception) == []
    reception.guest_writes("An avalanche blocks the door", subject="Snow")
    assert len(woken(reception)) == 2


def test_a_mail_that_waited_is_not_sent_when_somebody_accepted_meanwhile(reception: Reception) -> None:
    owned = builders.make_ticket(reception.hotel, channel=reception.channel)
    with hotel(reception.hotel.id):
        at, locked = Hotel.get_by_id(reception.hotel.id), tickets.lock(owned.id)
        people = who_is_there.people(at, now=reception.now)
        emergencies.alarm(locked, "fire", hotel=at, people=people, message_id=None, now=reception.now)
        replies.send(locked, "Coming.", actor=reception.ana.actor, now=clock.now())
    reception.settle()
    assert reception.new_posts() == [("answer", MIA)]


def test_what_a_program_passes_on_counts_what_a_member_types_does_not(reception: Reception) -> None:
    with hotel(reception.hotel.id):
        for source in (Source.PANEL, Source.API):
            wish = Request("Call from 12", FIRE, source, Rule.API)
            desk_tickets.open_for_guest(
                reception.hotel.id, wish, actor=reception.ana.actor, now=reception.now
            )
    reception.settle()
    assert len(woken(reception)) == 2


def test_a_closed_ticket_and_one_whose_people_left_are_no_fault(reception: Reception) -> None:
    reception.guest_writes(FIRE)
    with hotel(reception.hotel.id):
        tickets.move(
            tickets.lock(ticket(reception).id), State.CLOSED, actor=reception.ana.actor, now=reception.now
        )
    woken(reception)
    assert minutes_pass(reception) == []
    set_up(reception, people=(reception.jon.staff_id,))
    with hotel(reception.hotel.id):
        Membership.update(disabled_at=reception.now).where(
            Membership.staff_id == reception.jon.staff_id
        ).execute()
    reception.guest_writes(FIRE, subject="Again")
    assert woken(reception) == [reception.ana.email], "the chosen one has gone: the default"


def test_settings_that_make_no_sense_are_refused(reception: Reception) -> None:
    bot = builders.make_member(reception.hotel, Role.AI_AGENT, email="bot@aurora.example")
    for words, settings in (
        ("after one to 60 minutes", {"minutes": 0}),
        ("20 times at most", {"times": 21}),
        ("A phrase has words", {"words": ("!?",)}),
        ("behind three letters", {"words": ("f*",)}),
        ("not an enabled member", {"people": (bot.staff_id,)}),
    ):
        with pytest.raises(Invalid, match=words):
            set_up(reception, **settings)


def test_settings_can_be_changed_although_somebody_of_them_was_disabled(reception: Reception) -> None:
    """R-TKT-12, R-WF-5: he stays chosen for when he comes back; nobody who is disabled is chosen anew."""
    jon = reception.jon.staff_id
    set_up(reception, people=(jon,))
    with hotel(reception.hotel.id):
        aurora = Hotel.get_by_id(reception.hotel.id)
        fallback = who_is_there.DutySettings(fallback=(jon,))
        who_is_there.set_settings(aurora, fallback, actor=reception.ana.actor, now=clock.now())
        Membership.update(disabled_at=clock.now()).where(Membership.staff_id == jon).execute()
        emergencies.set_settings(
            aurora, EmergencySettings(people=(jon,), times=2), actor=reception.ana.actor, now=clock.now()
        )
        by_turns = who_is_there.DutySettings(fallback=(jon,), mode=Mode.ROUND_ROBIN)
        who_is_there.set_settings(aurora, by_turns, actor=reception.ana.actor, now=clock.now())
        strange = EmergencySettings(people=(jon, 99_999))
        with pytest.raises(Invalid, match="not an enabled member"):
            emergencies.set_settings(aurora, strange, actor=reception.ana.actor, now=clock.now())
    reception.guest_writes(FIRE)
    assert woken(reception) == [reception.ana.email]
