"""What the address of a list asks for: kept in links, read back leniently, and turned into the core's filter (R-TKT-8)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import UTC, date, datetime, time, timedelta
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from web.access import Visit
from web.api.ticket_filters import ORDERS
from web.languages import N_
from workflow import clock
from workflow.errors import Invalid
from workflow.models import Hotel
from workflow.queries import paging
from workflow.queries.chip_counts import Kind
from workflow.queries.ticket_filter import LIVE, NOBODY, Filter
from workflow.queries.ticket_order import Order
from workflow.values import Priority, Source, State

GROUPS: dict[str, tuple[str, tuple[State, ...]]] = {
    "": (N_("Open"), (State.OPEN, State.IN_PROGRESS)),
    "waiting": (
        N_("Waiting"),
        tuple(state for state in LIVE if state not in (State.OPEN, State.IN_PROGRESS)),
    ),
    "live": (N_("Not done"), LIVE),
    "snoozed": (N_("Snoozed"), LIVE),
    "done": (N_("Done"), (State.RESOLVED, State.CLOSED)),
    "all": (N_("All"), ()),
}
SNOOZED = "snoozed"
AWAKE = frozenset({"", "waiting", "live"})
"""Groups that leave out what is snoozed."""
SORTS = {
    "dueAt": N_("What is due first"),
    "priority": N_("Most urgent first"),
    "-createdAt": N_("Newest first"),
    "createdAt": N_("Oldest first"),
    "-updatedAt": N_("Changed last first"),
}
_LISTS: dict[str, type[Priority] | type[Source]] = {"priority": Priority, "source": Source}
_IDS = ("department", "category", "guest", "view")
_WORDS = {"q": 200, "tag": 100, "room": 100}


@dataclass(frozen=True, slots=True)
class Choice:
    """What the address asks for, checked; "" is not said. Fields bear the names that the address has."""

    state: str = ""  # a group's name, or states with commas between
    assignee: str = ""  # me, none or an id
    priority: str = ""  # with commas between, like source
    overdue: str = ""
    snoozed: str = ""  # yes: only those; no: none of them
    department: str = ""
    category: str = ""
    tag: str = ""
    source: str = ""
    room: str = ""
    guest: str = ""
    since: str = ""  # days of the hotel, both included
    until: str = ""
    q: str = ""
    sort: str = ""
    view: str = ""
    page: int = 1
    after: str = ""  # the cursor of the page before, where numbers end

    def query(self, **change: object) -> str:
        """The query string of this choice with a change, without what is empty."""
        values = {field.name: getattr(self, field.name) for field in fields(self)} | change
        return urlencode({name: value for name, value in values.items() if value and value != 1})

    def address(self, **change: object) -> str:
        query = self.query(**{"page": 1, "after": "", **change})
        return f"/queue?{query}" if query else "/queue"

    @property
    def states(self) -> tuple[State, ...]:
        if self.state in GROUPS:
            return GROUPS[self.state][1]
        return tuple(State(name) for name in self.state.split(","))

    @property
    def priorities(self) -> tuple[Priority, ...]:
        return tuple(Priority(name) for name in self.priority.split(",") if name)

    @property
    def is_live(self) -> bool:
        """Whether it shows only what is not done."""
        return bool(self.states) and set(self.states) <= set(LIVE)

    @property
    def sorting(self) -> str:
        """What is not done by what is due first, all else the newest first, unless told otherwise."""
        if self.sort and (self.is_live or not ORDERS[self.sort].value.live):
            return self.sort
        return "dueAt" if self.is_live else "-createdAt"

    @property
    def order(self) -> Order:
        return ORDERS[self.sorting]

    @property
    def only_snoozed(self) -> bool | None:
        """None: whether something is snoozed makes no difference."""
        if self.state == SNOOZED:
            return True
        if self.snoozed:
            return self.snoozed == "yes"
        return False if self.state in AWAKE else None

    def filter(self, visit: Visit, zone: ZoneInfo) -> Filter:
        now = clock.now()
        return Filter(
            states=self.states,
            priorities=self.priorities,
            sources=tuple(Source(name) for name in self.source.split(",") if name),
            assignee_id=_assignee(visit, self.assignee),
            department_id=_number(self.department),
            category_id=_number(self.category),
            guest_id=_number(self.guest),
            tag=self.tag,
            room=self.room,
            words=self.q,
            since=_midnight(self.since, zone),
            until=_midnight(self.until, zone, days=1),
            overdue_at=now if self.overdue else None,
            listed_at=None if self.q else now,
            awake_at=now if self.only_snoozed is False else None,
            snoozed_at=now if self.only_snoozed else None,
        )

    def number_of(self, kinds: Sequence[Kind], visit: Visit) -> int:
        """How many of these tickets are on the list, as far as chips narrow it."""
        states, priorities, snoozed = self.states, self.priorities, self.only_snoozed
        wanted = _assignee(visit, self.assignee)
        return sum(
            kind.number
            for kind in kinds
            if (not states or kind.state in states)
            and (not priorities or kind.priority in priorities)
            and (wanted is None or wanted == (kind.assignee_id or NOBODY))
            and (not self.overdue or kind.is_overdue)
            and (snoozed is None or snoozed is kind.is_snoozed)
        )


def read_choice(args: Mapping[str, str]) -> Choice:
    """What the address says; what makes no sense counts as not said."""
    said = {name: args.get(name, "").replace("\x00", "").strip() for name in args}
    assignee, sort = said.get("assignee", ""), said.get("sort", "")
    number = _number(said.get("page", ""))
    return Choice(
        state=_state(said.get("state", "")),
        assignee=assignee if assignee in ("me", "none") else _id(assignee),
        overdue="1" if said.get("overdue", "") else "",
        snoozed=said["snoozed"] if said.get("snoozed") in ("yes", "no") else "",
        since=_day(said.get("since", "")),
        until=_day(said.get("until", "")),
        sort=sort if sort in SORTS else "",
        page=number if number and number < 100_000 else 1,
        after=_cursor(said.get("after", "")),
        **{name: _among(said.get(name, ""), kind) for name, kind in _LISTS.items()},
        **{name: _id(said.get(name, "")) for name in _IDS},
        **{name: said.get(name, "")[:longest] for name, longest in _WORDS.items()},
    )


def zone_of(visit: Visit) -> ZoneInfo:
    """The hotel's, in the open transaction."""
    return ZoneInfo(Hotel.get_by_id(visit.seat.hotel_id).time_zone)


def _state(text: str) -> str:
    return text if text in GROUPS else _among(text, State)


def _among(text: str, kind: type[State] | type[Priority] | type[Source]) -> str:
    return ",".join(dict.fromkeys(name for name in text.split(",") if name in set(kind)))


def _id(text: str) -> str:
    return "" if _number(text) is None else text


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None


def _assignee(visit: Visit, named: str) -> int | None:
    if named == "me":
        return visit.person.staff_id or NOBODY
    return NOBODY if named == "none" else _number(named)


def _day(text: str) -> str:
    try:
        return date.fromisoformat(text).isoformat() if len(text) == 10 else ""
    except ValueError:
        return ""


def _midnight(day: str, zone: ZoneInfo, *, days: int = 0) -> datetime | None:
    """When this day begins on the hotel's clocks, or the one so many days later."""
    if not day:
        return None
    try:
        begins = datetime.combine(date.fromisoformat(day) + timedelta(days=days), time(), tzinfo=zone)
        return begins.astimezone(UTC)
    except OverflowError:
        return None


def _cursor(text: str) -> str:
    try:
        paging.read_cursor(text)
    except Invalid:
        return ""
    return text
