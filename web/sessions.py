"""The panel's cookies: the session, the hotel one looks at, and the visitor's secret that guards the log-in form."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from urllib.parse import urlsplit

from flask import Response, current_app, g, request

from workflow.services.accounts import SESSION_LIFETIME, Seat
from workflow.settings import Settings

_SESSION, _HOTEL, _VISITOR = "session", "hotel", "visitor"


def session_token() -> str:
    """ "" when there is none."""
    return request.cookies.get(_name(_SESSION), "")


def keep_session(response: Response, token: str) -> None:
    _set(response, _SESSION, token, seconds=int(SESSION_LIFETIME.total_seconds()))
    response.delete_cookie(_name(_VISITOR), path="/", secure=_is_https(), httponly=True, samesite="Lax")


def end_session(response: Response) -> None:
    for kind in (_SESSION, _HOTEL):
        response.delete_cookie(_name(kind), path="/", secure=_is_https(), httponly=True, samesite="Lax")


def chosen_seat(seats: Sequence[Seat]) -> Seat:
    """The hotel the person looked at last, else the first of his."""
    code = request.cookies.get(_name(_HOTEL), "")
    return next((seat for seat in seats if seat.code == code), seats[0])


def keep_hotel(response: Response, seat: Seat) -> None:
    if request.cookies.get(_name(_HOTEL)) != seat.code:
        _set(response, _HOTEL, seat.code, seconds=365 * 24 * 3600)


def visitor_secret() -> str:
    """Of somebody who is not signed in: made when first asked for, sent by `keep_visitor`."""
    if "visitor" not in g:
        g.visitor = request.cookies.get(_name(_VISITOR), "") or secrets.token_urlsafe(24)
    return str(g.visitor)


def keep_visitor(response: Response) -> None:
    if "visitor" in g and request.cookies.get(_name(_VISITOR)) != g.visitor:
        _set(response, _VISITOR, g.visitor, seconds=None)


def _set(response: Response, kind: str, value: str, *, seconds: int | None) -> None:
    response.set_cookie(
        _name(kind), value, max_age=seconds, path="/", secure=_is_https(), httponly=True, samesite="Lax"
    )


def _name(kind: str) -> str:
    """With https a name that browsers accept from this very host only (RFC 6265bis, section 4.1.3)."""
    return f"__Host-bellhop-{kind}" if _is_https() else f"bellhop-{kind}"


def _is_https() -> bool:
    settings: Settings = current_app.config["SETTINGS"]
    return urlsplit(settings.public_url).scheme == "https"
