"""A member's mail that waits, as intake leaves one."""

from datetime import datetime

from tests.builders import Colleague
from tests.web.conftest import House
from workflow import clock
from workflow.confirm_token import Confirmation, make_confirm_token
from workflow.database import hotel
from workflow.models import Effect, Inbox, Ticket
from workflow.sealing import Keys
from workflow.services import held_mail, inbox
from workflow.services.held_mail import Waiting, Why
from workflow.services.inbox import Incoming, Route

RAW = b"From: ana@aurora.example\r\nSubject: Re: No towels\r\n\r\nTwo towels, <b>soon</b>.\r\n"


def hold(house: House, ticket: Ticket, author: Colleague, *, why: Why = Why.UNPROVEN) -> int:
    """Returns the inbox row's id."""
    route = Route(house.channel.id, house.hotel.id, True)
    (id,) = inbox.accept([Incoming(route, "smtp", clock.now(), RAW, author.email, house.channel.address)])
    with hotel(house.hotel.id):
        Inbox.update(state="held", reason="It could not be verified.", ticket_id=ticket.id).execute()
        Effect.update(state="done").execute()
        waiting = Waiting(id, ticket, author.staff_id, why, "Two towels, <b>soon</b>.", ("plan.pdf",))
        held_mail.hold(waiting, now=clock.now(), is_asked=True)
    return id


def link(house: House, inbox_id: int, member: Colleague, *, until: datetime | None = None) -> str:
    keys: Keys = house.app.config["DESK"].keys
    what = Confirmation(house.hotel.id, inbox_id, member.staff_id)
    expires_at = until or clock.now() + held_mail.LIFETIME
    return "/confirm/" + make_confirm_token(what, expires_at=expires_at, keys=keys)
