"""Writing in a ticket: an answer to the guest or a note for the house, with files."""

from __future__ import annotations

from collections.abc import Callable

from flask import Response, current_app, make_response, request

from web.access import Visit, current_visit, needs
from web.errors import problem_of
from web.panel import ticket as ticket_page
from web.panel.blueprint import panel
from web.panel.sent_twice import attempt
from web.panel.ticket import Typed
from web.panel.ticket_forms import work_on
from web.uploads import has_files, sent_files, takes_files
from workflow import clock
from workflow.desk import Desk
from workflow.errors import Invalid
from workflow.models import Attachment, Ticket
from workflow.queries import heard
from workflow.roles import Action
from workflow.services import replies, tickets, uploads, written_once
from workflow.values import ChannelKind

WorkWithFiles = Callable[[Visit, Ticket, tuple[Attachment, ...]], None]


@panel.post("/tickets/<pid>/reply")
@needs(Action.REPLY)
@takes_files
def reply(pid: str) -> Response:
    typed = Typed(
        request.form.get("body", ""),
        channel=request.form.get("channel", ""),
        is_solution="solution" in request.form,
        had_files=has_files(),
    )

    def work(visit: Visit, ticket: Ticket, files: tuple[Attachment, ...]) -> None:
        seen = request.form.get("heard", "")
        if seen.isascii() and seen.isdigit():
            heard.check(ticket, visit.person.staff_id, seen=int(seen[:18]))
        replies.send(
            ticket,
            typed.body,
            actor=visit.actor,
            now=clock.now(),
            attachments=files,
            is_solution=typed.is_solution,
            channel=ChannelKind(typed.channel) if typed.channel in set(ChannelKind) else None,
        )

    return _write(pid, work, done="sent", typed=typed)


@panel.post("/tickets/<pid>/note")
@needs(Action.NOTE)
@takes_files
def note(pid: str) -> Response:
    typed = Typed(request.form.get("body", ""), is_note=True, had_files=has_files())

    def work(visit: Visit, ticket: Ticket, files: tuple[Attachment, ...]) -> None:
        said = tickets.note(ticket, typed.body, actor=visit.actor, now=clock.now(), channel="panel")
        uploads.hang(said, files)

    return _write(pid, work, done="noted", typed=typed)


def _write(pid: str, work: WorkWithFiles, *, done: str, typed: Typed) -> Response:
    """Keeps the files first, with no transaction open; bytes that no row names in the end do no harm."""
    visit, desk = current_visit(), _desk()
    try:
        files = uploads.keep(sent_files(), hotel_id=visit.seat.hotel_id, desk=desk, now=clock.now())
    except Invalid as error:
        problem = problem_of(error)
        return make_response(ticket_page.page(pid, problem=problem.detail, typed=typed), problem.status)

    def work_once(visit: Visit, ticket: Ticket) -> None:
        if _is_first(visit, ticket, files, done=done, typed=typed):
            work(visit, ticket, files)

    return work_on(pid, work_once, done=done, typed=typed)


def _is_first(
    visit: Visit, ticket: Ticket, files: tuple[Attachment, ...], *, done: str, typed: Typed
) -> bool:
    """False for a form that was sent before."""
    digests = (file.sha256 for file in files)
    said = (ticket.pid, done, typed.body, typed.channel, str(typed.is_solution), *digests)
    form = attempt(visit, ticket.hotel_id, said)
    return form is None or written_once.claim(form, now=clock.now())


def _desk() -> Desk:
    desk: Desk = current_app.config["DESK"]
    return desk
