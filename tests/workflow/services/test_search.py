"""Searching tickets: words are gathered soon after commit, and answer only those who may see them (R-TKT-8)."""

import threading

import psycopg2
import pytest

from tests.builders import (
    make_answer,
    make_channel,
    make_department,
    make_guest,
    make_guest_message,
    make_hotel,
    make_member,
    make_room,
    make_ticket,
)
from tests.workflow.queries.beliefs import believe
from worker import word_gatherer
from workflow import clock
from workflow.database import database, hotel, hotels, rows
from workflow.errors import Invalid
from workflow.models import Guest, Hotel, Message, Room, Ticket
from workflow.queries import ticket_search, tickets
from workflow.queries.paging import Wanted
from workflow.queries.sight import Sight
from workflow.queries.ticket_filter import LIVE, Filter
from workflow.queries.ticket_order import Order
from workflow.search_words import question
from workflow.services import deleting, merging, search_index
from workflow.services import tickets as ticket_services
from workflow.services.accounts import Seat
from workflow.settings import Settings
from workflow.values import Priority, Role, State


@pytest.fixture
def aurora(settings: Settings) -> Hotel:
    return make_hotel()


def sight_of(*at: Hotel, role: Role = Role.RECEPTION, staff_id: int | None = None) -> Sight:
    return Sight(staff_id, tuple(Seat(one.id, one.code, one.name, role) for one in at))


def found(sight: Sight, words: str, *, order: Order = Order.NEWEST, **narrowed: object) -> list[int]:
    with sight.transaction():
        page = tickets.page(sight, Filter(words=words, **narrowed), Wanted(), order=order)  # type: ignore[arg-type]
    assert page.total == len(page.rows)
    assert not page.total_is_estimate
    return [row.id for row in page.rows]


def test_a_ticket_is_found_by_its_number_subject_messages_guest_and_room(aurora: Hotel) -> None:
    """R-TKT-8"""
    ana = make_member(aurora)
    wanted = make_ticket(
        aurora,
        "Crib for the baby",
        description="We arrive around four, thank you.",
        channel=make_channel(aurora),
        guest=make_guest(aurora, "Anneke de Vries"),
        room=make_room(aurora, "214"),
        requester_address="anneke@guest.example",
    )
    make_answer(wanted, "The cot stands beside the window.", ana)
    with hotel(aurora.id):
        locked = ticket_services.lock(wanted.id)
        ticket_services.note(
            locked, "Ask Jon about the mattress", actor=ana.actor, now=clock.now(), channel="panel"
        )
    make_ticket(aurora, "Something else")
    search_index.gather_all()
    sight = sight_of(aurora)
    for words in (
        wanted.pid,
        wanted.pid.lower(),
        wanted.pid[:14],
        wanted.pid.split("-")[2],
        "crib",
        "arrive around",
        "window cot",
        "mattr",
        "vries",
        "anneke@guest.example",
        "214",
        "crib 214 mattress",
    ):
        assert wanted.id in found(sight, words), words
    assert found(sight, "crib elsewhere") == []
    assert found(sight, "21") == []


def test_words_are_gathered_anew_when_what_is_written_changes(aurora: Hotel) -> None:
    ana, guest, room = make_member(aurora), make_guest(aurora, "Mia Sand"), make_room(aurora)
    ticket = make_ticket(aurora, "No towels", guest=guest, room=room)
    other = make_ticket(aurora, "Towels again", description="From the same guest.")
    search_index.gather_all()
    sight = sight_of(aurora)
    with hotel(aurora.id):
        Guest.update(name="Mia Stone").where(Guest.id == guest.id).execute()
        Room.update(number="777").where(Room.id == room.id).execute()
        Message.update(body="Erased").where(Message.ticket_id == ticket.id).execute()
    search_index.gather_all()
    assert (found(sight, "stone 777 erased"), found(sight, "has no")) == ([ticket.id], [])
    with hotel(aurora.id):
        merging.merge(
            ticket_services.lock(other.id), ticket_services.lock(ticket.id), actor=ana.actor, now=clock.now()
        )
    search_index.gather_all()
    assert ticket.id in found(sight, '"same guest"')


def test_deleted_tickets_are_not_found_at_once_and_found_again_when_restored(aurora: Hotel) -> None:
    """R-TKT-7, R-TKT-8"""
    vera = make_member(aurora, Role.MANAGER)
    ticket = make_ticket(aurora, "Broken lamp")
    search_index.gather_all()
    sight = sight_of(aurora)
    with hotel(aurora.id):
        deleting.delete(ticket_services.lock(ticket.id), actor=vera.actor, now=clock.now())
    with sight.transaction():
        assert tickets.page(sight, Filter(words="lamp"), Wanted()).rows == ()
    search_index.gather_all()
    assert found(sight, "lamp") == []
    assert found(sight, "lamp", deleted=True) == [ticket.id]
    with hotel(aurora.id):
        deleting.restore(Ticket.get_by_id(ticket.id), actor=vera.actor, now=clock.now())
    search_index.gather_all()
    assert found(sight, "lamp") == [ticket.id]


def test_card_numbers_are_not_searchable(aurora: Hotel) -> None:
    """R-TKT-13"""
    ticket = make_ticket(
        aurora, "Card 4111 1111 1111 1111", description="My card is 5500005555555559, thanks"
    )
    search_index.gather_all()
    sight = sight_of(aurora)
    assert found(sight, "card thanks") == [ticket.id]
    for words in ("4111", "5500005555555559", "550000", "1111 1111"):
        assert words == "1111 1111" or found(sight, words) == [], words
    with database.connection_context():
        stored = rows("SELECT words::text FROM ticket_words")
    assert "5500005555555559" not in stored[0][0]
    assert "'4111'" not in stored[0][0]


def test_a_hotel_never_finds_the_words_of_another(aurora: Hotel) -> None:
    """R-WEB-3, R-TKT-8: also not when the functions are called directly with the other's id."""
    sol = make_hotel("SOL", name="Sol Hotel")
    secret = make_ticket(sol, "Zanzibar")
    search_index.gather_all()
    asked = question("zanzibar")
    assert asked is not None
    assert found(sight_of(aurora), "zanzibar") == []
    assert found(sight_of(aurora, sol), "zanzibar") == [secret.id]
    with hotel(aurora.id):
        assert ticket_search.newest([sol.id], asked, most=10) == []
        assert ticket_search.count([sol.id], asked) == (0, False)
        assert ticket_search.among({sol.id: [secret.id], aurora.id: [secret.id]}, asked) == {}
    with pytest.raises(Exception, match="permission denied"), hotel(aurora.id):
        rows("SELECT bellhop_search_guess('zanzibar'::tsquery)")
    for statement in ("SELECT * FROM ticket_words", "DELETE FROM ticket_words"):
        with pytest.raises(Exception, match="permission denied"), hotel(sol.id):
            rows(statement)


def test_a_hotel_cannot_write_the_words_of_another(aurora: Hotel) -> None:
    """R-WEB-3"""
    sol = make_hotel("SOL", name="Sol Hotel")
    secret = make_ticket(sol, "Zanzibar")
    search_index.gather_all()
    with pytest.raises(Exception, match="words of another hotel"), hotel(aurora.id):
        rows("SELECT bellhop_keep_words(%s, %s, %s::text[])", (sol.id, [secret.id], [None]))
    with hotel(aurora.id):
        rows("SELECT bellhop_keep_words(%s, %s, %s::text[])", (aurora.id, [secret.id], ["'mine' 'h:1'"]))
    assert found(sight_of(sol), "zanzibar") == [secret.id]
    with sight_of(aurora).transaction():
        assert rows("SELECT id FROM tickets WHERE id = %s", (secret.id,)) == []


def test_staff_find_only_what_they_may_see(aurora: Hotel) -> None:
    """R-WEB-2: their own, their department's and what nobody has."""
    kitchen = make_department(aurora, "Kitchen")
    jon = make_member(aurora, Role.STAFF, email="jon@aurora.example", name="Jon")
    ana = make_member(aurora)
    mine = make_ticket(aurora, "Lamp", assignee=jon)
    free = make_ticket(aurora, "Lamp")
    make_ticket(aurora, "Lamp", assignee=ana, department=kitchen)
    search_index.gather_all()
    assert found(sight_of(aurora, role=Role.STAFF, staff_id=jon.staff_id), "lamp") == [free.id, mine.id]


def test_words_and_filters_and_orders_go_together(aurora: Hotel) -> None:
    """R-TKT-8"""
    ana = make_member(aurora)
    first = make_ticket(aurora, "Towels please", priority=Priority.URGENT)
    second = make_ticket(aurora, "Invoice", description="and towels")
    make_ticket(aurora, "Crib", description="and a cot", priority=Priority.URGENT)
    search_index.gather_all()
    sight = sight_of(aurora)
    assert found(sight, "towels") == [second.id, first.id]
    assert found(sight, "towels", order=Order.OLDEST) == [first.id, second.id]
    assert found(sight, "towels", order=Order.RELEVANCE) == [first.id, second.id]
    assert found(sight, "towels", order=Order.URGENT_FIRST) == [first.id, second.id]
    assert found(sight, "towels", priorities=(Priority.URGENT,)) == [first.id]
    with hotel(aurora.id):
        ticket_services.move(ticket_services.lock(first.id), State.RESOLVED, actor=ana.actor, now=clock.now())
    assert found(sight, "towels", states=tuple(LIVE)) == [second.id]
    with sight.transaction():
        counts = tickets.live_counts(sight, Filter(words="towels"))
        assert sum(counts.values()) == 1
        with pytest.raises(Invalid, match="no cursor"):
            tickets.page(sight, Filter(words="towels"), Wanted(cursor="YWZ0ZXIgMQ"), order=Order.RELEVANCE)


def fill(at: Hotel, number: int, words: str) -> None:
    """Tickets with these words, as the clock keeps them."""
    with hotel(at.id):
        made = rows(
            "INSERT INTO tickets (hotel_id, pid, source, state, subject, placed_by, created_by_kind, created_at,"
            " updated_by_kind, updated_at)"
            " SELECT %s, %s || txid_current() || '-' || n, 'email', 'open', 'Wish', 'new', 'guest', now(), 'guest', now()"
            " FROM generate_series(1, %s) AS n RETURNING id",
            (at.id, f"{words}-", number),
        )
        ids = [id for (id,) in made]
        vectors = [
            " ".join(f"'{mark}'" for mark in search_index.marks(at.id, id)) + f" '{words}':1A" for id in ids
        ]
        rows("SELECT bellhop_keep_words(%s, %s, %s::text[])", (at.id, ids, vectors))


def test_pages_and_cursors_of_a_search_miss_nothing_and_repeat_nothing(aurora: Hotel) -> None:
    """R-WEB-5: over the stretches that the search goes back in, beside another hotel's tickets."""
    sol = make_hotel("SOL", name="Sol Hotel")
    for number, words in ((700, "rare"), (1500, "often"), (300, "rare"), (900, "often"), (40, "rare")):
        fill(aurora, number, words)
        fill(sol, 200, words)
    sight = sight_of(aurora)
    seen: list[int] = []
    cursor = ""
    with sight.transaction():
        while True:
            page = tickets.page(sight, Filter(words="rare"), Wanted(page_size=175, cursor=cursor))
            assert (page.total, page.total_is_estimate) == (1040, False)
            seen += [row.id for row in page.rows]
            cursor = page.next_cursor
            if not cursor:
                break
        expected = rows("SELECT id FROM tickets WHERE pid LIKE 'rare-%%' ORDER BY id DESC")
        assert seen == [id for (id,) in expected]
        third = tickets.page(sight, Filter(words="rare"), Wanted(page=3, page_size=175))
    assert [row.id for row in third.rows] == seen[350:525]


def test_what_ten_thousand_tickets_and_more_answer_is_counted_as_an_estimate(aurora: Hotel) -> None:
    """R-WEB-5"""
    fill(aurora, 10_000, "towel")
    sight = sight_of(aurora)
    with sight.transaction():
        exact = tickets.page(sight, Filter(words="towel"), Wanted(page_size=10))
    fill(aurora, 30, "towel")
    with sight.transaction():
        more = tickets.page(sight, Filter(words="towel"), Wanted(page_size=10))
        narrowed = tickets.page(sight, Filter(words="towel", states=(State.OPEN,)), Wanted(page_size=10))
    assert (exact.total, exact.total_is_estimate) == (10_000, False)
    assert more.total > 10_000
    assert more.total_is_estimate
    assert narrowed.total_is_estimate
    assert [row.id for row in narrowed.rows] == [row.id for row in more.rows]


def test_a_total_is_counted_whatever_the_statistics_and_the_newest_answers_let_expect(
    aurora: Hotel, database_url: str
) -> None:
    """R-WEB-5, R-WEB-3: also when it is asked whether a part is too many already; another hotel's count for nothing."""
    sol = make_hotel("SOL", name="Sol Hotel")
    fill(aurora, 60, "towels")
    fill(sol, 50, "towels")
    fill(aurora, 5, "towel")
    believe(database_url, "ticket_words", 80_000_000)
    asked = question("towel")
    assert asked == "('towel':*)"
    with hotel(aurora.id):
        for reach in (None, 1, 70, 10**6, 10**12):
            assert ticket_search.count([aurora.id], asked, reach=reach) == (65, False), reach
            assert ticket_search.count([sol.id], asked, reach=reach) == (0, False), reach
    with sight_of(aurora).transaction():
        page = tickets.page(sight_of(aurora), Filter(words="towel"), Wanted(page_size=20))
    believe(database_url, "ticket_words", -1)
    assert (page.total, page.total_is_estimate, len(page.rows)) == (65, False, 20)


def test_what_whole_words_alone_answer_ten_thousand_times_is_more_with_all_their_endings(
    aurora: Hotel,
) -> None:
    """R-WEB-5: in the stretch of ids where so many are expected, and in all of them."""
    fill(aurora, 10_001, "towel")
    fill(aurora, 3, "towels")
    asked = question("towel")
    assert asked is not None
    with hotel(aurora.id):
        for reach in (None, 9_000, 13_000, 10**6):
            total, is_estimate = ticket_search.count([aurora.id], asked, reach=reach)
            assert is_estimate, reach
            assert total > 10_000, reach


def test_words_and_filters_that_are_both_wide_are_counted_and_listed_to_the_last(
    aurora: Hotel, monkeypatch: pytest.MonkeyPatch
) -> None:
    """R-WEB-5: also what is older than the newest answers that are looked through first. Numbers smaller than in life."""
    for limit, number in (("EXACT_TO", 100), ("MOST_CANDIDATES", 30), ("SMALLEST_BATCH", 10)):
        monkeypatch.setattr(ticket_search, limit, number)
    fill(aurora, 170, "towel")
    with hotel(aurora.id):
        oldest = [id for (id,) in rows("SELECT id FROM tickets ORDER BY id LIMIT 40")]
        rows("UPDATE tickets SET state = 'on_hold' WHERE id = ANY(%s)", (oldest,))
        every = [id for (id,) in rows("SELECT id FROM tickets ORDER BY id DESC")]
    for states, expected in (((State.ON_HOLD,), oldest[::-1]), ((State.OPEN, State.ON_HOLD), every)):
        seen: list[int] = []
        cursor = ""
        with sight_of(aurora).transaction():
            while cursor or not seen:
                page = tickets.page(
                    sight_of(aurora),
                    Filter(words="towel", states=states),
                    Wanted(page_size=15, cursor=cursor),
                )
                assert page.total_is_estimate == (len(expected) > 100)
                assert page.total == 40 or page.total > 100
                seen += [row.id for row in page.rows]
                cursor = page.next_cursor
        assert seen == expected


def test_two_clocks_gather_what_was_committed_within_seconds(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """R-TKT-8: the lag is a second and the time to gather."""
    monkeypatch.setattr(word_gatherer, "SECONDS", 0.05)
    aurora = make_hotel()
    stop = threading.Event()
    threads = [word_gatherer.start(stop) for _ in range(2)]
    try:
        ticket = make_ticket(aurora, "Parking for two cars")
        make_guest_message(ticket, "And a charger?")
        until = clock.monotonic() + 10
        while found(sight_of(aurora), "parking charger") != [ticket.id]:
            assert clock.monotonic() < until
            threading.Event().wait(0.02)
    finally:
        stop.set()
        for thread in threads:
            thread.join()


def test_what_was_written_before_the_search_is_gathered_in_batches(aurora: Hotel, database_url: str) -> None:
    """The migration lists all tickets there are; the newest are gathered first."""
    made = [make_ticket(aurora, f"Wish {number}") for number in range(5)]
    connection = psycopg2.connect(database_url)
    with connection, connection.cursor() as cursor:
        cursor.execute("DELETE FROM ticket_words")
        cursor.execute("DELETE FROM unread_words")
        cursor.execute(
            "INSERT INTO unread_words (hotel_id, ticket_id) SELECT hotel_id, id FROM tickets ORDER BY id"
        )
    connection.close()
    assert search_index.gather_batch(aurora.id, batch=2) == 2
    assert found(sight_of(aurora), "wish") == [made[4].id, made[3].id]
    assert search_index.gather_all(batch=2) == 3
    assert len(found(sight_of(aurora), "wish")) == 5
    with hotels([aurora.id]):
        assert rows("SELECT count(*) FROM unread_words") == [(0,)]
