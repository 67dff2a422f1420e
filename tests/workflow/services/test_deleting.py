"""What comes to a deleted ticket is not lost, and what the desk would have done for it is not done (R-TKT-7)."""

from tests.workflow.services.reception import MIA, Reception
from workflow.database import hotel
from workflow.models import Message, Ticket
from workflow.services import deleting, replies, tickets
from workflow.values import State


def delete(reception: Reception) -> Ticket:
    with hotel(reception.hotel.id):
        ticket = tickets.lock(Ticket.select().order_by(Ticket.id).get().id)
        deleting.delete(ticket, actor=reception.ana.actor, now=reception.now)
    return ticket


def test_a_guests_answer_to_a_deleted_ticket_opens_a_new_one(reception: Reception) -> None:
    """R-TKT-7, R-MAIL-8: nothing is lost; the old one stays deleted, and people are told as of any new ticket."""
    reception.guest_writes()
    ticket = delete(reception)
    reception.new_posts()
    for answers in (reception.last("acknowledgement").reply_to, ""):
        reception.guest_writes("Still no towels!", to=answers, subject=f"Re: No towels [{ticket.pid}]")
    with hotel(reception.hotel.id):
        assert Ticket.get_by_id(ticket.id).deleted_at is not None
        later = list(Message.select().where(Message.ticket_id != ticket.id, Message.direction == "in"))
        assert [message.body for message in later] == ["Still no towels!"] * 2
        assert all(Ticket.get_by_id(message.ticket_id).linked_id is None for message in later)
    assert ("new_ticket", reception.ana.email) in reception.new_posts()
    assert [state for state, _ in reception.states()] == ["processed"] * 3


def test_a_member_who_answers_a_deleted_ticket_is_told_that_nothing_was_sent(reception: Reception) -> None:
    """R-TKT-7, R-STAFF-4"""
    reception.guest_writes()
    notice = reception.last("new_ticket", reception.ana.email)
    delete(reception)
    reception.answers(notice, "They are on the way.")
    assert reception.to_guest() == []
    assert "This ticket was deleted." in reception.last("not_done", reception.ana.email).text


def test_what_was_to_be_told_of_it_is_not_told_and_its_times_do_not_run(reception: Reception) -> None:
    """R-TKT-7, R-WF-3: notices that wait, the reminder, the end of the wait; an answer that was sent still goes."""
    reception.guest_writes()
    with hotel(reception.hotel.id):
        ticket = tickets.lock(Ticket.get().id)
        replies.send(ticket, "At once.", actor=reception.ana.actor, now=reception.now)
        tickets.move(
            tickets.lock(ticket.id), State.WAITING_GUEST, actor=reception.ana.actor, now=reception.now
        )
        tickets.assign(
            tickets.lock(ticket.id), reception.jon.staff_id, actor=reception.ana.actor, now=reception.now
        )
    reception.new_posts()
    delete(reception)
    reception.settle()
    assert reception.new_posts() == [("answer", MIA)]
    reception.later(days=20)
    reception.pass_deadlines()
    assert reception.new_posts() == []
    with hotel(reception.hotel.id):
        gone = tickets.lock_deleted(reception.hotel.id, ticket.pid)
        assert gone is not None
        assert gone.state == State.WAITING_GUEST
        deleting.restore(gone, actor=reception.ana.actor, now=reception.now)
    reception.later(days=2, minutes=1)
    reception.pass_deadlines()
    assert [kind for kind, to in reception.new_posts() if to == MIA] != [], "the guest is reminded again"
