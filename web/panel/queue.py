"""The queue: which tickets there are, narrowed by what the address says, so that a list can be kept and sent on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import cast
from urllib.parse import urlencode

from flask import current_app, request

from web import words
from web.access import Visit, current_visit, needs
from web.panel.blueprint import panel
from web.panel.frame import load_frame, render
from workflow import clock
from workflow.queries import tickets
from workflow.queries.paging import EXACT_TO, Page, Wanted
from workflow.queries.ticket_filter import LIVE, NOBODY, Filter
from workflow.queries.ticket_order import Order
from workflow.queries.tickets import TicketRow
from workflow.roles import Action
from workflow.values import State

PAGE_SIZE = 50
GROUPS: dict[str, tuple[str, tuple[State, ...]]] = {
    "": ("Open", (State.OPEN, State.IN_PROGRESS)),
    "waiting": ("Waiting", tuple(state for state in LIVE if state not in (State.OPEN, State.IN_PROGRESS))),
    "live": ("Not done", LIVE),
    "snoozed": ("Snoozed", LIVE),
    "done": ("Done", (State.RESOLVED, State.CLOSED)),
    "all": ("All", ()),
}
SNOOZED = "snoozed"
AWAKE = frozenset({"", "waiting", "live"})
"""Groups that leave out what is snoozed."""
WHO = {"": "Everybody's", "me": "Mine", "none": "Nobody's"}


@dataclass(frozen=True, slots=True)
class Chip:
    """A link that narrows the list. count None: not counted."""

    label: str
    address: str
    is_chosen: bool
    count: int | None = None


@dataclass(frozen=True, slots=True)
class Choice:
    """What the address asks for, checked: a state or a group of states, whose, and words."""

    state: str = ""
    assignee: str = ""
    q: str = ""
    page: int = 1

    def query(self, **change: object) -> str:
        """The query string of this choice with a change, without what is empty."""
        values = {"state": self.state, "assignee": self.assignee, "q": self.q, "page": self.page, **change}
        return urlencode({name: value for name, value in values.items() if value and value != 1})

    def address(self, **change: object) -> str:
        query = self.query(page=1, **change)
        return f"/queue?{query}" if query else "/queue"

    @property
    def states(self) -> tuple[State, ...]:
        return GROUPS[self.state][1] if self.state in GROUPS else (State(self.state),)

    @property
    def order(self) -> Order:
        """What is not done by what is due first; what is done, or may be, the newest first."""
        return Order.DUE_FIRST if self.states and set(self.states) <= set(LIVE) else Order.NEWEST

    def filter(self, visit: Visit) -> Filter:
        assignee = {"me": visit.person.staff_id or NOBODY, "none": NOBODY}.get(self.assignee)
        now = clock.now()
        return Filter(
            states=self.states,
            assignee_id=assignee,
            words=self.q,
            listed_at=None if self.q else now,
            awake_at=now if self.state in AWAKE else None,
            snoozed_at=now if self.state == SNOOZED else None,
        )


@dataclass(frozen=True, slots=True)
class Listing:
    """The list as the page shows it, also beside an open ticket."""

    choice: Choice
    page: Page[TicketRow]
    groups: Sequence[Chip]
    who: Sequence[Chip]

    def address_of_page(self, number: int) -> str:
        return f"/queue?{self.choice.query(page=number)}"

    @property
    def is_narrowed(self) -> bool:
        return bool(self.choice.q or self.choice.assignee or self.choice.state not in ("", "all"))


def read_choice(args: Mapping[str, str]) -> Choice:
    """What the address says; what makes no sense counts as not said."""
    state, assignee, page = args.get("state", ""), args.get("assignee", ""), args.get("page", "1")
    return Choice(
        state=state if state in GROUPS or state in set(State) else "",
        assignee=assignee if assignee in WHO else "",
        q=args.get("q", "").replace("\x00", "").strip()[:200],
        page=int(page) if page.isascii() and page.isdigit() and len(page) < 6 and int(page) else 1,
    )


def load_listing(visit: Visit, choice: Choice) -> Listing:
    """In the open transaction."""
    filter = choice.filter(visit)
    page = min(choice.page, EXACT_TO // PAGE_SIZE)
    found = tickets.page(visit.sight, filter, Wanted(page=page, page_size=PAGE_SIZE), order=choice.order)
    counted = Filter(assignee_id=filter.assignee_id, words=filter.words)
    awake = tickets.live_counts(visit.sight, replace(counted, awake_at=clock.now()))
    snoozed = tickets.live_counts(visit.sight, replace(counted, snoozed_at=clock.now()))
    groups = [_group(choice, name, snoozed if name == SNOOZED else awake) for name in GROUPS]
    if choice.state not in GROUPS:
        groups.append(Chip(words.STATES[State(choice.state)], choice.address(), True))
    who = [Chip(label, choice.address(assignee=name), choice.assignee == name) for name, label in WHO.items()]
    return Listing(choice, found, groups, who)


@panel.get("/queue")
@needs(Action.VIEW)
def queue() -> str:
    visit = current_visit()
    choice = read_choice(cast(Mapping[str, str], request.args))
    with visit.sight.transaction():
        frame = load_frame(visit, current_app.config["SETTINGS"])
        listing = load_listing(visit, choice)
    return render("queue.html", frame, listing=listing, choice=choice, may_export=visit.may(Action.EXPORT))


def _group(choice: Choice, name: str, counts: Mapping[State, int]) -> Chip:
    label, states = GROUPS[name]
    count = sum(counts[state] for state in states) if states and set(states) <= set(LIVE) else None
    return Chip(label, choice.address(state=name), choice.state == name, count)
