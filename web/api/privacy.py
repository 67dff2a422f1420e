"""What is held about one guest: all of it for him to have, or none of it any more (R-PRIV-1)."""

from __future__ import annotations

from typing import Any

from apiflask.fields import Dict, Integer, List, Raw, String

from web.access import current_visit, needs
from web.api import schemas, shapes
from web.api.blueprint import api
from web.api.schema import Schema
from web.api.shapes import Json
from web.installation import current_desk
from workflow import clock
from workflow.roles import Action
from workflow.services import erasing, guest_export, guest_records


def _part() -> Any:
    return List(Dict(keys=String(), values=Raw(allow_none=True)))


class GuestExportOut(Schema):
    """As services/guest_export names its parts."""

    guestId = String()
    exportedAt = schemas.Moment()
    guests = _part()
    addresses = _part()
    stays = _part()
    whatsapp = _part()
    tickets = _part()
    messages = _part()
    files = _part()
    timeline = _part()
    participations = _part()
    mails = _part()
    automaticMails = _part()
    mutedAddresses = _part()
    blocked = _part()
    pageSessions = _part()


class ErasedOut(Schema):
    guestId = String()
    erasedAt = schemas.Moment()
    rows = Dict(keys=String(), values=Integer(), metadata={"description": "How many of which table."})
    files = Integer()


@api.get("/guests/<id:id>/export")
@api.output(GuestExportOut)
@needs(Action.PRIVACY)
def export_guest(id: int) -> Json:
    """All that is held about a guest; the bytes of files are at GET /attachments/{id}."""
    visit = current_visit()
    with visit.sight.transaction():
        guest = guest_records.find(visit.sight.hotel_ids, id)
        return guest_export.export(guest.hotel_id, id, now=clock.now())


@api.post("/guests/<id:id>/erase")
@api.output(ErasedOut)
@needs(Action.PRIVACY)
def erase_guest(id: int) -> Json:
    """Erases what is about a guest, for good: words, files, mails, addresses. Numbers and states of tickets stay."""
    visit = current_visit()
    desk = current_desk()
    with visit.sight.transaction():
        hotel_id = guest_records.find(visit.sight.hotel_ids, id).hotel_id
    done = erasing.erase(hotel_id, id, files=desk.files, actor=visit.actor, now=clock.now())
    return {
        "guestId": str(done.guest_id),
        "erasedAt": shapes.moment(done.at),
        "rows": done.rows,
        "files": done.files,
    }
