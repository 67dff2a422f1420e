"""A ticket for somebody on the phone or at the desk (R-TKT-11). A guest is found by name, room, address or number."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import astuple
from secrets import token_urlsafe

from flask import Response, current_app, make_response, redirect, render_template, request

from web import assignment, words
from web.access import Visit, current_visit, needs
from web.errors import problem_of
from web.languages import N_, gettext
from web.panel import list_options
from web.panel.blueprint import panel
from web.panel.choice import Choice
from web.panel.frame import load_frame, render
from web.panel.list_options import Options
from web.panel.sent_twice import attempt
from web.panel.settings_forms import said
from workflow import clock
from workflow.errors import Forbidden, Invalid, NotFound
from workflow.queries import guests as guest_queries
from workflow.queries.guests import GuestRow
from workflow.queries.paging import Wanted
from workflow.roles import Action
from workflow.services import desk_tickets, tickets, written_once
from workflow.services.desk_tickets import CameBy, Request
from workflow.values import Priority, Rule, Source
from workflow.wake import wake_clock

# The service's names of fields, where the form's differ.
FIELDS = {"guestEmail": "email", "guestPhone": "phone", "departmentId": "department", "guestId": "guest"}
REFUSALS = (
    N_("A ticket needs a subject."),
    N_("This is not an e-mail address; it looks like name@example.com."),
)
FOUND = 8


@panel.get("/new")
@needs(Action.OPEN)
def new_ticket() -> str:
    """guest: whose ticket it will be; find: looked for without the page's script."""
    return _page(_of_guest(request.args.get("guest", "")))


@panel.get("/new/guests")
@needs(Action.GUESTS)
def find_guests() -> str:
    """The guests that answer to what is typed, for the page's script."""
    visit = current_visit()
    with visit.sight.transaction():
        found = _found(visit, request.args.get("find", ""))
    return render_template("_parts/found_guests.html", found=found)


@panel.post("/new")
@needs(Action.OPEN)
def open_ticket() -> Response:
    visit = current_visit()
    try:
        wanted, assignee = _wanted(visit)
        with visit.sight.transaction():
            pid = _opened(visit, wanted, assignee)
    except Invalid as error:
        problems = {FIELDS.get(error.field, error.field): said(error)}
        return make_response(_page(request.form, problems), problem_of(error).status)
    wake_clock()
    return make_response(redirect(f"/tickets/{pid}?done=opened", 303))


def _wanted(visit: Visit) -> tuple[Request, int | None]:
    """What the form says, and who is to have it. Raises Invalid."""
    form = request.form
    priority, came_by = form.get("priority", ""), form.get("came_by", "")
    wanted = Request(
        subject=form.get("subject", ""),
        description=form.get("description", ""),
        source=Source.PANEL,
        rule=Rule.PANEL,
        priority=Priority(priority) if priority in set(Priority) else Priority.MEDIUM,
        guest_name=form.get("name", ""),
        guest_email=form.get("email", ""),
        guest_phone=form.get("phone", ""),
        guest_id=_id("guest") if visit.may(Action.GUESTS) else None,
        room_number=form.get("room", ""),
        department_id=_id("department"),
        came_by=CameBy(came_by) if came_by in set(CameBy) else None,
    )
    return wanted, _id("assignee")


def _opened(visit: Visit, wanted: Request, assignee: int | None) -> str:
    """The number of the new ticket, or of the one that this very form opened before."""
    now = clock.now()
    said_here = tuple(str(value) for value in (*astuple(wanted), assignee))
    form = attempt(visit, visit.seat.hotel_id, said_here)
    if form is not None and not written_once.claim(form, now=now):
        return str(written_once.earlier_answer(form)["pid"])
    ticket = desk_tickets.open_for_guest(visit.seat.hotel_id, wanted, actor=visit.actor, now=now)
    if assignee is not None:
        _give(visit, ticket.id, assignee)
    if form is not None:
        written_once.keep_answer(form, {"pid": ticket.pid})
    return str(ticket.pid)


def _give(visit: Visit, ticket_id: int, assignee: int) -> None:
    """Raises Invalid, also for who may not give it to others."""
    ticket = tickets.lock(ticket_id)
    if ticket.assignee_id == assignee:
        return
    try:
        assignment.give(visit, ticket, assignee, version=ticket.version)
    except Forbidden as error:
        raise Invalid(error.sentence, "assignee", values=error.values) from error


def _page(form: Mapping[str, str], problems: dict[str, str] | None = None) -> str:
    visit = current_visit()
    find = request.args.get("find", "")
    with visit.sight.transaction():
        frame = load_frame(visit, current_app.config["SETTINGS"])
        options = list_options.load(visit, Choice(), frame.hotel)
        found = _found(visit, find) if find and visit.may(Action.GUESTS) else []
    return render(
        "new_ticket.html",
        frame,
        options=options,
        people=_people(visit, options),
        find=find,
        found=found,
        form=form,
        problems=problems or {},
        nonce=token_urlsafe(16),
        priorities={one.value: gettext(words.PRIORITIES[one]) for one in reversed(Priority)},
        may_find=visit.may(Action.GUESTS),
        may_write=visit.may(Action.REPLY),
    )


def _people(visit: Visit, options: Options) -> list[tuple[int, str]]:
    """To whom this person may give a ticket; who may take one only, to himself."""
    me = visit.person.staff_id
    if not visit.may(Action.ASSIGN):
        return [(me, gettext("Me"))] if me is not None and visit.may(Action.TAKE) else []
    return [
        (one.staff_id, one.name if one.on_duty else gettext("%(name)s, off duty", name=one.name))
        for one in options.people
    ]


def _of_guest(id: str) -> dict[str, str]:
    """What is known of a guest, as the form has it; nothing for an unknown one."""
    visit = current_visit()
    if not (id.isascii() and id.isdigit() and len(id) < 19 and visit.may(Action.GUESTS)):
        return {}
    try:
        with visit.sight.transaction():
            guest = guest_queries.row([visit.seat.hotel_id], int(id))
    except NotFound:
        return {}
    kinds = {address.kind: address.value for address in reversed(guest.addresses)}
    return {
        "guest": str(guest.id),
        "name": guest.name,
        "email": kinds.get("email", ""),
        "phone": kinds.get("phone", ""),
        "room": guest.room,
    }


def _found(visit: Visit, words_typed: str) -> list[GuestRow]:
    """Those who have a room first."""
    typed = words_typed.replace("\x00", "").strip()[:100]
    if not typed:
        return []
    page = guest_queries.page([visit.seat.hotel_id], typed, Wanted(page_size=3 * FOUND))
    return sorted(page.rows, key=lambda guest: not guest.room)[:FOUND]


def _id(name: str) -> int | None:
    """None for an empty field. Raises Invalid."""
    text = request.form.get(name, "")
    if text and not (text.isascii() and text.isdigit() and len(text) < 19):
        raise Invalid(gettext("Choose one of those that are offered."), name)
    return int(text) if text else None
