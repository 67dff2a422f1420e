"""P9 of docs/performance.md: lists, pages and searches of a desk with very many tickets, row security on.

The same desk is measured with a tenth of its tickets first. Lists and searches are timed where they are asked, as the
app's role in a transaction of its hotel; pages and the API through the real web process.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta

import click

from bellhop.bench.disks import BenchDatabase, Disk, bench_database
from bellhop.bench.house import MEMBER, House, open_house
from bellhop.bench.measure import Measure, percentile
from bellhop.bench.web_process import Browser, web_process
from workflow import clock, database
from workflow.database import before_hotel, rows
from workflow.queries import tickets
from workflow.queries.paging import EXACT_TO, Wanted, write_cursor
from workflow.queries.sight import Sight
from workflow.queries.ticket_filter import LIVE, NOBODY, Filter
from workflow.queries.ticket_order import Order
from workflow.sealing import digest
from workflow.services.accounts import SESSION_LIFETIME, Seat
from workflow.values import Priority, Role, State

TICKETS = 1_000_000
TENTH = 10
PAGE = 50
LIST, SEARCH, HTML = "≤ 5", "≤ 20", "p99 ≤ 50"  # milliseconds
GROWTH = "≤ 1.5"
SESSION = "a-session-of-the-bench"
NEWEST = Wanted(page_size=PAGE)


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked again and again, with its goal."""

    what: str
    goal: str
    ask: Callable[[], object]


@dataclass(frozen=True, slots=True)
class Timed:
    what: str
    goal: str
    milliseconds: Sequence[float]

    @property
    def median(self) -> float:
        return percentile(self.milliseconds, 50)


def measure_panel(disk: Disk, *, count: int = TICKETS, repeats: int = 100) -> list[Measure]:
    """On a database of its own."""
    with bench_database(disk) as store:
        database.connect(store.url)
        try:
            return measure_on(store, count=count, repeats=repeats)
        finally:
            database.disconnect()


def measure_on(store: BenchDatabase, *, count: int, repeats: int) -> list[Measure]:
    """Seeds an empty desk, and measures it with a tenth of the tickets and with all."""
    few = count // TENTH
    house = open_house(store.url, count)
    _open_session()
    with web_process(store) as address:
        _seed(house, count - few + 1, count)
        before = _measure(house, address, count - few, repeats)
        _seed(house, 1, count - few)
        after = _measure(house, address, 0, repeats)
    pairs = zip(before, after, strict=True)
    return [line for one, many in pairs for line in _lines(store.disk, one, many, few, count)]


def _seed(house: House, first: int, last: int) -> None:
    number = last - first + 1
    with click.progressbar(length=number, label=f"Seeding {number:,} tickets", file=sys.stderr) as bar:
        house.seed(first, last, done=bar.update)
    house.settle()


def _lines(disk: Disk, few: Timed, many: Timed, at_first: int, at_last: int) -> list[Measure]:
    tail = percentile(many.milliseconds, 99)
    is_page = many.goal == HTML
    return [
        Measure("P9", disk, f"{many.what}: p50 with {at_first:,}", few.median, "ms"),
        Measure(
            "P9", disk, f"{many.what}: p50 with {at_last:,}", many.median, "ms", "" if is_page else many.goal
        ),
        Measure("P9", disk, f"{many.what}: p99 with {at_last:,}", tail, "ms", many.goal if is_page else ""),
        Measure("P9", disk, f"{many.what}: growth", many.median / few.median, "×", GROWTH),
    ]


def _measure(house: House, address: str, oldest: int, repeats: int) -> list[Timed]:
    """oldest: the id before the first ticket there is."""
    sight = _sight(Role.MANAGER)
    found = []
    with Browser(address, cookie=SESSION) as browser:
        questions = [*_lists(house, sight, oldest), *_searches(house, sight), *_pages(house, browser)]
        with click.progressbar(questions, label="Measuring", file=sys.stderr) as progress:
            for question in progress:
                question.ask()
                question.ask()
                times = [_milliseconds(question.ask) for _ in range(repeats)]
                found.append(Timed(question.what, question.goal, times))
    return found


def _lists(house: House, sight: Sight, oldest: int) -> Iterator[Asked]:
    middle = oldest + (house.tickets - oldest) // 2
    then = house.moment(middle)
    staff = _sight(Role.STAFF, staff_id=3, department_id=1)
    deep = Wanted(page=EXACT_TO // PAGE, page_size=PAGE)
    keyset = Wanted(page_size=PAGE, cursor=write_cursor(middle))
    due_first, newest = Order.DUE_FIRST, Order.NEWEST
    lists: tuple[tuple[str, Sight, Filter, Wanted, Order], ...] = (
        ("queue, what is due first", sight, Filter(states=LIVE), NEWEST, due_first),
        ("all, newest first", sight, Filter(), NEWEST, newest),
        ("page 200 (row 10,000)", sight, Filter(), deep, newest),
        ("by cursor from the middle", sight, Filter(), keyset, newest),
        ("closed", sight, Filter(states=(State.CLOSED,)), NEWEST, newest),
        ("of one member", sight, Filter(assignee_id=2), NEWEST, newest),
        ("of nobody", sight, Filter(assignee_id=NOBODY), NEWEST, newest),
        (
            "of a department, urgent",
            sight,
            Filter(department_id=2, priorities=(Priority.URGENT,)),
            NEWEST,
            newest,
        ),
        ("of a room", sight, Filter(room="150"), NEWEST, newest),
        ("of a guest", sight, Filter(guest_id=77), NEWEST, newest),
        ("of one day long ago", sight, Filter(since=then, until=then + timedelta(days=1)), NEWEST, newest),
        ("overdue", sight, Filter(overdue_at=clock.now()), NEWEST, due_first),
        ("a member of staff's own and free ones", staff, Filter(), NEWEST, newest),
    )
    for what, of, filter, wanted, order in lists:
        yield Asked(f"list {what}", LIST, _page(of, filter, wanted, order))
    yield Asked("counts of the chips", LIST, _in(sight, lambda: tickets.live_counts(sight, Filter())))


def _searches(house: House, sight: Sight) -> Iterator[Asked]:
    pid = house.pid(house.newest(1))
    questions = {
        "a common word": "towels",
        "a common beginning": "the",
        "two common words": "invoice taxi",
        "a phrase": '"half past five"',
        "a rare word": "wish4711",
        "a word that nobody wrote": "unicorn",
        "Japanese": "バスタオル",
        "a part of a PID": pid[: len("AUR-202611-9999")],
    }
    for what, words in questions.items():
        yield Asked(f"search {what}", SEARCH, _page(sight, Filter(words=words), NEWEST, Order.NEWEST))
    live = Filter(words="towels", states=LIVE)
    yield Asked("search among what is not done", SEARCH, _page(sight, live, NEWEST, Order.DUE_FIRST))


def _pages(house: House, browser: Browser) -> Iterator[Asked]:
    pid = house.pid(house.newest(1))
    for what, path in (
        ("page queue", "/queue"),
        ("page queue, everything, page 200", "/queue?state=all&page=200"),
        ("page queue, search", "/queue?state=all&q=towels"),
        ("page ticket", f"/tickets/{pid}"),
        ("API list", "/api/v1/tickets?sort=dueAt"),
        ("API list, row 10,000", f"/api/v1/tickets?page={EXACT_TO // PAGE}"),
        ("API search", "/api/v1/tickets?q=wish4711"),
    ):
        yield Asked(what, HTML, lambda path=path: browser.get(path))  # type: ignore[misc]


def _page(sight: Sight, filter: Filter, wanted: Wanted, order: Order) -> Callable[[], object]:
    return _in(sight, lambda: tickets.page(sight, filter, wanted, order=order))


def _in(sight: Sight, ask: Callable[[], object]) -> Callable[[], object]:
    def work() -> object:
        with sight.transaction():
            return ask()

    return work


def _milliseconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return (time.perf_counter() - began) * 1000


def _sight(role: Role, *, staff_id: int = 1, department_id: int | None = None) -> Sight:
    return Sight(staff_id, (Seat(1, "AUR", "Aurora", role, department_id),))


def _open_session() -> None:
    now = clock.now()
    with before_hotel():
        (found,) = rows("SELECT staff_id FROM bellhop_account(%s)", (MEMBER,))
        opened = (digest(SESSION), found[0], now, now + SESSION_LIFETIME)
        rows("SELECT bellhop_session_open(%s, %s, %s, %s)", opened)
