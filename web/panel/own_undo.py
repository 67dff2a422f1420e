"""How long a member's own answers can be taken back, where the hotel's choice is not his."""

from __future__ import annotations

from flask import Response, request

from web.access import Visit, needs
from web.panel import account
from web.panel.blueprint import panel
from workflow.roles import Action
from workflow.services import recall


@panel.post("/account/undo")
@needs(Action.REPLY)
def save_own_undo() -> Response:
    def work(visit: Visit) -> None:
        text = request.form.get("undoSeconds", "")
        wanted = recall.seconds(text, "undoSeconds") if text.strip() else None
        with visit.sight.transaction():
            recall.set_own(visit.seat.hotel_id, visit.person.staff_id or 0, wanted)

    return account.do(work, done="saved")
