"""Log-in and log-out of programs, and who they are."""

from __future__ import annotations

from flask import request

from web.access import Access, current_visit, needs
from web.api import schemas
from web.api.blueprint import api
from web.api.shapes import Json, moment
from workflow import clock
from workflow.services import accounts
from workflow.services.accounts import SESSION_LIFETIME, Principal


@api.post("/auth/login")
@api.input(schemas.LogInIn)
@api.output(schemas.SessionOut)
@needs(Access.EVERYBODY)
def log_in(json_data: Json) -> Json:
    """A session token for an e-mail address and a password."""
    now = clock.now()
    token, person = accounts.log_in(
        json_data["email"].replace("\x00", ""),
        json_data["password"],
        peer=request.remote_addr or "",
        now=now,
    )
    return {"token": token, "expiresAt": moment(now + SESSION_LIFETIME), **_person(person)}


@api.post("/auth/logout")
@api.output({}, status_code=204)
@needs(Access.SIGNED_IN)
def log_out() -> str:
    """Ends the session of the token it is called with."""
    accounts.log_out(current_visit().token)
    return ""


@api.get("/me")
@api.output(schemas.MeOut)
@needs(Access.SIGNED_IN)
def me() -> Json:
    """Whose token this is, and in which hotels it may work."""
    return _person(current_visit().person)


def _person(person: Principal) -> Json:
    id = None if person.staff_id is None else str(person.staff_id)
    return {
        "staff": {"id": id, "name": person.name, "email": person.email},
        "memberships": [
            {"hotelId": str(seat.hotel_id), "code": seat.code, "role": seat.role} for seat in person.seats
        ],
    }
