"""Two answers to one guest, or one written too early: held with a question, released by SEND, in order (R-STAFF-5)."""

from email.message import EmailMessage

import pytest

from tests.workflow.services.reception import MIA, Reception, answer
from tests.workflow.services.test_three_factors import confirm, link_of
from workflow.database import hotel, rows
from workflow.errors import NotFound
from workflow.models import HeldMail, Hotel, Message
from workflow.services.held_mail import LIFETIME

ANA, JON = "ana@aurora.example", "jon@aurora.example"
HELD = "collision"


@pytest.fixture
def told(reception: Reception) -> Reception:
    """Mia has written and both know."""
    reception.guest_writes()
    reception.new_posts()
    return reception


def says(reception: Reception, to: str, text: str, *, kind: str = "new_ticket") -> list[tuple[str, str]]:
    reception.answers(reception.last(kind, to), text)
    return reception.new_posts()


def mia_writes_again(reception: Reception, text: str = "And soap, please.") -> None:
    mail = answer(reception.last("acknowledgement"), text, sender=f"Mia Sand <{MIA}>")
    reception.arrives(mail, to=reception.last("acknowledgement").reply_to)


def test_a_second_answer_is_held_and_sent_by_send_once(told: Reception) -> None:
    """R-STAFF-5"""
    assert says(told, ANA, "Towels are coming.") == [("answer", MIA), ("receipt", ANA)]
    told.later(minutes=2)
    assert says(told, JON, "I will bring towels.") == [(HELD, JON)]
    held = told.last(HELD)
    for said in ("Ana Ferri answered 2 min ago.", "Towels are coming.", "I will bring towels.", "Reply SEND"):
        assert said in held.text
    assert says(told, JON, "SEND", kind=HELD) == [("answer", MIA), ("answered", ANA), ("receipt", JON)]
    assert "I will bring towels." in told.to_guest()[1]
    assert says(told, JON, "SEND", kind=HELD) == [("not_done", JON)]
    assert len(told.to_guest()) == 2
    assert not any("SEND" in said for said in told.to_guest())


def test_after_the_hotels_minutes_it_is_sent(told: Reception) -> None:
    says(told, ANA, "Towels are coming.")
    told.later(minutes=6)
    assert says(told, JON, "I will bring towels.") == [("answer", MIA), ("answered", ANA), ("receipt", JON)]


def test_the_minutes_are_the_hotels(told: Reception) -> None:
    with hotel(told.hotel.id):
        Hotel.update(settings={"second_answer_within_minutes": 30}).execute()
    says(told, ANA, "Towels are coming.")
    told.later(minutes=20)
    assert says(told, JON, "I will bring towels.") == [(HELD, JON)]


def test_ones_own_second_answer_is_no_collision(told: Reception) -> None:
    says(told, ANA, "Towels are coming.")
    assert says(told, ANA, "And soap.") == [("answer", MIA), ("receipt", ANA)]


def test_notes_and_commands_alone_collide_with_nothing(told: Reception) -> None:
    says(told, ANA, "Towels are coming.")
    assert says(told, JON, "#note\nAna was faster.") == [("noted", ANA), ("receipt", JON)]
    assert says(told, JON, "#resolve") == [("receipt", JON)]


def test_an_answer_to_an_earlier_mail_of_the_guest_is_held(told: Reception) -> None:
    """R-STAFF-5: Mia wrote again, and Ana answers the notice of the first mail."""
    mia_writes_again(told)
    told.later(minutes=3)
    told.new_posts()
    assert says(told, ANA, "Towels are coming.") == [(HELD, ANA)]
    assert "Mia Sand wrote again 3 min ago" in told.last(HELD).text
    assert "And soap, please." in told.last(HELD).text
    assert says(told, ANA, "send.", kind=HELD) == [("answer", MIA), ("receipt", ANA)]


def test_an_answer_to_the_latest_mail_is_not_held(told: Reception) -> None:
    mia_writes_again(told)
    told.new_posts()
    assert says(told, ANA, "Towels and soap are coming.", kind="guest_wrote") == [
        ("answer", MIA),
        ("receipt", ANA),
    ]


def test_what_the_guest_writes_after_the_question_holds_it_again(told: Reception) -> None:
    """R-STAFF-5: SEND says yes to what the question showed, not to what came later."""
    says(told, ANA, "Towels are coming.")
    says(told, JON, "I will bring towels.")
    mia_writes_again(told, "Please send nobody, I am asleep.")
    told.new_posts()
    assert says(told, JON, "SEND", kind=HELD) == [(HELD, JON)]
    assert "I am asleep" in told.last(HELD).text
    assert says(told, JON, "SEND", kind=HELD) == [("answer", MIA), ("answered", ANA), ("receipt", JON)]


def test_answers_behind_a_held_one_follow_it_in_order(told: Reception) -> None:
    """R-STAFF-5"""
    says(told, ANA, "Towels are coming.")
    assert says(told, JON, "First.") == [(HELD, JON)]
    first = told.last(HELD)
    assert says(told, JON, "Second.") == [(HELD, JON)]
    assert "An earlier answer of yours to this ticket waits" in told.last(HELD).text
    assert says(told, JON, "Third.") == [(HELD, JON)]
    told.answers(first, "SEND")
    assert [kind for kind, to in told.new_posts() if to == MIA] == ["answer"] * 3
    with hotel(told.hotel.id):
        sent = Message.select().where(Message.author_name == "Jon Berg").order_by(Message.id)
        assert [message.body for message in sent] == ["First.", "Second.", "Third."]
        assert {held.state for held in HeldMail.select()} == {"released"}


def test_send_to_the_guests_mail_releases_the_oldest_too(told: Reception) -> None:
    """The word alone never goes to a guest, whichever mail it answers."""
    says(told, ANA, "Towels are coming.")
    says(told, JON, "I will bring towels.")
    assert says(told, JON, "SEND") == [("answer", MIA), ("answered", ANA), ("receipt", JON)]
    assert says(told, ANA, "Send!") == [("not_done", ANA)]
    assert len(told.to_guest()) == 2


def test_other_words_to_the_question_send_nothing(told: Reception) -> None:
    says(told, ANA, "Towels are coming.")
    says(told, JON, "I will bring towels.")
    assert says(told, JON, "Ok, then say that I bring soap.", kind=HELD) == [("not_done", JON)]
    assert "Only the word SEND" in told.last("not_done").text
    assert len(told.to_guest()) == 1


def test_the_link_sends_it_too_and_once(told: Reception) -> None:
    """For a member whose mails cannot be verified."""
    says(told, ANA, "Towels are coming.")
    says(told, JON, "I will bring towels.")
    token = link_of(told.last(HELD))
    confirm(told, token)
    assert told.new_posts() == [("answer", MIA), ("answered", ANA), ("receipt", JON)]
    with pytest.raises(NotFound):
        confirm(told, token)


def test_what_nobody_sends_runs_out_with_all_that_stands_behind_it(told: Reception) -> None:
    """R-STAFF-5: and its author is told that the guest has not got it."""
    says(told, ANA, "Towels are coming.")
    says(told, JON, "First.")
    says(told, JON, "Second.")
    told.later(seconds=LIFETIME.total_seconds() + 1)
    told.pass_deadlines()
    assert told.new_posts() == [("not_done", JON), ("not_done", JON)]
    assert "has run out: it was not sent" in told.last("not_done").text
    assert len(told.to_guest()) == 1
    assert says(told, JON, "SEND", kind=HELD) == [("not_done", JON)]
    assert [state for state, _ in told.states()[2:4]] == ["ignored", "ignored"]


def test_an_unproven_answer_may_collide_after_it_was_confirmed(told: Reception) -> None:
    """R-STAFF-2, R-STAFF-5: both questions, one after the other, and one answer."""
    says(told, ANA, "Towels are coming.")
    told.unproven.add(JON)
    assert says(told, JON, "I will bring towels.") == [("was_this_you", JON)]
    confirm(told, link_of(told.last("was_this_you")))
    assert told.new_posts() == [(HELD, JON)]
    confirm(told, link_of(told.last(HELD)))
    assert told.new_posts() == [("answer", MIA), ("answered", ANA), ("receipt", JON)]


def test_a_guests_mail_and_an_answer_in_one_batch_collide(told: Reception) -> None:
    """R-STAFF-5: what the batch has not written yet counts as well."""
    later: list[tuple[EmailMessage, str]] = [
        (
            answer(told.last("acknowledgement"), "And soap, please.", sender=MIA),
            told.last("acknowledgement").reply_to,
        ),
        (
            answer(told.last("new_ticket", ANA), "Towels are coming.", sender=ANA),
            told.last("new_ticket", ANA).reply_to,
        ),
    ]
    told.arrive_together(later)
    assert (HELD, ANA) in told.new_posts()
    assert told.to_guest() == []


def test_an_echo_of_what_was_said_ends_with_our_receipt(told: Reception) -> None:
    """R-MAIL-10: an automatic answer that nothing gives away is sent once, and not again for each receipt."""
    says(told, ANA, "I will look at my mail on Monday.")
    assert says(told, ANA, "I will look at my mail on Monday.", kind="receipt") == []
    assert len(told.to_guest()) == 1


def test_receipts_can_be_muted_by_hotel_and_member_failures_cannot(told: Reception) -> None:
    """R-STAFF-4"""
    with hotel(told.hotel.id):
        rows("UPDATE memberships SET mutes_receipts = true WHERE staff_id = %s", (told.ana.staff_id,))
    assert says(told, ANA, "Towels are coming.") == [("answer", MIA)]
    assert says(told, ANA, "#clsoe") == [("not_done", ANA)]
    with hotel(told.hotel.id):
        rows("UPDATE memberships SET mutes_receipts = false WHERE staff_id = %s", (told.ana.staff_id,))
        Hotel.update(settings={"receipts": "failures"}).execute()
    assert says(told, ANA, "And soap.") == [("answer", MIA)]


def test_a_mailbox_without_signed_addresses_works_by_the_marker(told: Reception) -> None:
    """R-STAFF-2, R-STAFF-5: the quoted text says what SEND is about."""
    says(told, ANA, "Towels are coming.")
    told.answers(told.last("new_ticket", JON), "I will bring towels.", to=told.channel.address)
    assert told.new_posts() == [(HELD, JON)]
    told.answers(told.last(HELD), "SEND", to=told.channel.address)
    assert told.new_posts() == [("answer", MIA), ("answered", ANA), ("receipt", JON)]
