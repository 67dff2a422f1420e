"""QR codes on paper and on the screen: the links behind them, cards for guests, signs for rooms."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import segno
from flask import Response, current_app

from web.access import Visit
from web.card_pdf import Card, pdf_of, without_missing
from web.guest.blueprint import LANGUAGE
from web.guest.card_words import CARD, ROOM, SIGN, say
from web.pdf import letters
from workflow import clock, hotel_settings, texts
from workflow.database import rows
from workflow.desk import Desk
from workflow.models import Guest, Hotel
from workflow.services import qr_codes, room_signs


def link_of_code(token: str, language: str) -> str:
    """language: the guest's, "" when nobody knows it; so the page before the log-in speaks it too, and looks up nothing."""
    spoken = texts.base_of(language)
    asked = f"?{LANGUAGE}={spoken}" if spoken in texts.page_languages("guest") else ""
    return f"{_desk().settings.public_url}/q/{token}{asked}"


def link_of_sign(code: str) -> str:
    return f"{_desk().settings.public_url}/r/{code}"


def picture(link: str) -> str:
    """The code as SVG, black on white whatever the page's theme: phones read the other way round badly."""
    made = segno.make(link, error="l", micro=False, boost_error=False)
    return str(made.svg_inline(omitsize=True, dark="#000", light="#fff"))


def cards(visit: Visit, pairs: Sequence[tuple[int, int]], *, is_sheet: bool) -> Response:
    """A new code for each guest and room, all or none. Raises Invalid."""
    hotel_id, now, drawn = visit.seat.hotel_id, clock.now(), []
    with visit.sight.transaction():
        hotel = Hotel.get_by_id(hotel_id)
        for guest_id, room_id in pairs:
            issued = qr_codes.issue_card(
                hotel_id, guest_id=guest_id, room_id=room_id, actor=visit.actor, keys=_desk().keys, now=now
            )
            own = Guest.get_by_id(guest_id).language
            languages = (own or hotel.language, texts.FALLBACK)
            drawn.append(_card(hotel, room_id, link_of_code(issued.token, own), CARD, languages))
    return _pdf(drawn, "cards.pdf", is_sheet=is_sheet)


def signs(visit: Visit, room_ids: Sequence[int], *, is_sheet: bool) -> Response:
    """Raises Invalid."""
    hotel_id, now, drawn = visit.seat.hotel_id, clock.now(), []
    with visit.sight.transaction():
        hotel = Hotel.get_by_id(hotel_id)
        page = hotel_settings.guest_page(hotel.settings)
        chosen = page.sign_languages or (hotel.language, texts.FALLBACK)
        languages = sorted(chosen, key=lambda code: code != hotel.language)
        for room_id in dict.fromkeys(room_ids):
            code = room_signs.code_of(hotel_id, room_id, actor=visit.actor, keys=_desk().keys, now=now)
            sign = _card(hotel, room_id, link_of_sign(code), SIGN, languages)
            drawn.append(replace(sign, greeting=page.sign_words))
    return _pdf(drawn, "signs.pdf", is_sheet=is_sheet)


def _card(hotel: Hotel, room_id: int, link: str, sentence: str, languages: Sequence[str]) -> Card:
    ((number,),) = rows("SELECT number FROM rooms WHERE id = %s", (room_id,))
    return Card(
        hotel=hotel.name,
        hotel_code=hotel.code,
        room=say(languages[0], ROOM, number=number),
        link=link,
        said=tuple(say(language, sentence) for language in languages),
        colour=hotel_settings.guest_page(hotel.settings).colour,
    )


def _pdf(drawn: Sequence[Card], name: str, *, is_sheet: bool) -> Response:
    content = pdf_of(drawn, is_sheet=is_sheet, font=_font())
    response = Response(content, content_type="application/pdf")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@dataclass(frozen=True, slots=True)
class Unprintable:
    """A hotel's name has letters that no font of the desk has; shown: what stands on its cards instead."""

    name: str
    letters: str
    shown: str


def unprintable(visit: Visit) -> Unprintable | None:
    """None: the name of the hotel is printed as it is."""
    seat, font = visit.seat, _font()
    missing = letters.missing(seat.hotel_name, own=font)
    if not missing:
        return None
    return Unprintable(seat.hotel_name, missing, without_missing(seat.hotel_name, font) or seat.code)


def _font() -> Path | None:
    return letters.readable(_desk().settings.card_font)


def _desk() -> Desk:
    desk: Desk = current_app.config["DESK"]
    return desk
