"""Notices from the event to the mail: to whom, when, how many at once, and what the mails look like."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests import builders
from tests.builders import Colleague
from tests.workflow.services.reception import MIA, Post, Reception, answer
from workflow import clock
from workflow.database import hotel, rows
from workflow.errors import Invalid, NotFound
from workflow.models import Effect, Hotel, Ticket
from workflow.services import (
    edits,
    member_changes,
    members,
    notice_settings,
    replies,
    tickets,
    transfer,
    watching,
)
from workflow.services.edits import Edit
from workflow.services.member_changes import By
from workflow.values import SYSTEM, Actor, ActorKind, Priority, Role

ANA, JON = "ana@aurora.example", "jon@aurora.example"
NOON = datetime(2026, 7, 4, 10, 0, tzinfo=UTC)  # 12:00 in Rome
NIGHT = datetime(2026, 7, 4, 21, 30, tzinfo=UTC)  # 23:30


class Hours:
    """The desk's clock in the test's hands."""

    def __init__(self, file: Path, reception: Reception) -> None:
        self.file, self.reception = file, reception

    def set(self, moment: datetime) -> None:
        clock.use_offset_file(None)
        offset = (moment - clock.now()).total_seconds()
        self.file.write_text(str(offset))
        clock.use_offset_file(self.file)
        self.reception.now = clock.now()

    def go_on(self, **span: float) -> None:
        self.set(clock.now() + timedelta(**span))
        self.reception.settle()


@pytest.fixture
def hours(reception: Reception, tmp_path: Path) -> Iterator[Hours]:
    found = Hours(tmp_path / "offset", reception)
    found.set(NOON)
    yield found
    clock.use_offset_file(None)


@pytest.fixture
def anas(reception: Reception, hours: Hours) -> Ticket:
    """A ticket of Ana's that Mia wrote."""
    reception.guest_writes()
    with hotel(reception.hotel.id):
        ticket = Ticket.get()
        tickets.assign(
            tickets.lock(ticket.id), reception.ana.staff_id, actor=reception.ana.actor, now=clock.now()
        )
    reception.settle()
    reception.new_posts()
    return ticket


def mia_writes_again(reception: Reception, text: str = "And soap, please.") -> None:
    mail = answer(reception.last("acknowledgement"), text, sender=f"Mia Sand <{MIA}>", quote=False)
    reception.arrives(mail, to=reception.last("acknowledgement").reply_to)


def told(reception: Reception) -> list[tuple[str, str]]:
    """Kind and member; what goes to the guest is not looked at."""
    return [one for one in reception.new_posts() if one[1] != MIA]


def does(reception: Reception, ticket: Ticket, act: object, *arguments: object, **named: object) -> None:
    """A service on the locked ticket, then what follows goes out."""
    with hotel(ticket.hotel_id):
        act(tickets.lock(ticket.id), *arguments, now=clock.now(), **named)  # type: ignore[operator]
    reception.settle()


def watch(ticket: Ticket, member: Colleague) -> None:
    with hotel(ticket.hotel_id):
        watching.watch(tickets.lock(ticket.id), member.staff_id, actor=member.actor, now=clock.now())


def many(reception: Reception, ticket: Ticket, count: int) -> None:
    """So many notes of Jon's on Ana's ticket, at once."""
    with hotel(ticket.hotel_id):
        for number in range(count):
            tickets.note(
                tickets.lock(ticket.id),
                f"note {number}",
                actor=reception.jon.actor,
                now=clock.now(),
                channel="panel",
            )
    reception.settle()


def test_watchers_hear_the_guest_and_colleagues_and_nobody_hears_himself(
    reception: Reception, anas: Ticket
) -> None:
    """R-TKT-6."""
    watch(anas, reception.jon)
    mia_writes_again(reception)
    assert told(reception) == [("guest_wrote", ANA), ("guest_wrote", JON)]
    does(reception, anas, replies.send, "Soap is coming.", actor=reception.ana.actor)
    assert told(reception) == [("answered", JON)]
    does(reception, anas, tickets.note, "She is a regular.", actor=reception.jon.actor, channel="panel")
    assert told(reception) == [("noted", ANA)]


def test_who_has_the_ticket_and_watches_it_gets_one_mail(reception: Reception, anas: Ticket) -> None:
    """R-TKT-6: duplicates over roles."""
    watch(anas, reception.ana)
    mia_writes_again(reception)
    assert told(reception) == [("guest_wrote", ANA)]
    does(reception, anas, tickets.note, "Seen.", actor=reception.jon.actor, channel="panel")
    assert told(reception) == [("noted", ANA)]


def test_a_program_is_no_member_whatever_its_number(reception: Reception, anas: Ticket) -> None:
    program = Actor(ActorKind.PROGRAM, reception.ana.staff_id, "PMS")
    does(reception, anas, tickets.note, "Late check-out booked.", actor=program, channel="api")
    assert told(reception) == [("noted", ANA)]


def test_a_new_assignee_is_told_and_so_is_the_old_one(reception: Reception, anas: Ticket) -> None:
    leo = builders.make_member(reception.hotel, email="leo@aurora.example", name="Leo")
    does(reception, anas, tickets.assign, reception.jon.staff_id, actor=leo.actor)
    assert told(reception) == [("assigned", JON), ("reassigned", ANA)]
    assert "Jon Berg has this ticket now, it is no longer yours." in reception.last("reassigned").text
    does(reception, anas, tickets.assign, None, actor=reception.jon.actor)
    assert told(reception) == []
    does(reception, anas, tickets.assign, reception.ana.staff_id, actor=reception.ana.actor)
    does(
        reception,
        anas,
        transfer.to_person,
        leo.staff_id,
        "She knows.",
        actor=reception.jon.actor,
        channel="panel",
    )
    assert told(reception) == [("reassigned", ANA), ("transferred", "leo@aurora.example")]


def test_few_notices_go_one_by_one_and_many_in_one_mail(
    reception: Reception, anas: Ticket, hours: Hours
) -> None:
    """Six at once are five too many: after two minutes they come in one mail."""
    many(reception, anas, 5)
    assert told(reception) == [("noted", ANA)] * 5
    hours.go_on(minutes=3)
    many(reception, anas, 12)
    assert told(reception) == []
    hours.go_on(seconds=100)
    assert told(reception) == []
    hours.go_on(seconds=30)
    assert told(reception) == [("digest", ANA)]
    digest = reception.last("digest")
    said = {line.strip() for line in digest.text.splitlines()}
    assert [f"note {number}" in said for number in range(12)] == [False] * 2 + [True] * 10
    with hotel(reception.hotel.id):
        states = {effect.state for effect in Effect.select()}
        assert states == {"done"}
        results = [effect.result for effect in Effect.select() if "with" in (effect.result or {})]
        assert len(results) == 11
    hours.go_on(minutes=10)
    assert told(reception) == []


def test_a_digest_about_one_ticket_is_answered_like_any_notice(
    reception: Reception, anas: Ticket, hours: Hours
) -> None:
    """R-STAFF-1."""
    many(reception, anas, 6)
    hours.go_on(seconds=121)
    digest = reception.last("digest")
    assert digest.message["Subject"] == f"[{anas.pid}] No towels"
    reception.answers(digest, "Towels and soap are coming.")
    assert "Towels and soap are coming." in reception.to_guest()[0]
    assert "note 3" not in reception.to_guest()[0]


def test_a_digest_about_several_tickets_answers_each_guest_at_his_own_address(
    reception: Reception, anas: Ticket, hours: Hours
) -> None:
    """R-STAFF-1, R-STAFF-2: and an answer to the mail itself goes to nobody."""
    reception.guest_writes("The lamp is broken.", subject="Lamp")
    with hotel(reception.hotel.id):
        lamp = Ticket.get(Ticket.subject == "Lamp")
        tickets.assign(
            tickets.lock(lamp.id), reception.ana.staff_id, actor=reception.ana.actor, now=clock.now()
        )
    reception.settle()
    with hotel(reception.hotel.id):
        for ticket in (anas, lamp) * 3:
            tickets.note(
                tickets.lock(ticket.id),
                f"about {ticket.subject}",
                actor=reception.jon.actor,
                now=clock.now(),
                channel="panel",
            )
    reception.settle()
    hours.go_on(seconds=121)
    digest = reception.last("digest")
    assert digest.message["Subject"] == "Aurora Hotel: 6 notices about 2 tickets"
    before = len(reception.to_guest())
    reception.answers(digest, "I will see to it.")
    assert len(reception.to_guest()) == before
    assert reception.states()[-1][0] == "held"
    address = next(line for line in digest.text.split() if line.startswith("aurora+"))
    reception.answers(digest, "Towels are coming.", to=address)
    assert "Towels are coming." in reception.to_guest()[-1]
    with hotel(reception.hotel.id):
        (sent,) = rows("SELECT ticket_id FROM messages WHERE direction = 'out' AND NOT is_automatic")
    assert sent == (anas.id,)


def test_quiet_hours_hold_until_they_end_and_urgent_tickets_wait_for_nothing(
    reception: Reception, anas: Ticket, hours: Hours
) -> None:
    hours.set(NIGHT)
    with hotel(reception.hotel.id):
        notice_settings.set_of_member(
            reception.hotel.id, reception.ana.staff_id, "22:00-07:00", now=clock.now()
        )
    does(reception, anas, tickets.note, "Not urgent.", actor=reception.jon.actor, channel="panel")
    hours.go_on(hours=5)
    assert told(reception) == []
    does(reception, anas, edits.edit, Edit(priority=Priority.URGENT), actor=reception.jon.actor)
    assert told(reception) == [("noted", ANA)], "what waited goes as soon as the ticket is urgent"
    assert "Not urgent." in reception.last("noted").text
    does(reception, anas, tickets.note, "Water!", actor=reception.jon.actor, channel="panel")
    assert told(reception) == [("noted", ANA)]
    assert "Water!" in reception.last("noted").text


def test_a_night_full_of_notices_comes_in_one_mail_in_the_morning(
    reception: Reception, anas: Ticket, hours: Hours
) -> None:
    hours.set(NIGHT)
    with hotel(reception.hotel.id):
        at = Hotel.get_by_id(reception.hotel.id)
        notice_settings.set_of_hotel(at, quiet_hours="22:00-07:00", actor=SYSTEM, now=clock.now())
    many(reception, anas, 9)
    assert told(reception) == []
    hours.set(datetime(2026, 7, 5, 5, 0, 1, tzinfo=UTC))
    reception.settle()
    assert told(reception) == [("digest", ANA)]


def test_a_member_may_be_awake_in_the_hotels_quiet_hours_and_a_change_counts_at_once(
    reception: Reception, anas: Ticket, hours: Hours
) -> None:
    hours.set(NIGHT)
    with hotel(reception.hotel.id):
        at = Hotel.get_by_id(reception.hotel.id)
        notice_settings.set_of_hotel(at, quiet_hours="22:00-07:00", actor=SYSTEM, now=clock.now())
    does(reception, anas, tickets.note, "Quiet.", actor=reception.jon.actor, channel="panel")
    assert told(reception) == []
    with hotel(reception.hotel.id):
        assert notice_settings.set_of_member(at.id, reception.ana.staff_id, "none", now=clock.now()) == "none"
    reception.settle()
    assert told(reception) == [("noted", ANA)]


def test_who_was_disabled_gets_nothing_of_what_waited(
    reception: Reception, anas: Ticket, hours: Hours
) -> None:
    """R-STAFF-6."""
    hours.set(NIGHT)
    with hotel(reception.hotel.id):
        notice_settings.set_of_member(
            reception.hotel.id, reception.ana.staff_id, "22:00-07:00", now=clock.now()
        )
    many(reception, anas, 3)
    with hotel(reception.hotel.id):
        ana = members.find([reception.hotel.id], reception.ana.staff_id)
        member_changes.disable(ana, by=By(SYSTEM, Role.OWNER), now=clock.now())
        member_changes.enable(ana, by=By(SYSTEM, Role.OWNER), now=clock.now())
    hours.go_on(hours=9)
    assert told(reception) == []


@pytest.mark.parametrize("text", ["always", "22-7", "25:00-07:00", "08:00-08:00"])
def test_hours_that_make_no_sense_are_refused(reception: Reception, text: str) -> None:
    with hotel(reception.hotel.id), pytest.raises(Invalid):
        notice_settings.set_of_member(reception.hotel.id, reception.ana.staff_id, text, now=clock.now())
    with hotel(reception.hotel.id), pytest.raises(NotFound):
        notice_settings.set_of_member(reception.hotel.id, 99, "none", now=clock.now())


def test_a_relay_that_fails_gets_the_same_digest_again(
    reception: Reception, anas: Ticket, hours: Hours
) -> None:
    """The notices that went along are named in the effect: a second try says the same under the same Message-ID."""
    many(reception, anas, 6)
    hours.go_on(seconds=121)
    first = reception.last("digest")
    with hotel(reception.hotel.id):
        Effect.update(state="waiting", look_at=clock.now(), finished_at=None, result=None).where(
            Effect.id == rows("SELECT id FROM effects WHERE payload ? 'together'")[0][0]
        ).execute()
    reception.settle()
    again = reception.last("digest")
    assert again is not first
    assert (again.message_id, again.text) == (first.message_id, first.text)


def headers(post: Post) -> list[str | None]:
    return [
        post.message[name] for name in ("Subject", "References", "List-Id", "Thread-Topic", "Thread-Index")
    ]


def test_all_mails_of_a_ticket_are_one_conversation_and_say_how_it_stands(
    reception: Reception, anas: Ticket
) -> None:
    """docs/decisions/one-conversation-a-ticket.md: whatever happens, the subject and the thread stay."""
    first = note_with_due(reception, anas, clock.now() + timedelta(minutes=90))
    assert "\nIn progress · due 13:30\n" in first.text
    assert first.text.index("due 13:30") < first.text.index("Still waiting.") < first.text.index("Guest:")
    does(reception, anas, edits.edit, Edit(priority=Priority.HIGH), actor=reception.jon.actor)
    second = note_with_due(reception, anas, clock.now() - timedelta(days=1))
    assert "\nHigh · in progress · overdue since 2026-07-03 12:00\n" in second.text
    assert headers(first) == headers(second)
    assert first.message["Subject"] == f"[{anas.pid}] No towels"
    assert first.message["In-Reply-To"] == second.message["In-Reply-To"] == first.message["References"]
    assert first.message_id != second.message_id


def note_with_due(reception: Reception, ticket: Ticket, due_at: datetime) -> Post:
    """Jon's note; what the ticket's clocks say is set by hand."""
    with hotel(ticket.hotel_id):
        tickets.note(
            tickets.lock(ticket.id),
            "Still waiting.",
            actor=reception.jon.actor,
            now=clock.now(),
            channel="panel",
        )
        Ticket.update(due_at=due_at).execute()
    reception.settle()
    return reception.last("noted")
