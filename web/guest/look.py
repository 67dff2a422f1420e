"""How a hotel looks on the guests' pages: its name, colour and logo.

The policy allows no inline style, so a colour is a small sheet of its own, the same for all who have that colour.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from flask import Response

from web.access import Access, current_visit, needs
from web.guest.blueprint import guest
from web.logos import logo_of
from workflow import hotel_settings
from workflow.errors import NotFound
from workflow.hotel_settings import GuestPageSettings
from workflow.models import Hotel

_COLOUR = re.compile(r"[0-9a-f]{6}")


@dataclass(frozen=True, slots=True)
class Look:
    """logo_url "" for none."""

    name: str
    colour_url: str
    logo_url: str


def look_of(hotel: Hotel, page: GuestPageSettings, *, logo_at: str) -> Look:
    """logo_at: the route that shows this hotel's logo to whoever reads the page."""
    return Look(
        name=hotel.name,
        colour_url=f"/look/{page.colour.removeprefix('#')}.css",
        logo_url=f"{logo_at}?v={page.logo[:12]}" if page.logo else "",
    )


@guest.get("/look/<colour>.css")
@needs(Access.EVERYBODY)
def colour_sheet(colour: str) -> Response:
    """Any colour; whether it is a hotel's is no matter."""
    if not _COLOUR.fullmatch(colour):
        raise NotFound("There is no such page.")
    response = Response(f":root{{--hotel:#{colour}}}\n", content_type="text/css; charset=utf-8")
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    return response


@guest.get("/g/logo")
@needs(Access.GUEST)
def logo() -> Response:
    """Raises NotFound."""
    visit = current_visit()
    with visit.sight.transaction():
        page = hotel_settings.guest_page(Hotel.get_by_id(visit.seat.hotel_id).settings)
    return logo_of(visit.seat.hotel_id, page)
