"""New tickets find their owners, also when many come at once; of two who take one, one gets it (R-WF-5)."""

import threading
from collections import Counter
from datetime import timedelta

import pytest

from tests import builders
from tests.builders import Colleague
from tests.workflow.services.reception import MIA, Reception, written
from workflow import clock
from workflow.assignment import AssignmentRule, Mode
from workflow.database import hotel, rows
from workflow.errors import AlreadyTaken, Invalid, NotFound, VersionStale
from workflow.models import Event, Hotel, Membership, Ticket
from workflow.services import assignment_rules, dispatch, duty, inbox, intake, outbox, taking, tickets
from workflow.services.desk_tickets import Request, open_for_guest
from workflow.services.duty import DutySettings
from workflow.services.outbox import Claim
from workflow.values import EffectKind, Priority, Role, Rule, Source


def set_mode(desk: Reception, mode: Mode) -> None:
    with hotel(desk.hotel.id):
        at = Hotel.get_by_id(desk.hotel.id)
        duty.set_settings(at, DutySettings(mode=mode), actor=desk.ana.actor, now=clock.now())


def add_rule(desk: Reception, position: int | None = None, **rule: object) -> int:
    with hotel(desk.hotel.id):
        made = assignment_rules.add(
            Hotel.get_by_id(desk.hotel.id),
            AssignmentRule(**rule),  # type: ignore[arg-type]
            position=position,
            actor=desk.ana.actor,
            now=desk.now,
        )
    return made.rule.id


def all_tickets(desk: Reception) -> list[Ticket]:
    with hotel(desk.hotel.id):
        return list(Ticket.select().order_by(Ticket.id))


def switch(desk: Reception, who: Colleague, **columns: object) -> None:
    with hotel(desk.hotel.id):
        Membership.update(**columns).where(Membership.staff_id == who.staff_id).execute()


def mails_claimed(desk: Reception, count: int) -> list[Claim]:
    (route,) = [inbox.find_route(desk.channel.address)]
    assert route is not None
    for number in range(count):
        mail = written(f"Wish {number}", sender=MIA, to=desk.channel.address, subject=f"Wish {number}")
        inbox.accept([inbox.Incoming(route, "smtp", clock.now(), mail.as_bytes(), MIA, desk.channel.address)])
    now = clock.now() + timedelta(seconds=1)
    handed = dispatch.hand_over(now=now, limit=1000, kinds=[EffectKind.PROCESS_INBOX])
    return outbox.claim([each.id for each in handed], now=now, lease=timedelta(minutes=5))


def test_two_intakes_at_once_give_64_tickets_evenly(reception: Reception) -> None:
    """R-WF-5: round robin is fair under concurrency; Eva cannot be told by mail and gets none, the machine neither."""
    for name in ("Ben", "Kim"):
        builders.make_member(reception.hotel, email=f"{name.lower()}@aurora.example", name=name)
    eva = builders.make_member(reception.hotel, email="eva@aurora.example", name="Eva")
    switch(reception, eva, mail_error="550 no such mailbox")
    builders.make_member(reception.hotel, Role.AI_AGENT, email="bot@aurora.example", name="Bot")
    set_mode(reception, Mode.ROUND_ROBIN)
    claims = mails_claimed(reception, 64)
    assert len(claims) == 64
    begin, faults = threading.Barrier(2), []

    def work(part: list[Claim]) -> None:
        begin.wait()
        try:
            for start in range(0, len(part), 4):  # many small batches meet more often than two large ones
                intake.process(part[start : start + 4], desk=reception.desk, tick=clock.now)
        except BaseException as error:  # noqa: BLE001, a thread's fault is this test's
            faults.append(error)

    threads = [threading.Thread(target=work, args=(part,)) for part in (claims[::2], claims[1::2])]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    assert faults == []
    opened = all_tickets(reception)
    assert len(opened) == 64
    assert sorted(Counter(ticket.assignee_id for ticket in opened).values()) == [16, 16, 16, 16]
    assert eva.staff_id not in {ticket.assignee_id for ticket in opened}


def test_turns_go_on_over_mail_and_desk_and_the_new_owner_alone_is_told(reception: Reception) -> None:
    """R-WF-5"""
    set_mode(reception, Mode.ROUND_ROBIN)
    reception.guest_writes()
    assert reception.new_posts() == [("acknowledgement", MIA), ("assigned", reception.ana.email)]
    with hotel(reception.hotel.id):
        wish = Request("Taxi", "At six, please.", Source.PANEL, Rule.PANEL)
        open_for_guest(reception.hotel.id, wish, actor=reception.ana.actor, now=reception.now)
    reception.settle()
    assert reception.new_posts() == [("assigned", reception.jon.email)]
    reception.guest_writes("A pillow.", subject="Pillow")
    assert [ticket.assignee_id for ticket in all_tickets(reception)] == [
        reception.ana.staff_id,
        reception.jon.staff_id,
        reception.ana.staff_id,
    ]
    with hotel(reception.hotel.id):
        actors = {event.actor_kind for event in Event.select().where(Event.kind == "assigned")}
    assert actors == {"system"}


def test_least_loaded_looks_at_what_they_have(reception: Reception) -> None:
    """R-WF-5"""
    for number in range(2):
        builders.make_ticket(reception.hotel, f"Ana's {number}", assignee=reception.ana)
    set_mode(reception, Mode.LEAST_LOADED)
    mails = [
        (
            written(f"Wish {n}", sender=MIA, to=reception.channel.address, subject=f"Wish {n}"),
            reception.channel.address,
        )
        for n in range(4)
    ]
    reception.arrive_together(mails)
    given = Counter(ticket.assignee_id for ticket in all_tickets(reception))
    assert given == {reception.ana.staff_id: 3, reception.jon.staff_id: 3}


def test_rules_in_their_order(reception: Reception) -> None:
    """R-WF-5: category, words, room range, language → member or department; the first that holds counts."""
    house = builders.make_department(reception.hotel)
    guest = builders.make_guest(reception.hotel, language="de")
    builders.make_stay(reception.hotel, guest, builders.make_room(reception.hotel, "112"))
    with hotel(reception.hotel.id):
        (category,) = rows(
            "INSERT INTO categories (hotel_id, name) VALUES (%s, 'Repairs') RETURNING id",
            (reception.hotel.id,),
        )[0]
    add_rule(reception, name="All German", language="de", to_staff_id=reception.jon.staff_id)
    add_rule(
        reception,
        position=1,
        name="Showers of the first floor",
        words=("shower*",),
        rooms_from="100",
        rooms_to="199",
        to_department_id=house.id,
        to_category_id=category,
        to_priority=Priority.HIGH,
    )
    reception.guest_writes("Both showers are cold.", subject="Cold")
    reception.guest_writes("Handtücher bitte.", subject="Handtücher")
    shower, towels = all_tickets(reception)
    assert (shower.department_id, shower.category_id, shower.priority) == (house.id, category, "high")
    assert (shower.assignee_id, towels.assignee_id) == (None, reception.jon.staff_id)
    with hotel(reception.hotel.id):
        named = [event.new for event in Event.select().where(Event.kind == "rule").order_by(Event.id)]
    assert named == ["Showers of the first floor", "All German"]


def test_a_rule_for_somebody_off_duty_leaves_the_ticket_to_those_who_are_there(reception: Reception) -> None:
    """R-WF-5: nobody's by hand, the next one's by turns; never one who is away."""
    switch(reception, reception.jon, on_duty=False)
    add_rule(reception, to_staff_id=reception.jon.staff_id)
    reception.guest_writes()
    set_mode(reception, Mode.ROUND_ROBIN)
    reception.guest_writes("A pillow.", subject="Pillow")
    assert [ticket.assignee_id for ticket in all_tickets(reception)] == [None, reception.ana.staff_id]


def test_what_somebody_chose_stays(reception: Reception) -> None:
    own, other = builders.make_department(reception.hotel), builders.make_department(reception.hotel, "Spa")
    add_rule(reception, to_department_id=other.id, to_priority=Priority.LOW)
    with hotel(reception.hotel.id):
        wish = Request("Taxi", "", Source.PANEL, Rule.PANEL, priority=Priority.HIGH, department_id=own.id)
        ticket = open_for_guest(reception.hotel.id, wish, actor=reception.ana.actor, now=reception.now)
    assert (ticket.department_id, ticket.priority) == (own.id, "high")


def test_mail_older_than_its_mailbox_is_given_to_nobody(reception: Reception) -> None:
    set_mode(reception, Mode.ROUND_ROBIN)
    claims = mails_claimed(reception, 1)
    with hotel(reception.hotel.id):
        rows("UPDATE inbox SET quiet = true RETURNING id")
    intake.process(claims, desk=reception.desk, tick=clock.now)
    assert [ticket.assignee_id for ticket in all_tickets(reception)] == [None]


def test_rules_that_make_no_sense_are_refused_and_their_order_is_kept(reception: Reception) -> None:
    for words, rule in (
        ("what the rule does", {}),
        ("not alone", {"words": ("*",), "to_priority": Priority.LOW}),
        ("not an enabled member", {"to_staff_id": 99_999}),
        ("no such category or department", {"to_department_id": 99_999}),
    ):
        with pytest.raises(Invalid, match=words):
            add_rule(reception, **rule)
    ids = [add_rule(reception, name=name, to_priority=Priority.LOW) for name in "abc"]
    with hotel(reception.hotel.id):
        at = Hotel.get_by_id(reception.hotel.id)
        assignment_rules.change(
            at,
            ids[2],
            AssignmentRule(name="c", to_priority=Priority.LOW),
            position=1,
            actor=reception.ana.actor,
            now=clock.now(),
        )
        assignment_rules.remove(at, ids[0], actor=reception.ana.actor, now=clock.now())
        found = [(one.position, one.rule.name) for one in assignment_rules.of_hotels((at.id,))]
        assert found == [(1, "c"), (2, "b")]
        with pytest.raises(NotFound):
            assignment_rules.find((at.id,), ids[0])


def test_of_members_who_take_a_ticket_at_once_one_gets_it_and_the_others_hear_who(
    reception: Reception,
) -> None:
    """R-WF-5: atomic claim, with real connections."""
    people = [reception.ana, reception.jon] + [
        builders.make_member(reception.hotel, email=f"m{n}@aurora.example", name=f"Member {n}")
        for n in range(4)
    ]
    ticket = builders.make_ticket(reception.hotel)
    begin = threading.Barrier(len(people))
    got: list[str] = []
    refused: list[str] = []

    def take(who: Colleague) -> None:
        begin.wait()
        try:
            with hotel(reception.hotel.id):
                taking.take(tickets.lock(ticket.id), actor=who.actor, now=clock.now(), version=ticket.version)
            got.append(who.name)
        except AlreadyTaken as error:
            refused.append(str(error))

    threads = [threading.Thread(target=take, args=(who,)) for who in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    (winner,) = got
    assert refused == [f"{winner} was quicker: the ticket belongs to {winner} now."] * (len(people) - 1)
    with hotel(reception.hotel.id):
        assert Event.select().where(Event.kind == "assigned").count() == 1


def test_by_mail_too_the_second_hears_who_was_quicker(reception: Reception) -> None:
    """R-WF-5"""
    reception.guest_writes()
    for who in (reception.ana, reception.jon):
        reception.answers(reception.last("new_ticket", who.email), "#assign me")
    assert all_tickets(reception)[0].assignee_id == reception.ana.staff_id
    assert "Ana Ferri was quicker" in reception.last("not_done", reception.jon.email).text


def test_a_colleagues_ticket_is_taken_over_by_who_has_seen_whose_it_is(reception: Reception) -> None:
    ticket = builders.make_ticket(reception.hotel, assignee=reception.ana)

    def take(version: int | None) -> None:
        with hotel(reception.hotel.id):
            taking.take(tickets.lock(ticket.id), actor=reception.jon.actor, now=clock.now(), version=version)

    for version in (None, ticket.version - 1):
        with pytest.raises(AlreadyTaken, match="Ana Ferri was quicker"):
            take(version)
    take(ticket.version)
    assert all_tickets(reception)[0].assignee_id == reception.jon.staff_id
    with pytest.raises(VersionStale), hotel(reception.hotel.id):
        tickets.assign(
            tickets.lock(ticket.id),
            reception.ana.staff_id,
            actor=reception.ana.actor,
            now=clock.now(),
            version=ticket.version,
        )
