"""Cookies: the panel's session and the hotel one looks at, a guest's session, and the visitor's secret that guards
forms before a log-in.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence

from flask import Response, current_app, g, request

from workflow.desk import Desk
from workflow.services.accounts import HALF_LIFETIME, SESSION_LIFETIME, Origin, Seat, device_of
from workflow.settings import Settings

_YEAR = 365 * 24 * 3600
_HALF_YEAR = 180 * 24 * 3600
GUEST_PAGES = "guest"  # the blueprint of the guest's own pages, which have a cookie of their own
_SESSION, _HOTEL, _VISITOR, _GUEST, _HALF = "session", "hotel", "visitor", "guest", "half-session"
_DEVICE = "device"


def session_token() -> str:
    """ "" when there is none."""
    return request.cookies.get(_name(_SESSION), "")


def origin() -> Origin:
    """Where this request of a browser comes from, as the list of sessions shows it, and what it is known by."""
    return Origin(request.remote_addr or "", request.user_agent.string, device_token(), session_token())


def device_token() -> str:
    """The browser's, whoever sits at it: made when it has none. It gets one with `keep_device`."""
    if "device" not in g:
        desk: Desk = current_app.config["DESK"]
        g.device = device_of(request.cookies.get(_name(_DEVICE), ""), keys=desk.keys)
    return str(g.device)


def keep_device(response: Response) -> None:
    """Only for a browser that somebody proved to be his: by a log-in, or by a link in his mail."""
    _set(response, _DEVICE, device_token(), seconds=_HALF_YEAR)


def somebody_is_there() -> bool:
    """Whether a person asked for this, and not a page that looks again by itself (Fetch Metadata, Sec-Fetch-Mode)."""
    return request.headers.get("Sec-Fetch-Mode", "navigate") == "navigate"


def keep_session(response: Response, token: str) -> None:
    _set(response, _SESSION, token, seconds=int(SESSION_LIFETIME.total_seconds()))
    keep_device(response)
    for kind in (_VISITOR, _HALF):
        response.delete_cookie(_name(kind), path="/", secure=_is_https(), httponly=True, samesite="Lax")


def half_token() -> str:
    """Of somebody whose password was right and whose code is still to come; "" when there is none."""
    return request.cookies.get(_name(_HALF), "")


def keep_half(response: Response, token: str) -> None:
    _set(response, _HALF, token, seconds=int(HALF_LIFETIME.total_seconds()))


def end_session(response: Response) -> None:
    for kind in (_SESSION, _HOTEL):
        response.delete_cookie(_name(kind), path="/", secure=_is_https(), httponly=True, samesite="Lax")


def guest_token() -> str:
    """ "" when there is none."""
    return request.cookies.get(_name(_GUEST), "")


def keep_guest(response: Response, token: str, *, seconds: int) -> None:
    _set(response, _GUEST, token, seconds=seconds)


def end_guest(response: Response) -> None:
    response.delete_cookie(_name(_GUEST), path="/", secure=_is_https(), httponly=True, samesite="Lax")


def form_secret() -> str:
    """What the forms of this request are bound to: the session behind it, else the visitor's cookie."""
    token = guest_token() if request.blueprint == GUEST_PAGES else session_token()
    return token or visitor_secret()


def chosen_seat(seats: Sequence[Seat]) -> Seat:
    """The hotel the person looked at last, else the first of his."""
    code = request.cookies.get(_name(_HOTEL), "")
    return next((seat for seat in seats if seat.code == code), seats[0])


def keep_hotel(response: Response, seat: Seat) -> None:
    if request.cookies.get(_name(_HOTEL)) != seat.code:
        _set(response, _HOTEL, seat.code, seconds=_YEAR)


def keep_choice(response: Response, name: str, chosen: str) -> None:
    """A choice and no secret: a name of its own, the same by http and https."""
    response.set_cookie(
        name, chosen, max_age=_YEAR, path="/", secure=_is_https(), httponly=True, samesite="Lax"
    )


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
    return settings.is_https
