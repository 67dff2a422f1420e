"""A list of tickets as pages show it: rows in ready words, chips with their numbers, what the list is narrowed to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from web import due_words, moments, words
from web.access import Visit
from web.due_words import DueMark
from web.languages import N_, gettext
from web.panel.choice import GROUPS, Choice
from web.panel.frame import Frame
from web.panel.list_options import Options
from workflow import clock
from workflow.queries import chip_counts, dues, tickets
from workflow.queries.chip_counts import Kind
from workflow.queries.paging import EXACT_TO, Page, Wanted
from workflow.queries.ticket_filter import Filter
from workflow.queries.tickets import TicketRow
from workflow.values import Priority, Source

PAGE_SIZE = 50
LAST_PAGE = EXACT_TO // PAGE_SIZE
WHO = {"": N_("Everybody's"), "me": N_("Mine"), "none": N_("Nobody's")}
ICONS = {
    Source.EMAIL: "mail",
    Source.WHATSAPP: "chat",
    Source.QR: "qr",
    Source.PANEL: "bell",
    Source.API: "link",
    Source.AI_AGENT: "link",
    Source.PMS: "link",
}


@dataclass(frozen=True, slots=True)
class Chip:
    """A link that narrows the list, or widens it. count None: not counted."""

    label: str
    address: str
    is_chosen: bool = False
    count: int | None = None


@dataclass(frozen=True, slots=True)
class Way:
    """On which way the guest is talked to. window: how long WhatsApp takes free text, "" when that is no matter."""

    name: str
    icon: str
    window: str = ""
    window_ends_at: datetime | None = None
    is_closed: bool = False


@dataclass(frozen=True, slots=True)
class Shown:
    """A row with what its clock and its channel say."""

    ticket: TicketRow
    due: DueMark | None
    way: Way
    age: str


@dataclass(frozen=True, slots=True)
class Listing:
    """The list as the page shows it, also beside an open ticket."""

    choice: Choice
    page: Page[Shown]
    groups: Sequence[Chip]
    who: Sequence[Chip]
    marks: Sequence[Chip]  # priorities and what is overdue: chosen again, they widen the list

    def address_of_page(self, number: int) -> str:
        return f"/queue?{self.choice.query(page=number, after='')}"

    @property
    def next_address(self) -> str:
        """By number as far as numbers reach, then by cursor; "" at the end."""
        if not self.page.next_cursor:
            return ""
        if self.choice.after or self.page.page >= LAST_PAGE:
            return f"/queue?{self.choice.query(page=1, after=self.page.next_cursor)}"
        return self.address_of_page(self.page.page + 1)

    @property
    def is_narrowed(self) -> bool:
        plain = Choice(state=self.choice.state, sort=self.choice.sort, page=self.choice.page)
        return replace(self.choice, view="") != plain or self.choice.state not in ("", "all")


def load_listing(visit: Visit, choice: Choice, frame: Frame) -> Listing:
    """In the open transaction."""
    now, zone = clock.now(), frame.zone
    filter = choice.filter(visit, zone)
    wanted = Wanted(min(choice.page, LAST_PAGE), PAGE_SIZE, choice.after)
    found = tickets.page(visit.sight, filter, wanted, order=choice.order)
    counted = _counted(visit, filter, frame)

    def chip(label: str, wanted: Choice) -> Chip:
        return Chip(label, wanted.address(), wanted == choice, _number(counted, wanted, visit))

    here = replace(choice, page=1, after="")
    groups = [
        replace(chip(gettext(label), replace(here, state=name)), is_chosen=choice.state == name)
        for name, (label, _) in GROUPS.items()
    ]
    if choice.state not in GROUPS:
        names = ", ".join(gettext(words.STATES[state]) for state in choice.states)
        groups.append(replace(chip(names, here), address=here.address(state=""), is_chosen=True))
    who = [
        replace(chip(gettext(label), replace(here, assignee=name)), is_chosen=choice.assignee == name)
        for name, label in WHO.items()
    ]
    due = dues.of_rows(found.rows, now=now)

    def shown_row(row: TicketRow) -> Shown:
        return shown(row, due_words.due_mark(due.get(row.id), now=now, zone=zone), now=now)

    return Listing(choice, found.of(shown_row), groups, who, _marks(here, counted, visit))


def _counted(visit: Visit, filter: Filter, frame: Frame) -> Sequence[Kind]:
    """What the chips count: all that is not done, narrowed by what no chip says."""
    rest = replace(
        filter,
        states=(),
        priorities=(),
        assignee_id=None,
        overdue_at=None,
        awake_at=None,
        snoozed_at=None,
        listed_at=None,
    )
    return frame.live if rest == Filter() else chip_counts.kinds(visit.sight, rest, now=frame.now)


def shown(row: TicketRow, due: DueMark | None, *, now: datetime) -> Shown:
    moment = row.latest_at or row.updated_at
    return Shown(row, due, _way(row, now=now), due_words.span(now - moment))


def narrowings(choice: Choice, options: Options) -> list[Chip]:
    """What "more" has narrowed the list to, each with the address of the list without it."""
    named = {
        "assignee": "" if choice.assignee in ("", "me", "none") else options.person(choice.assignee),
        "department": options.department(choice.department),
        "category": options.category(choice.category),
        "tag": choice.tag,
        "source": ", ".join(gettext(words.SOURCES[Source(one)]) for one in choice.source.split(",") if one),
        "room": gettext("Room %(number)s", number=choice.room) if choice.room else "",
        "guest": options.guest,
        "since": gettext("from %(day)s", day=_day(choice.since)) if choice.since else "",
        "until": gettext("to %(day)s", day=_day(choice.until)) if choice.until else "",
    }
    return [Chip(label, choice.address(**{name: ""})) for name, label in named.items() if label]


def _day(text: str) -> str:
    return moments.day(date.fromisoformat(text))


def _marks(here: Choice, counted: Sequence[Kind], visit: Visit) -> list[Chip]:
    overdue = replace(here, overdue="" if here.overdue else "1")
    late = _number(counted, replace(here, overdue="1"), visit)
    chips = [Chip(gettext("Overdue"), overdue.address(), bool(here.overdue), late)]
    for priority in reversed(Priority):
        is_chosen = priority in here.priorities
        rest = [one for one in here.priorities if one != priority]
        toggled = replace(here, priority=",".join(rest if is_chosen else [*rest, priority]))
        number = _number(counted, replace(here, priority=str(priority)), visit)
        chips.append(Chip(gettext(words.PRIORITIES[priority]), toggled.address(), is_chosen, number))
    return chips


def _number(counted: Sequence[Kind], wanted: Choice, visit: Visit) -> int | None:
    if not wanted.is_live:
        return None
    return wanted.number_of(counted, visit)


def _way(row: TicketRow, *, now: datetime) -> Way:
    ends_at = row.window_ends_at
    if ends_at is None:
        return Way(gettext(words.SOURCES[row.source]), ICONS[row.source])
    if ends_at <= now:
        return Way("WhatsApp", "chat", gettext("closed"), is_closed=True)
    return Way("WhatsApp", "chat", due_words.span(ends_at - now), ends_at)
