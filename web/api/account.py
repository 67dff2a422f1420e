"""Log-in and log-out of programs, and who they are."""

from __future__ import annotations

from flask import request

from web.access import Access, current_visit, needs
from web.api import schemas, shapes
from web.api.blueprint import api
from web.api.shapes import Json, moment
from web.installation import current_desk
from workflow import clock
from workflow.services import accounts, guest_sessions
from workflow.services.accounts import SESSION_LIFETIME, Origin


@api.post("/auth/login")
@api.input(schemas.LogInIn)
@api.output(schemas.SessionOut)
@needs(Access.EVERYBODY)
def log_in(json_data: Json) -> Json:
    """A session token for an e-mail address, a password, and where the account has a second factor a code (`totp`).

    Without a code that is needed the problem is `totp-needed`. A session ends after twelve hours, or four unused.
    """
    now = clock.now()
    desk = current_desk()
    device = accounts.device_of(json_data["deviceToken"], keys=desk.keys)
    token, person = accounts.log_in(
        json_data["email"],
        json_data["password"],
        json_data["totp"],
        keys=desk.keys,
        origin=Origin(request.remote_addr or "", request.user_agent.string, device),
        now=now,
    )
    return {
        "token": token,
        "expiresAt": moment(now + SESSION_LIFETIME),
        "deviceToken": device,
        **shapes.person(person),
    }


@api.post("/auth/logout")
@api.output({}, status_code=204)
@needs(Access.SIGNED_IN)
def log_out() -> str:
    """Ends the session of the token it is called with."""
    visit = current_visit()
    if visit.guest is None:
        accounts.log_out(visit.token)
        return ""
    with visit.sight.transaction():
        guest_sessions.end(visit.guest, now=clock.now())
    return ""


@api.get("/me")
@api.output(schemas.MeOut)
@needs(Access.SIGNED_IN)
def me() -> Json:
    """Whose token this is, and in which hotels it may work."""
    return shapes.person(current_visit().person)
