"""Writing in a ticket: an answer to the guest or a note for the house, with files."""

from __future__ import annotations

from collections.abc import Callable

from flask import Response, current_app, make_response, request

from web.access import Visit, current_visit, needs
from web.errors import problem_of
from web.panel import ticket as ticket_page
from web.panel.blueprint import panel
from web.panel.ticket import Typed
from web.panel.ticket_forms import work_on
from web.uploads import sent_files, takes_files
from workflow import clock
from workflow.desk import Desk
from workflow.errors import Invalid
from workflow.models import Attachment, Ticket
from workflow.roles import Action
from workflow.services import replies, tickets, uploads

WorkWithFiles = Callable[[Visit, Ticket, tuple[Attachment, ...]], None]


@panel.post("/tickets/<pid>/reply")
@needs(Action.REPLY)
@takes_files
def reply(pid: str) -> Response:
    typed = Typed(request.form.get("body", ""), is_solution="solution" in request.form)

    def work(visit: Visit, ticket: Ticket, files: tuple[Attachment, ...]) -> None:
        replies.send(
            ticket,
            typed.body,
            actor=visit.actor,
            now=clock.now(),
            attachments=files,
            is_solution=typed.is_solution,
        )

    return _write(pid, work, done="sent", typed=typed)


@panel.post("/tickets/<pid>/note")
@needs(Action.NOTE)
@takes_files
def note(pid: str) -> Response:
    typed = Typed(request.form.get("body", ""), is_note=True)

    def work(visit: Visit, ticket: Ticket, files: tuple[Attachment, ...]) -> None:
        said = tickets.note(ticket, typed.body, actor=visit.actor, now=clock.now(), channel="panel")
        uploads.hang(said, files)

    return _write(pid, work, done="noted", typed=typed)


def _write(pid: str, work: WorkWithFiles, *, done: str, typed: Typed) -> Response:
    """Keeps the files first, with no transaction open; bytes that no row names in the end do no harm."""
    visit, desk = current_visit(), _desk()
    try:
        files = uploads.keep(sent_files(), hotel_id=visit.seat.hotel_id, files=desk.files, now=clock.now())
    except Invalid as error:
        problem = problem_of(error)
        return make_response(ticket_page.page(pid, problem=problem.detail, typed=typed), problem.status)
    return work_on(pid, lambda visit, ticket: work(visit, ticket, files), done=done, typed=typed)


def _desk() -> Desk:
    desk: Desk = current_app.config["DESK"]
    return desk
