"""Writing in a ticket: an answer to the guest or a note for the house, with files."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

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
from workflow.models import Hotel, Ticket, UploadedFile
from workflow.queries import heard
from workflow.roles import Action
from workflow.services import recall, sent_ahead, tickets, uploads, written_once
from workflow.services.recall import Words
from workflow.values import ChannelKind

WorkWithFiles = Callable[[Visit, Ticket, tuple[int, ...]], None]


@panel.post("/tickets/<pid>/reply")
@needs(Action.REPLY)
@takes_files
def reply(pid: str) -> Response:
    """Goes in a few seconds, in which it can be taken back; at once where that is switched off."""
    typed, seconds = _typed(is_note=False), _seconds()

    def work(visit: Visit, ticket: Ticket, file_ids: tuple[int, ...]) -> None:
        seen = request.form.get("heard", "")
        if seen.isascii() and seen.isdigit():
            heard.check(ticket, visit.person.staff_id, seen=int(seen[:18]))
        channel = ChannelKind(typed.channel) if typed.channel in set(ChannelKind) else None
        words = Words(typed.body, channel, typed.is_solution, file_ids)
        if seconds:
            recall.hold(ticket, words, actor=visit.actor, now=clock.now(), seconds=seconds)
        else:
            recall.send_now(ticket, words, actor=visit.actor, now=clock.now())

    return _write(pid, work, done="held" if seconds else "sent", typed=typed)


@panel.post("/tickets/<pid>/note")
@needs(Action.NOTE)
@takes_files
def note(pid: str) -> Response:
    typed = _typed(is_note=True)

    def work(visit: Visit, ticket: Ticket, file_ids: tuple[int, ...]) -> None:
        now = clock.now()
        files = sent_ahead.take(file_ids, hotel_id=ticket.hotel_id, author=_author(visit), now=now)
        said = tickets.note(ticket, typed.body, actor=visit.actor, now=now, channel="panel")
        uploads.hang(said, files)

    return _write(pid, work, done="noted", typed=typed)


def _seconds() -> int:
    """How long this member's answers can be taken back."""
    visit = current_visit()
    with visit.sight.transaction():
        return recall.seconds_of(Hotel.get_by_id(visit.seat.hotel_id), visit.person.staff_id or 0)


def _typed(*, is_note: bool) -> Typed:
    """What stands in the form, with the files that were sent ahead of it."""
    visit = current_visit()
    ids = [int(id) for id in request.form.getlist("upload") if id.isascii() and id.isdigit() and len(id) < 19]
    with visit.sight.transaction():
        files = sent_ahead.waiting(ids, hotel_id=visit.seat.hotel_id, author=_author(visit), now=clock.now())
    return Typed(
        request.form.get("body", ""),
        channel=request.form.get("channel", ""),
        is_note=is_note,
        is_solution="solution" in request.form,
        files=files,
    )


def _write(pid: str, work: WorkWithFiles, *, done: str, typed: Typed) -> Response:
    """Keeps the files of the form first, as if they had been sent ahead: a refusal loses none of them."""
    try:
        typed = replace(typed, files=(*typed.files, *_sent_along()))
    except Invalid as error:
        problem = problem_of(error)
        again = replace(typed, lost_files=has_files())
        return make_response(ticket_page.page(pid, problem=problem.detail, typed=again), problem.status)

    def work_once(visit: Visit, ticket: Ticket) -> None:
        if _is_first(visit, ticket, done=done, typed=typed):
            work(visit, ticket, tuple(file.id for file in typed.files))

    return work_on(pid, work_once, done=done, typed=typed)


def _sent_along() -> tuple[UploadedFile, ...]:
    """Raises Invalid."""
    visit, desk, now = current_visit(), _desk(), clock.now()
    hotel_id = visit.seat.hotel_id
    kept = uploads.keep(sent_files(), hotel_id=hotel_id, desk=desk, now=now)
    if not kept:
        return ()
    with visit.sight.transaction():
        return tuple(sent_ahead.add(file, hotel_id=hotel_id, author=_author(visit), now=now) for file in kept)


def _is_first(visit: Visit, ticket: Ticket, *, done: str, typed: Typed) -> bool:
    """False for a form that was sent before."""
    digests = (file.sha256 for file in typed.files)
    said = (ticket.pid, done, typed.body, typed.channel, str(typed.is_solution), *digests)
    form = attempt(visit, ticket.hotel_id, said)
    return form is None or written_once.claim(form, now=clock.now())


def _author(visit: Visit) -> str:
    return recall.author(visit.person.staff_id or 0)


def _desk() -> Desk:
    desk: Desk = current_app.config["DESK"]
    return desk
