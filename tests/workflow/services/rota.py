"""Hotel Aurora keeps shifts: Ana works from eight to four, Jon from three to eleven, every day."""

from collections.abc import Callable
from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

from tests import builders
from tests.builders import Colleague
from tests.workflow.services.reception import Reception
from workflow.database import hotel
from workflow.models import Hotel, Ticket
from workflow.reply_address import Purpose, ReplyTo, make_reply_address
from workflow.roster import Hours
from workflow.services import duty, duty_shifts, tickets
from workflow.services.duty import DutySettings
from workflow.services.duty_shifts import Wanted
from workflow.values import State

ROME = ZoneInfo("Europe/Rome")
MORNING = datetime(2026, 11, 23, 9, 0, tzinfo=ROME).astimezone(UTC)  # a Monday


def with_shifts(reception: Reception) -> Reception:
    """Monday, nine o'clock."""
    reception.now = MORNING
    for who, text in ((reception.ana, "08:00-16:00"), (reception.jon, "15:00-23:00")):
        for day in range(7):
            add(reception, who, text, weekday=day)
    reception.pass_deadlines()
    return reception


def add(desk: Reception, who: Colleague, text: str, **when: object) -> int:
    starts, ends = map(time.fromisoformat, text.split("-")) if text else (None, None)
    hours = Hours(starts, ends) if starts and ends else None
    return change(
        desk,
        lambda at: duty_shifts.add(
            at,
            Wanted(who.staff_id, hours=hours, **when),  # type: ignore[arg-type]
            actor=desk.ana.actor,
            now=desk.now,
        ),
    )


def change(desk: Reception, work: Callable[[Hotel], int | None]) -> int:
    with hotel(desk.hotel.id):
        return work(Hotel.get_by_id(desk.hotel.id)) or 0


def set_duty(desk: Reception, **settings: object) -> None:
    change(
        desk,
        lambda at: duty.set_settings(at, DutySettings(**settings), actor=desk.ana.actor, now=desk.now),  # type: ignore[arg-type]
    )


def at(desk: Reception, clock: str, *, day: int = 23) -> None:
    """The hotel's clocks show this time, and what is due has been done."""
    desk.now = datetime.combine(datetime(2026, 11, day), time.fromisoformat(clock), ROME).astimezone(UTC)
    desk.pass_deadlines()


def on_duty(desk: Reception) -> set[str]:
    with hotel(desk.hotel.id):
        found = duty.people(Hotel.get_by_id(desk.hotel.id), now=desk.now)
    return {member.name for member in found if member.on_duty}


def owned(desk: Reception, by: Colleague, subject: str = "No towels", **options: object) -> Ticket:
    ticket = builders.make_ticket(
        desk.hotel,
        subject,
        channel=desk.channel,
        assignee=by,
        now=desk.now,
        **options,  # type: ignore[arg-type]
    )
    desk.settle()
    desk.new_posts()
    return ticket


def now_of(ticket: Ticket) -> Ticket:
    with hotel(ticket.hotel_id):
        found: Ticket = Ticket.get_by_id(ticket.id)
        return found


def owner(ticket: Ticket) -> int | None:
    return now_of(ticket).assignee_id


def move(desk: Reception, ticket: Ticket, goal: State) -> None:
    with hotel(desk.hotel.id):
        tickets.move(tickets.lock(ticket.id), goal, actor=desk.ana.actor, now=desk.now)


def reply_address(desk: Reception, ticket: Ticket) -> str:
    """Where a guest's answer to this ticket goes."""
    reply = ReplyTo(Purpose.GUEST, ticket.id, 0)
    return make_reply_address(desk.channel.address, reply, keys=desk.desk.keys, now=desk.now)
