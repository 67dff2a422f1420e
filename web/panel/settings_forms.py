"""What the pages of the settings share: a page read in one transaction, and a form that says what is wrong with it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Protocol

from flask import Response, current_app, make_response, redirect, request

from web.access import Visit, current_visit
from web.errors import problem_of
from web.languages import gettext
from web.panel.frame import load_frame, render
from web.refusal_words import said as said
from workflow.database import database
from workflow.errors import InUse, Invalid, NameTaken
from workflow.wake import wake_clock


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


def submit(
    work: Callable[[Visit], object], *, to: str | Callable[[], str], page: Callable[[Problems], str]
) -> Response:
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
    return make_response(redirect(to if isinstance(to, str) else to(), 303))


def remove(base: str, id: int, work: Callable[[Visit], bool], *, page: Callable[[Problems], str]) -> Response:
    """Removes one of a list. work says whether it is gone; else its page tells how far the clock is with its tickets."""
    gone: list[bool] = []
    return submit(
        lambda visit: gone.append(work(visit)),
        to=lambda: f"{base}?done=removed" if gone[0] else f"{base}/{id}?done=going",
        page=page,
    )


def _place(named: str) -> str:
    """The form's field for what the core names: targets.resolution, week.monday, ladder[1].to, warnBefore.minutes."""
    whole, _, part = named.partition("[")[0].partition(".")
    if whole == "wishesByLanguage" and part:
        return f"wishes-{part}"
    return part if whole in ("targets", "week") and part else whole


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
