"""One's own account: name, password, second factor, sessions; and the link by mail for who forgot his password."""

from __future__ import annotations

from apiflask.fields import Boolean, Integer, List, Nested, String
from flask import request
from marshmallow import validate

from web.access import Access, current_visit, needs
from web.api import shapes
from web.api.blueprint import api
from web.api.schema import Schema
from web.api.schemas import MeOut, Moment, PaginationOut
from web.api.shapes import Json, moment
from web.installation import current_desk
from workflow import clock
from workflow.services import account_links, own_account, second_factor
from workflow.services.log_in_tries import Origin
from workflow.services.member_changes import MAX_NAME
from workflow.services.own_account import OpenSession
from workflow.wake import wake_clock


def _password() -> String:
    return String(required=True, validate=validate.Length(1, 1000))


def _code() -> String:
    return String(required=True, validate=validate.Length(1, 40))


class OwnNameIn(Schema):
    name = String(required=True, validate=validate.Length(1, MAX_NAME))


class NewPasswordIn(Schema):
    current = _password()
    password = _password()


class ResetIn(Schema):
    email = String(required=True, validate=validate.Length(1, 320))


class ResetOut(Schema):
    detail = String()


class SetPasswordIn(Schema):
    token = String(required=True, validate=validate.Length(1, 200))
    password = _password()


class PasswordIn(Schema):
    password = _password()


class CodeIn(Schema):
    code = _code()


class PasswordAndCodeIn(Schema):
    password = _password()
    code = _code()


class TotpOut(Schema):
    isOn = Boolean()
    recoveryCodesLeft = Integer()


class EnrolmentOut(Schema):
    secret = String()
    uri = String(metadata={"description": "otpauth://…, for a QR code."})


class RecoveryCodesOut(Schema):
    recoveryCodes = List(String(), metadata={"description": "Each works once; shown this once."})


class OpenSessionRow(Schema):
    id = String()
    createdAt = Moment()
    lastSeenAt = Moment(metadata={"description": "To the minute."})
    expiresAt = Moment()
    peer = String()
    browser = String()
    isThis = Boolean()


class OpenSessionsOut(Schema):
    data = List(Nested(OpenSessionRow))
    pagination = Nested(PaginationOut)


@api.post("/auth/reset")
@api.input(ResetIn)
@api.output(ResetOut, status_code=202)
@needs(Access.EVERYBODY)
def ask_for_reset(json_data: Json) -> Json:
    """Mails a link to set a new password, if there is such an account. The answer is always the same."""
    account_links.ask_reset(
        json_data["email"], keys=current_desk().keys, peer=request.remote_addr or "", now=clock.now()
    )
    wake_clock()
    return {"detail": "If there is an account with this address, a mail with a link is on its way."}


@api.post("/auth/password")
@api.input(SetPasswordIn)
@api.output({}, status_code=204)
@needs(Access.EVERYBODY)
def set_password_by_link(json_data: Json) -> str:
    """Sets a new password by the token of a mailed link, which is used up. Every session of the account ends."""
    account_links.set_password(json_data["token"], json_data["password"], now=clock.now())
    return ""


@api.patch("/me")
@api.input(OwnNameIn)
@api.output(MeOut)
@needs(Access.PERSON)
def change_own_name(json_data: Json) -> Json:
    """Changes one's own name, in every hotel one works in."""
    person = current_visit().person
    own_account.rename(person, json_data["name"])
    shape = shapes.person(person)
    return {**shape, "staff": {**shape["staff"], "name": json_data["name"]}}


@api.post("/me/password")
@api.input(NewPasswordIn)
@api.output({}, status_code=204)
@needs(Access.PERSON)
def change_own_password(json_data: Json) -> str:
    """Changes one's own password. Every other session of the account ends."""
    visit = current_visit()
    own_account.change_password(
        visit.person,
        json_data["current"],
        json_data["password"],
        token=visit.token,
        origin=_origin(),
        now=clock.now(),
    )
    return ""


@api.get("/me/totp")
@api.output(TotpOut)
@needs(Access.PERSON)
def own_totp() -> Json:
    """Whether the log-in asks for a code too."""
    found = second_factor.standing(own_account.id_of(current_visit().person))
    return {"isOn": found.is_on, "recoveryCodesLeft": found.codes_left}


@api.post("/me/totp")
@api.input(PasswordIn)
@api.output(EnrolmentOut)
@needs(Access.PERSON)
def begin_totp(json_data: Json) -> Json:
    """Makes a new secret for an authenticator app; it counts once a code of it was sent to /me/totp/confirm."""
    made = own_account.begin_second_factor(
        current_visit().person,
        json_data["password"],
        keys=current_desk().keys,
        origin=_origin(),
        now=clock.now(),
    )
    return {"secret": made.secret, "uri": made.uri}


@api.post("/me/totp/confirm")
@api.input(CodeIn)
@api.output(RecoveryCodesOut)
@needs(Access.PERSON)
def confirm_totp(json_data: Json) -> Json:
    """Switches the second factor on: from now on the log-in asks for a code."""
    id = own_account.id_of(current_visit().person)
    codes = second_factor.confirm(id, json_data["code"], keys=current_desk().keys, now=clock.now())
    return {"recoveryCodes": list(codes)}


@api.post("/me/totp/disable")
@api.input(PasswordAndCodeIn)
@api.output({}, status_code=204)
@needs(Access.PERSON)
def end_totp(json_data: Json) -> str:
    """Switches the second factor off. It needs the password and a code, or a recovery code."""
    own_account.end_second_factor(
        current_visit().person,
        json_data["password"],
        json_data["code"],
        keys=current_desk().keys,
        origin=_origin(),
        now=clock.now(),
    )
    return ""


@api.get("/me/sessions")
@api.output(OpenSessionsOut)
@needs(Access.PERSON)
def own_sessions() -> Json:
    """One's own sessions, this one first."""
    visit = current_visit()
    return shapes.whole(own_account.sessions(visit.person, visit.token, now=clock.now()), _session)


@api.delete("/me/sessions/<id:id>")
@api.output({}, status_code=204)
@needs(Access.PERSON)
def end_own_session(id: int) -> str:
    """Ends one of one's own sessions, with its next request."""
    own_account.end_session(current_visit().person, id)
    return ""


@api.delete("/me/sessions")
@api.output({}, status_code=204)
@needs(Access.PERSON)
def end_other_sessions() -> str:
    """Ends one's other sessions, all but the one this is called with."""
    visit = current_visit()
    own_account.end_other_sessions(visit.person, visit.token)
    return ""


def _origin() -> Origin:
    """A session is known by its token: what strangers do wrong at the account does not stop it."""
    return Origin(request.remote_addr or "", request.user_agent.string, session=current_visit().token)


def _session(found: OpenSession) -> Json:
    return {
        "id": str(found.id),
        "createdAt": moment(found.created_at),
        "lastSeenAt": moment(found.last_seen_at),
        "expiresAt": moment(found.expires_at),
        "peer": found.peer,
        "browser": found.browser,
        "isThis": found.is_this,
    }
