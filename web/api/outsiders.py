"""Other people's mail at a ticket: claims on it, and who takes part besides the requester."""

from __future__ import annotations

from collections.abc import Callable

from apiflask.fields import List, Nested, String
from marshmallow import validate

from web.access import Visit, current_visit, needs
from web.api.blueprint import api
from web.api.schema import Schema
from web.api.schemas import Moment, Switch
from web.api.shapes import Json, moment
from workflow import clock
from workflow.models import Ticket
from workflow.queries import tickets as ticket_queries
from workflow.roles import Action
from workflow.services import claims, muting, participants
from workflow.services.claims import OpenClaim
from workflow.services.participants import Person
from workflow.wake import wake_clock


class ClaimOut(Schema):
    id = String()
    pid = String(metadata={"description": "The ticket that the claiming mail stands as."})
    subject = String()
    author = String()
    address = String()
    words = String()
    verdict = String()
    createdAt = Moment()


class ClaimsOut(Schema):
    data = List(Nested(ClaimOut))


class AcceptIn(Schema):
    participant = Switch(
        load_default=False,
        metadata={"description": "The author takes part from now on: he gets the answers."},
    )


class PersonOut(Schema):
    address = String()
    name = String()
    state = String()
    reason = String()
    mailError = String(
        metadata={"description": "Why mail to this address comes back; empty when it does not."}
    )


class PersonRow(PersonOut):
    """The same, within the list."""


class PeopleOut(Schema):
    requester = Nested(PersonOut)
    data = List(Nested(PersonRow, metadata={"description": "Proposed and accepted participants."}))


class ParticipantIn(Schema):
    address = String(required=True, validate=validate.Length(1, 320))


@api.get("/tickets/<pid>/claims")
@api.output(ClaimsOut)
@needs(Action.INSIDE)
def list_claims(pid: str) -> Json:
    """The tickets whose mail points to this one, from people who take no part in it, until somebody decides."""
    visit = current_visit()
    with visit.sight.transaction():
        found = claims.open_claims(ticket_queries.find(visit.sight, pid))
    return {"data": [_claim(claim) for claim in found]}


@api.post("/tickets/<pid>/claims/<id:id>/accept")
@api.input(AcceptIn)
@api.output({}, status_code=204)
@needs(Action.CLAIM)
def accept_claim(pid: str, id: int, json_data: Json) -> str:
    """Moves the mails of a claiming ticket here, marked as from outside; that ticket is closed and leads here."""
    decide = claims.accept_with_author if json_data["participant"] else claims.accept
    return _on_ticket(
        pid,
        lambda visit, ticket: decide(
            ticket.id, id, sees=visit.sight.sees, actor=visit.actor, now=clock.now()
        ),
    )


@api.post("/tickets/<pid>/claims/<id:id>/dismiss")
@api.output({}, status_code=204)
@needs(Action.CLAIM)
def dismiss_claim(pid: str, id: int) -> str:
    """Dismisses a claim: the claiming ticket has nothing to do with this one, and stays by itself."""
    return _on_ticket(
        pid,
        lambda visit, ticket: claims.dismiss(
            ticket.id, id, sees=visit.sight.sees, actor=visit.actor, now=clock.now()
        ),
    )


@api.get("/tickets/<pid>/participants")
@api.output(PeopleOut)
@needs(Action.INSIDE)
def list_participants(pid: str) -> Json:
    """The requester, and the people who were copied or wrote: only accepted ones get answers."""
    visit = current_visit()
    with visit.sight.transaction():
        ticket = ticket_queries.find(visit.sight, pid)
        found = participants.people(ticket)
        muted = muting.find(ticket.hotel_id, ticket.requester_address)
    requester = {
        "address": ticket.requester_address,
        "name": ticket.requester_name,
        "state": "requester",
        "reason": "",
        "mailError": muted.reason if muted else "",
    }
    return {"requester": requester, "data": [person_json(person) for person in found]}


@api.post("/tickets/<pid>/participants/accept")
@api.input(ParticipantIn)
@api.output({}, status_code=204)
@needs(Action.CLAIM)
def accept_participant(pid: str, json_data: Json) -> str:
    """Accepts a participant: he gets the answers in copy."""
    return _on_ticket(
        pid,
        lambda visit, ticket: participants.accept(
            ticket, json_data["address"], actor=visit.actor, now=clock.now()
        ),
    )


@api.post("/tickets/<pid>/participants/remove")
@api.input(ParticipantIn)
@api.output({}, status_code=204)
@needs(Action.CLAIM)
def remove_participant(pid: str, json_data: Json) -> str:
    """Removes a participant: he gets nothing, and is not proposed again."""
    return _on_ticket(
        pid,
        lambda visit, ticket: participants.remove(
            ticket, json_data["address"], actor=visit.actor, now=clock.now()
        ),
    )


def _on_ticket(pid: str, work: Callable[[Visit, Ticket], object]) -> str:
    """Not locked here: what touches two tickets locks them in one order."""
    visit = current_visit()
    with visit.sight.transaction():
        work(visit, ticket_queries.find(visit.sight, pid))
    wake_clock()
    return ""


def _claim(claim: OpenClaim) -> Json:
    return {
        "id": str(claim.id),
        "pid": claim.pid,
        "subject": claim.subject,
        "author": claim.author_name,
        "address": claim.author_address,
        "words": claim.words,
        "verdict": claim.verdict,
        "createdAt": moment(claim.created_at),
    }


def person_json(person: Person) -> Json:
    return {
        "address": person.address,
        "name": person.name,
        "state": person.state,
        "reason": person.reason,
        "mailError": person.mail_error,
    }
