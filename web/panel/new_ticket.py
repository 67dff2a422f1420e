"""A ticket for somebody on the phone or at the desk (R-TKT-11)."""

from __future__ import annotations

from dataclasses import astuple
from secrets import token_urlsafe

from flask import Response, current_app, make_response, redirect, request

from web import words
from web.access import Visit, current_visit, needs
from web.errors import problem_of
from web.panel.blueprint import panel
from web.panel.frame import load_frame, render
from web.panel.sent_twice import attempt
from workflow import clock
from workflow.errors import Invalid
from workflow.models import Room
from workflow.roles import Action
from workflow.services import desk_tickets, written_once
from workflow.services.desk_tickets import CameBy, Request
from workflow.values import Priority, Rule, Source
from workflow.wake import wake_clock

# The service's names of fields, where the form's differ.
FIELDS = {"guestEmail": "email", "guestPhone": "phone"}


@panel.get("/new")
@needs(Action.OPEN)
def new_ticket() -> str:
    return _page()


@panel.post("/new")
@needs(Action.OPEN)
def open_ticket() -> Response:
    visit = current_visit()
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
        room_number=form.get("room", ""),
        came_by=CameBy(came_by) if came_by in set(CameBy) else None,
    )
    try:
        with visit.sight.transaction():
            pid = _opened(visit, wanted)
    except Invalid as error:
        field = FIELDS.get(error.field, error.field)
        return make_response(_page({field: str(error)}), problem_of(error).status)
    wake_clock()
    return make_response(redirect(f"/tickets/{pid}?done=opened", 303))


def _opened(visit: Visit, wanted: Request) -> str:
    """The number of the new ticket, or of the one that this very form opened before."""
    now = clock.now()
    said = tuple(str(value) for value in astuple(wanted))
    form = attempt(visit, visit.seat.hotel_id, said)
    if form is not None and not written_once.claim(form, now=now):
        return str(written_once.earlier_answer(form)["pid"])
    ticket = desk_tickets.open_for_guest(visit.seat.hotel_id, wanted, actor=visit.actor, now=now)
    if form is not None:
        written_once.keep_answer(form, {"pid": ticket.pid})
    return str(ticket.pid)


def _page(problems: dict[str, str] | None = None) -> str:
    visit = current_visit()
    with visit.sight.transaction():
        frame = load_frame(visit, current_app.config["SETTINGS"])
        rooms = [room.number for room in Room.select().where(Room.hotel_id == visit.seat.hotel_id)]
    return render(
        "new_ticket.html",
        frame,
        rooms=sorted(rooms, key=lambda number: (len(number), number)),
        form=request.form,
        problems=problems or {},
        nonce=token_urlsafe(16),
        priorities=words.PRIORITIES,
        may_write=visit.may(Action.REPLY),
    )
