"""Files of WhatsApp: fetched once more when that failed, and lent to the provider by a signed link."""

from __future__ import annotations

from flask import Response, current_app

from web.access import Access, Visit, current_visit, needs
from web.downloads import typed
from web.panel.blueprint import panel
from web.panel.ticket_forms import work_on
from workflow import clock
from workflow.desk import Desk
from workflow.models import Attachment, Ticket
from workflow.roles import Action
from workflow.services import held_files, lent_files, media, signed_links, stored_files


@panel.post("/tickets/<pid>/media/<id:id>/fetch")
@needs(Action.VIEW_FILES)
def fetch_again(pid: str, id: int) -> Response:
    def work(_visit: Visit, ticket: Ticket) -> None:
        media.fetch_again(ticket, id, now=clock.now())

    current_visit()
    return work_on(pid, work, done="fetching")


@panel.post("/tickets/<pid>/files/<id:id>/release")
@needs(Action.RELEASE_FILES)
def release(pid: str, id: int) -> Response:
    def work(visit: Visit, ticket: Ticket) -> None:
        held_files.release(ticket, id, actor=visit.actor, now=clock.now())

    current_visit()
    return work_on(pid, work, done="released-file")


@panel.get("/files/signed/<token>/<name>")
@needs(Access.EVERYBODY)
def signed(token: str, name: str) -> Response:
    """For the provider, who cannot log in: the link itself is the proof. The name is for whoever reads the address only."""
    desk: Desk = current_app.config["DESK"]
    return _handed(signed_links.file_of(token, desk=desk, now=clock.now()), desk)


@panel.get("/files/lent/<token>/<name>")
@needs(Access.EVERYBODY)
def lent(token: str, name: str) -> Response:
    """For a program that was sent here: the link names whom it was lent to, and he must still be allowed to see the file."""
    desk: Desk = current_app.config["DESK"]
    return _handed(lent_files.file_of(token, desk=desk, now=clock.now()), desk)


def _handed(found: Attachment, desk: Desk) -> Response:
    content = stored_files.lent(found.hotel_id, found.sha256, desk=desk, now=clock.now())
    return typed(content, found.filename, content_type=found.content_type)
