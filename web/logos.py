"""A hotel's logo: which pictures are taken, and the one that stands as an answer, for the panel and the guests' pages."""

from __future__ import annotations

from flask import Response, current_app

from web.downloads import picture
from workflow.desk import Desk
from workflow.errors import NotFound
from workflow.hotel_settings import GuestPageSettings

MAX_LOGO = 300 * 1024
_PICTURES = {b"\x89PNG\r\n\x1a\n": "image/png", b"\xff\xd8\xff": "image/jpeg"}


def kind_of(content: bytes) -> str | None:
    """By the bytes; None for what is no PNG or JPEG."""
    return next((kind for head, kind in _PICTURES.items() if content.startswith(head)), None)


def logo_of(hotel_id: int, page: GuestPageSettings) -> Response:
    """Raises NotFound, StoreUnavailable."""
    if not page.logo:
        raise NotFound("The hotel has no logo.")
    desk: Desk = current_app.config["DESK"]
    content = desk.files.get(hotel_id, page.logo)
    return picture(content, kind_of(content) or "application/octet-stream")
