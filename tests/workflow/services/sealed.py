"""A ticket with a timeline, and its seals."""

from tests import builders
from workflow import audit as chain
from workflow import clock
from workflow.database import hotel
from workflow.models import Event, EventSeal, Hotel, Ticket
from workflow.services import audit, audit_check, tickets
from workflow.services.audit_check import Checkpoint, Report
from workflow.values import State

KEY = b"k" * 32
KEYS = {chain.key_id_of(KEY): KEY}


def with_six_lines(hotel_of_it: Hotel) -> Ticket:
    ticket = builders.make_ticket(hotel_of_it, channel=builders.make_channel(hotel_of_it))
    ana = builders.make_member(hotel_of_it)
    with hotel(hotel_of_it.id):
        tickets.assign(ticket, ana.staff_id, actor=ana.actor, now=clock.now())
        for goal in (State.ON_HOLD, State.IN_PROGRESS, State.RESOLVED):
            tickets.move(tickets.lock(ticket.id), goal, actor=ana.actor, now=clock.now())
    return ticket


def seal() -> int:
    return audit.seal_all(key=KEY, now=clock.now())


def verify(at: Hotel, checkpoint: Checkpoint | None = None) -> Report:
    return audit_check.verify(at.id, keys=KEYS, checkpoint=checkpoint, batch=2)


def found(at: Hotel, checkpoint: Checkpoint | None = None) -> tuple[int | None, str]:
    """Position and words of the first fault."""
    first = verify(at, checkpoint).first
    assert first is not None
    return first.position, first.what


def position_of(event_id: int) -> int:
    return int(EventSeal.get(EventSeal.event_id == event_id).position)


def events(ticket: Ticket) -> list[int]:
    with hotel(ticket.hotel_id):
        return [event.id for event in Event.select().order_by(Event.id)]
