"""What the sign of a room opens (R-QR-4): WhatsApp or mail with a short code that names the room, or the guest's page
after the last name.
"""

from __future__ import annotations

from urllib.parse import quote, urlencode

from flask import Response, current_app, make_response, redirect, render_template, request

from web import sessions
from web.access import Access, needs
from web.guest.blueprint import guest
from web.guest.language import keep_spoken
from web.guest.look import Look, look_of
from web.guest.refusals import say
from web.languages import gettext
from web.limits import Limits
from web.logos import logo_of
from workflow import clock, hotel_settings
from workflow.database import hotel
from workflow.errors import Invalid
from workflow.models import Hotel
from workflow.services import log_in_tries, room_greetings, room_signs
from workflow.services.room_signs import Sign

TRIES_A_MINUTE = 20


@guest.get("/r/<code>")
@needs(Access.EVERYBODY)
def sign_page(code: str) -> Response:
    return make_response(_page(room_signs.find(code), code))


@guest.post("/r/<code>")
@needs(Access.EVERYBODY)
def enter(code: str) -> Response:
    """The guest's page, for who knows the last name of a guest in this room."""
    sign, now = room_signs.find(code), clock.now()
    _check_limit()
    try:
        entered = room_signs.admit(sign, request.form.get("name", ""), now=now)
    except Invalid as error:
        return make_response(_page(sign, code, problem=say(error)), 422)
    response = make_response(redirect("/g", 303))
    seconds = int((entered.ends_at - now).total_seconds())
    sessions.keep_guest(response, entered.session_token, seconds=seconds)
    keep_spoken(response)
    return response


@guest.post("/r/<code>/message")
@needs(Access.EVERYBODY)
def message_page(code: str) -> Response:
    """Links that open WhatsApp or mail with the words that name the room; each code ties one message to it."""
    sign = room_signs.find(code)
    _check_limit()
    with hotel(sign.hotel_id):
        greeting = room_greetings.make(sign, now=clock.now())
        number = room_signs.whatsapp_number(sign.hotel_id)
        address = room_signs.mail_address(sign.hotel_id)
    hello = gettext("Hello, I am in room %(room)s.", room=sign.room_number)
    words = f"{hello} {greeting}\n\n"
    mail = urlencode({"subject": hello, "body": words}, quote_via=quote)
    return make_response(
        render_template(
            "sign_message.html",
            sign=sign,
            look=_look(sign, code)[0],
            code=code,
            whatsapp=f"https://wa.me/{number}?text={quote(words)}" if number else "",
            mail=f"mailto:{quote(address, safe='@')}?{mail}" if address else "",
        )
    )


def _check_limit() -> None:
    limits: Limits = current_app.config["LIMITS"]
    limits.check("sign-address", log_in_tries.network(request.remote_addr or ""), a_minute=TRIES_A_MINUTE)


def _page(sign: Sign, code: str, *, problem: str = "") -> str:
    look, form_url = _look(sign, code)
    return render_template(
        "sign.html",
        sign=sign,
        look=look,
        form_url=form_url,
        code=code,
        problem=problem,
        name=request.form.get("name", ""),
    )


def _look(sign: Sign, code: str) -> tuple[Look, str]:
    """And the address of the hotel's public form, which also serves who knows no guest's name; "" where it is off."""
    with hotel(sign.hotel_id):
        found = Hotel.get_by_id(sign.hotel_id)
    settings = hotel_settings.guest_page(found.settings)
    form = f"/f/{found.code}?{urlencode({'room': sign.room_number})}" if settings.public_form else ""
    return look_of(found, settings, logo_at=f"/r/{code}/logo"), form


@guest.get("/r/<code>/logo")
@needs(Access.EVERYBODY)
def sign_logo(code: str) -> Response:
    """Raises CodeRefused, NotFound."""
    sign = room_signs.find(code)
    with hotel(sign.hotel_id):
        settings = hotel_settings.guest_page(Hotel.get_by_id(sign.hotel_id).settings)
    return logo_of(sign.hotel_id, settings)
