"""A guest who does not come back, on a running desk: reminded, resolved, closed; his thanks change nothing, his words do."""

from datetime import timedelta

from tests.flows.desk import House, RunningDesk, reply_to
from tests.flows.test_guest_answers_back import MIA, answered, ticket_of
from tests.processes import wait_until
from workflow import clock
from workflow.database import hotel
from workflow.models import Message
from workflow.services import tickets
from workflow.values import State

A_DAY = timedelta(days=1).total_seconds() + 60


def test_the_ticket_ends_by_itself_and_lives_again_by_his_words(desk: RunningDesk, house: House) -> None:
    """R-WF-2, R-WF-3: at the default times; the reminder is a mail to the guest like any automatic one."""
    answered(desk, house)
    with hotel(house.hotel.id):
        tickets.move(
            tickets.lock(ticket_of(house).id),
            State.WAITING_GUEST,
            actor=house.ana.actor,
            now=clock.now(),
        )
    desk.move_clock(2 * A_DAY)
    reminder = desk.wait_for_mail(MIA, 3)[2]
    assert "still waiting for your answer" in reminder.text
    assert reminder.message["Auto-Submitted"] == "auto-replied"
    desk.move_clock(5 * A_DAY)
    wait_until(lambda: ticket_of(house).state == "resolved", what="the ticket to be resolved")
    desk.move_clock(3 * A_DAY)
    wait_until(lambda: ticket_of(house).state == "closed", what="the ticket to be closed")
    told = len(desk.mails_to(house.ana.email))
    desk.send(reply_to(reminder, "Thank you!", sender=MIA), sender=MIA, to=reminder.reply_to)
    desk.wait_for_mail(house.ana.email, told + 1)
    with hotel(house.hotel.id):
        assert Message.select().order_by(Message.id.desc()).get().is_politeness
    assert ticket_of(house).state == "closed"
    desk.send(reply_to(reminder, "The towels never came.", sender=MIA), sender=MIA, to=reminder.reply_to)
    wait_until(lambda: ticket_of(house).state == "open", what="the ticket to be open again")
    assert len(desk.mails_to(MIA)) == 3, "nothing but the reminder went out by itself"
