"""An answer taken back in the seconds before it goes: its words and files stand in the form again (R-WEB-4)."""

from __future__ import annotations

from flask import Response, make_response

from web.access import current_visit, needs
from web.errors import problem_of
from web.panel import ticket as ticket_page
from web.panel.blueprint import panel
from web.panel.ticket import Typed
from web.refusal_words import said
from workflow.errors import MoveRefused
from workflow.models import UploadedFile
from workflow.queries import tickets
from workflow.roles import Action
from workflow.services import recall


@panel.post("/tickets/<pid>/answers/<id:id>/undo")
@needs(Action.REPLY)
def take_back(pid: str, id: int) -> Response:
    """Raises NotFound for an answer of somebody else."""
    visit = current_visit()
    try:
        with visit.sight.transaction():
            answer = recall.take_back(tickets.find(visit.sight, pid), id, staff_id=visit.person.staff_id)
            files = UploadedFile.by_ids(answer.file_ids)
    except MoveRefused as error:
        return make_response(ticket_page.page(pid, problem=said(error)), problem_of(error).status)
    typed = Typed(
        answer.body,
        channel=answer.channel,
        is_solution=answer.is_solution,
        files=tuple(files[id] for id in answer.file_ids if id in files),
    )
    return make_response(ticket_page.page(pid, typed=typed, taken_back=True))
