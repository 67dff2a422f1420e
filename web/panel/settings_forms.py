"""What the pages of the settings share: a page read in one transaction, and a form that says what is wrong with it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Protocol

from flask import Response, current_app, make_response, redirect, request

from web.access import Visit, current_visit
from web.errors import problem_of
from web.languages import N_, gettext
from web.panel.frame import load_frame, render
from workflow.database import database
from workflow.errors import InUse, Invalid, NameTaken, Refused
from workflow.wake import wake_clock

# Refusals of the core that these pages show most, in its own words.
SAID = (
    N_("There is a %(what)s %(name)s already."),
    N_("White words cannot be read on this colour: choose a darker one."),
    N_("A colour is written like #0c5c5a."),
    N_("Write the time like 11:00."),
    N_("Write the numbers of the rooms, like 101-120, 7."),
    N_("Write times like 09:00-12:00, 14:00-18:00; nothing for a closed day."),
    N_("Write the code of the hotel to archive it."),
    N_("Each step comes later than the one before it."),
    N_("The first step is the breach itself: 0 minutes after it."),
    N_("A policy promises something: give at least one target in minutes."),
    N_("This calendar has no open minute: no clock would ever run."),
    N_("A time is between a minute and 365 days."),
    N_("The reminder must come before the ticket is resolved, or nobody could answer it."),
    N_("Only who owns both hotels, or the platform, changes a group."),
    N_("This hotel belongs to a group itself: groups have one level."),
    N_("Other hotels have this one as their parent: groups have one level."),
    N_("Other hotels have this one as their parent: take them out of its group first."),
)


class HasName(Protocol):
    id: int
    name: str


Problems = dict[str, str]
Values = Mapping[str, object]


def show(template: str, read: Callable[[Visit], Values], problems: Problems | None = None) -> str:
    """A page with what `read` found; `typed` is what was sent when it was refused."""
    visit = current_visit()
    with visit.sight.transaction():
        frame = load_frame(visit, current_app.config["SETTINGS"])
        values = read(visit)
    return render(template, frame, **values, problems=problems or {}, typed=request.form)


def submit(work: Callable[[Visit], object], *, to: str, page: Callable[[Problems], str]) -> Response:
    """Works in one transaction, all or nothing, and goes on to `to`; a refusal is said at the field it names."""
    visit = current_visit()
    try:
        with visit.sight.transaction(), database.atomic():
            work(visit)
    except (Invalid, NameTaken, InUse) as error:
        return make_response(
            page({_place(getattr(error, "field", "")): said(error)}), problem_of(error).status
        )
    wake_clock()
    return make_response(redirect(to, 303))


def _place(named: str) -> str:
    """The form's field for what the core names: targets.resolution, week.monday, ladder[1].to, warnBefore.minutes."""
    whole, _, part = named.partition("[")[0].partition(".")
    return part if whole in ("targets", "week") and part else whole


def said(error: Refused) -> str:
    """In the reader's language, as far as SAID has it; what it is about (`what`) too, names stay as they are."""
    sentence, values = gettext(error.sentence), dict(error.values or {})
    what = values.get("what")
    if what is not None:
        values["what"] = gettext(what)
    return sentence % values if values else sentence


def named(rows: Iterable[HasName]) -> list[tuple[int, str]]:
    """As the options of a choice."""
    return [(row.id, row.name) for row in rows]


def field(name: str) -> str:
    return str(request.form.get(name, ""))


def chosen(name: str, ids: Sequence[int] = ()) -> int | None:
    """The id of an option; None for the empty one. Raises Invalid for what is none."""
    text = field(name)
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) < 19) or (ids and int(text) not in ids):
        raise Invalid(gettext("Choose one of those that are offered."), name)
    return int(text)


def whole(name: str, *, longest: int = 9) -> int | None:
    """A whole number; None for an empty field. Raises Invalid."""
    text = field(name).strip()
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) <= longest):
        raise Invalid(gettext("Write a whole number."), name)
    return int(text)
