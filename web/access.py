"""Who may call which route. Every view says so with `needs`; the guard runs before each and refuses what says nothing.

The panel knows a person by a cookie (web/sessions), the API by a bearer token. What a role may do is
workflow/roles; which tickets it sees is workflow/queries/sight.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import Enum
from typing import Any, TypeVar

from flask import Flask, g, request

from web import sessions
from workflow import clock, roles
from workflow.errors import FactorDemanded, Forbidden, Invalid, NotFound, Refused
from workflow.pid import parse_pid
from workflow.queries.sight import Sight
from workflow.roles import Action
from workflow.services import accounts, guest_sessions
from workflow.services.accounts import Principal, Seat
from workflow.services.guest_sessions import GuestVisit
from workflow.values import Actor


class Access(Enum):
    EVERYBODY = "everybody"  # also without a log-in
    GUEST = "guest"  # of the guest's own pages: whoever has a guest's session
    SIGNED_IN = "signed in"  # any role
    PERSON = "one's own account"  # a member or the platform's: neither a guest nor a token has one


Entry = Action | Access
View = TypeVar("View", bound=Callable[..., Any])

# Views that are not ours to mark.
ENTRIES_OF_OTHERS: dict[str, Entry] = {"static": Access.EVERYBODY, "openapi.spec": Access.EVERYBODY}
API = "api"
# What somebody may still do of whom a hotel demands a second factor that he has not set up yet.
WITHOUT_FACTOR = frozenset(
    {
        "panel.second_factor_page",
        "panel.begin_second_factor",
        "panel.confirm_second_factor",
        "panel.log_out",
        "api.me",
        "api.own_totp",
        "api.begin_totp",
        "api.confirm_totp",
        "api.log_out",
    }
)
FACTOR_FIRST = "%(hotel)s demands a second factor of your role: set one up first."
NO_ACCOUNT = "This is about a person's own account: a guest and a token have none."
NO_HOTEL = "Your account does not belong to any hotel at the moment."


OVER = "This session is over: it ends with the stay, when the room changes, or when the reception ends it."


class SignInNeeded(Refused):
    """Nobody is signed in. The panel: to the log-in page; the API: 401."""


@dataclass(frozen=True, slots=True)
class Visit:
    """Who sends this request, with the seats in which he may do what the route does."""

    person: Principal
    seats: tuple[Seat, ...]
    token: str  # session or API token, as it was sent
    guest: GuestVisit | None = None  # the person is a guest

    @property
    def sight(self) -> Sight:
        return Sight(self.person.staff_id, self.seats, self.guest)

    @property
    def actor(self) -> Actor:
        return self.person.actor if self.guest is None else self.guest.actor

    @property
    def seat(self) -> Seat:
        """The one hotel of this request. Raises Invalid when it could be several, Forbidden when it is none."""
        if len(self.seats) > 1:
            raise Invalid(
                "You work in several hotels: name one with the header Bellhop-Hotel.", "Bellhop-Hotel"
            )
        if not self.seats:
            raise Forbidden(NO_HOTEL)
        return self.seats[0]

    def may(self, action: Action) -> bool:
        return all(roles.may(seat.role, action) for seat in self.seats)


def needs(entry: Entry) -> Callable[[View], View]:
    """Marks a view with what one must be allowed to do to call it."""

    def mark(view: View) -> View:
        view.__dict__["access"] = entry
        return view

    return mark


def entry_of(app: Flask, endpoint: str) -> Entry | None:
    """What a route needs; None when nobody said."""
    entry: Entry | None = ENTRIES_OF_OTHERS.get(endpoint) or app.view_functions[endpoint].__dict__.get(
        "access"
    )
    return entry


def current_visit() -> Visit:
    """Whose request this is, in a view that needs a log-in."""
    found: Visit = g.visit
    return found


def visit_or_none() -> Visit | None:
    found: Visit | None = g.get("visit")
    return found


def guard(app: Flask) -> None:
    """Runs before every request. Raises SignInNeeded, FactorDemanded, NotFound, Forbidden."""
    if request.endpoint is None:
        return
    entry = entry_of(app, request.endpoint)
    if entry is None:
        raise RuntimeError(f"the route {request.endpoint} has no entry in the access table")
    if entry is Access.EVERYBODY:
        return
    if request.blueprint == sessions.GUEST_PAGES:
        g.visit = _visit_of_guest(sessions.guest_token())
        return
    visit = _visit_of_api() if request.blueprint == API else _visit_of_panel()
    if visit.person.lacks_factor and request.endpoint not in WITHOUT_FACTOR:
        raise FactorDemanded(FACTOR_FIRST, values={"hotel": visit.person.factor_demanded_by[0]})
    g.visit = _for_route(visit, entry)


def is_api_request() -> bool:
    return request.path.startswith("/api/")


def _visit_of_panel() -> Visit:
    token = sessions.session_token()
    is_there = sessions.somebody_is_there()
    person = accounts.of_session(token, now=clock.now(), is_there=is_there) if token else None
    if person is None:
        raise SignInNeeded("Log in first.")
    if not person.seats:
        raise Forbidden(NO_HOTEL)
    return Visit(person, person.seats, token)


def _visit_of_guest(token: str) -> Visit:
    """Raises SignInNeeded also when the session was good until a moment ago (R-QR-3)."""
    guest = guest_sessions.of_token(token, now=clock.now())
    if guest is None:
        raise SignInNeeded(OVER)
    person = Principal(None, guest.greeting, "", (guest.seat,))
    return Visit(person, person.seats, token, guest)


def _visit_of_api() -> Visit:
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    token = token.strip()
    if scheme.lower() != "bearer" or not token:
        raise SignInNeeded("Send a token: Authorization: Bearer …")
    if token.startswith(guest_sessions.PREFIX):
        return _visit_of_guest(token)
    now = clock.now()
    person = accounts.of_api_token(token, now=now) or accounts.of_session(token, now=now)
    if person is None:
        raise SignInNeeded("This token is not valid: it is unknown, revoked or has run out.")
    return Visit(person, person.seats, token)


def _for_route(visit: Visit, entry: Entry) -> Visit:
    """Narrowed to the hotel that the route names, and to the seats that may."""
    if entry is Access.PERSON and visit.person.staff_id is None:
        raise Forbidden(NO_ACCOUNT)
    pid = (request.view_args or {}).get("pid")
    if pid is not None:
        visit = _in_hotel_of(visit, pid)
    elif request.blueprint == API:
        visit = _in_named_hotel(visit)
    else:
        visit = replace(visit, seats=(sessions.chosen_seat(visit.person.seats),))
    if isinstance(entry, Access):
        return visit
    able = tuple(seat for seat in visit.seats if roles.may(seat.role, entry))
    if entry in (Action.CREATE_HOTEL, Action.PLATFORM) and visit.person.is_platform:
        return replace(visit, seats=able)  # also while there is no hotel at all
    if not able:
        if visit.seats:
            roles.require(visit.seats[0].role, entry)
        raise Forbidden(NO_HOTEL)
    return replace(visit, seats=able)


def _in_hotel_of(visit: Visit, pid: str) -> Visit:
    """A ticket's number says its hotel; a foreign one's is answered like a number that does not exist."""
    known = parse_pid(pid)
    if request.blueprint == API:
        visit = _in_named_hotel(visit)
    seats = tuple(seat for seat in visit.seats if known and seat.code == known.code)
    if not seats:
        raise NotFound("There is no ticket %(pid)s.", values={"pid": pid[:40]})
    return replace(visit, seats=seats)


def _in_named_hotel(visit: Visit) -> Visit:
    named = request.headers.get("Bellhop-Hotel")
    if named is None:
        return visit
    seats = tuple(seat for seat in visit.seats if seat.code == named.strip().upper())
    if not seats:
        raise Forbidden("The header Bellhop-Hotel names a hotel that this token does not cover.")
    return replace(visit, seats=seats)
