"""Saved views and the lists they stand for, between the names of the API and those of the panel's address (R-TKT-8).

A view keeps what the API's /views keeps: days as dates, or as so many days before today, which move along with the
calendar. The forms: view_forms.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import cast

from web.access import Visit
from web.panel.choice import AWAKE, GROUPS, SNOOZED, Choice, read_choice, zone_of
from workflow import clock
from workflow.roles import Action
from workflow.services import views
from workflow.services.views import View
from workflow.values import State

_AS_THEY_ARE = ("assignee", "tag", "room", "q", "department", "category", "guest")
_DAYS = ("since", "until")


@dataclass(frozen=True, slots=True)
class Link:
    """A view as the menu shows it."""

    view: View
    address: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Views:
    """Those one sees; chosen: the one the list began with, is_changed: the list is another one by now."""

    shared: Sequence[Link]
    own: Sequence[Link]
    chosen: View | None
    is_changed: bool
    may_change: bool
    moves_along: bool  # the days of the chosen one are counted from today


def load(visit: Visit, choice: Choice, *, today: date) -> Views:
    """In the open transaction."""
    known = views.seen_by(visit.sight.hotel_ids, visit.person.staff_id)
    chosen = next((view for view in known if str(view.id) == choice.view), None)
    links = [Link(view, choice_of(view, today).address(), view == chosen) for view in known]
    return Views(
        shared=[link for link in links if link.view.is_shared],
        own=[link for link in links if not link.view.is_shared],
        chosen=chosen,
        is_changed=chosen is not None and choice_of(chosen, today) != replace(choice, page=1, after=""),
        may_change=chosen is not None and (not chosen.is_shared or visit.may(Action.SHARE_VIEWS)),
        moves_along=chosen is not None and any(_is_count(chosen.filters.get(name)) for name in _DAYS),
    )


def today_of(visit: Visit) -> date:
    """On the hotel's clocks, in the open transaction."""
    return clock.now().astimezone(zone_of(visit)).date()


def choice_of(view: View, today: date) -> Choice:
    """The list that a view stands for."""
    said, snoozed = view.filters, view.filters.get("snoozed")
    states = tuple(State(name) for name in _names(said, "state"))
    group = next((name for name in GROUPS if _is_group(name, states, snoozed)), None)
    kept: Choice = read_choice(
        {
            "state": group if group is not None else ",".join(states) or "all",
            "snoozed": "" if group is not None or snoozed is None else "yes" if snoozed else "no",
            "priority": ",".join(_names(said, "priority")),
            "source": ",".join(_names(said, "source")),
            "overdue": "1" if said.get("overdue") else "",
            "view": str(view.id),
            **{name: str(said.get(name, "")) for name in _AS_THEY_ARE},
            **{name: _day_of(said.get(name), today) for name in _DAYS},
        }
    )
    return (
        kept
        if kept.sorting == view.sort
        else replace(kept, sort=view.sort if view.sort != "relevance" else "")
    )


def filters_of(choice: Choice, *, counted_from: date | None = None) -> dict[str, object]:
    """What a view keeps of a list, under the names of the API; what is not said is left out. counted_from: today, when
    the days are to move along with the calendar."""
    said: dict[str, object] = {
        "state": [str(state) for state in choice.states],
        "priority": [str(priority) for priority in choice.priorities],
        "source": [name for name in choice.source.split(",") if name],
        "overdue": bool(choice.overdue),
        **{name: getattr(choice, name) for name in _AS_THEY_ARE},
        **{name: _kept_day(getattr(choice, name), counted_from) for name in _DAYS},
    }
    kept = {name: value for name, value in said.items() if value}
    return kept if choice.only_snoozed is None else {**kept, "snoozed": choice.only_snoozed}


def _kept_day(day: str, today: date | None) -> str:
    if not day or today is None:
        return day
    return str(max((today - date.fromisoformat(day)).days, 0))


def _day_of(kept: object, today: date) -> str:
    """The other way round; "" for what is no day."""
    try:
        return (today - timedelta(days=int(str(kept)))).isoformat() if _is_count(kept) else str(kept or "")
    except OverflowError:
        return ""


def _is_count(kept: object) -> bool:
    return isinstance(kept, str) and kept.isascii() and kept.isdigit()


def _is_group(name: str, states: Sequence[State], snoozed: object) -> bool:
    asked = True if name == SNOOZED else False if name in AWAKE else None
    return set(GROUPS[name][1]) == set(states) and asked is snoozed


def _names(said: Mapping[str, object], field: str) -> list[str]:
    return [str(name) for name in cast("Sequence[str]", said.get(field) or ())]
