"""Files of a guest's own requests: small pictures to see, and each as a download."""

from __future__ import annotations

from flask import Response, current_app

from web.access import Access, current_visit, needs
from web.downloads import download
from web.guest.blueprint import guest
from web.thumbnails import picture_or_sheet
from workflow import clock
from workflow.desk import Desk
from workflow.errors import FileHeld, FileUnchecked
from workflow.models import Attachment
from workflow.queries import thread
from workflow.services import stored_files

HELD = "The hotel's check of files holds this file back. Ask at the reception."


@guest.get("/g/files/<id:id>")
@needs(Access.GUEST)
def guest_file(id: int) -> Response:
    """Raises NotFound, FileHeld, StoreUnavailable."""
    file = _own(id)
    desk: Desk = current_app.config["DESK"]
    try:
        content = stored_files.lent(file.hotel_id, file.sha256, desk=desk, now=clock.now())
    except FileUnchecked:
        raise
    except FileHeld:
        raise FileHeld(HELD) from None
    return download(content, file.filename)


@guest.get("/g/files/<id:id>/thumbnail")
@needs(Access.GUEST)
def guest_thumbnail(id: int) -> Response:
    """Raises NotFound, FileHeld, StoreUnavailable."""
    return picture_or_sheet(_own(id))


def _own(id: int) -> Attachment:
    visit = current_visit()
    with visit.sight.transaction():
        return thread.attachment(visit.sight, id)
