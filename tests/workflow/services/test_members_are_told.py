"""A member's mail that does not go out, or goes elsewhere than he thinks: he is told, each time and in plain words."""

from datetime import timedelta

import pytest

from tests.workflow.services.reception import MIA, Reception, answer, written
from tests.workflow.services.test_collisions import ANA, HELD, JON, mia_writes_again, says
from tests.workflow.services.test_three_factors import confirm, link_of
from workflow.database import hotel
from workflow.models import Effect, Hotel, Receipt, Ticket
from workflow.services import merging
from workflow.services.receipts import AT_MOST_AN_HOUR
from workflow.values import SYSTEM

BOB = "bob@other.example"


@pytest.fixture
def told(reception: Reception) -> Reception:
    """Mia has written and both know."""
    reception.guest_writes()
    reception.new_posts()
    return reception


@pytest.fixture
def held(told: Reception) -> Reception:
    """Ana answered, and Jon's answer is held."""
    says(told, ANA, "Towels are coming.")
    says(told, JON, "I will bring towels.")
    return told


def newest(reception: Reception) -> Ticket:
    with hotel(reception.hotel.id):
        ticket: Ticket = Ticket.select().order_by(Ticket.id.desc()).first()
    return ticket


def bob_writes(reception: Reception) -> Ticket:
    mail = written(
        "Is the pool open?", sender=f"Bob Lee <{BOB}>", to=reception.channel.address, subject="Pool"
    )
    reception.arrives(mail)
    return newest(reception)


def merge(reception: Reception, one: Ticket, into: Ticket) -> None:
    with hotel(reception.hotel.id):
        emptied, other = merging.lock_both(one.id, into.id)
        merging.merge(emptied, other, actor=SYSTEM, now=reception.now)
    reception.settle()
    reception.new_posts()


def delete(reception: Reception) -> None:
    with hotel(reception.hotel.id):
        Ticket.update(deleted_at=reception.now).execute()


def test_an_answer_to_a_merged_ticket_asks_before_it_goes_to_another_guest(told: Reception) -> None:
    """R-STAFF-5: Ana answers Bob, whose ticket has become a part of Mia's; what she wrote was not meant for Mia."""
    mias = newest(told)
    bobs = bob_writes(told)
    notice = told.last("new_ticket", ANA)
    merge(told, bobs, mias)
    told.answers(notice, "Bob, the pool opens at ten.")
    assert told.new_posts() == [(HELD, ANA)]
    assert told.to_guest() == []
    line = f"This ticket was merged into {mias.pid} since: your answer would go to Mia Sand now."
    assert line in told.last(HELD).text
    assert says(told, ANA, "SEND", kind=HELD) == [("answer", MIA), ("receipt", ANA)]


def test_an_answer_to_a_merged_ticket_of_the_same_guest_goes(told: Reception) -> None:
    first = newest(told)
    told.guest_writes("And a pillow.", subject="Pillow")
    merge(told, newest(told), first)
    told.answers(told.last("new_ticket", ANA), "All of it is coming.")
    assert ("answer", MIA) in told.new_posts()


@pytest.mark.parametrize("to_question", [True, False])
def test_send_finds_the_held_answer_of_a_ticket_that_was_merged_since(
    told: Reception, to_question: bool
) -> None:
    """R-STAFF-5"""
    first, notice = newest(told), told.last("new_ticket", JON)
    told.guest_writes("And a pillow.", subject="Pillow")
    says(told, ANA, "Pillows are coming.")
    says(told, JON, "I will bring pillows.")
    merge(told, newest(told), first)
    told.answers(told.last(HELD) if to_question else notice, "SEND")
    assert ("answer", MIA) in told.new_posts()
    assert "I will bring pillows." in told.to_guest()[-1]


def test_a_held_answer_of_a_merged_ticket_does_not_go_to_another_guest_by_an_old_send(
    held: Reception,
) -> None:
    mias = newest(held)
    merge(held, mias, bob_writes(held))
    assert says(held, JON, "SEND", kind=HELD) == [(HELD, JON)]
    assert "your answer would go to Bob Lee now" in held.last(HELD).text


def test_send_for_a_ticket_that_was_deleted_is_told_as_such(held: Reception) -> None:
    delete(held)
    assert says(held, JON, "SEND", kind=HELD) == [("not_done", JON)]
    assert "This ticket was deleted." in held.last("not_done").text


def test_a_confirmed_mail_to_a_deleted_ticket_is_told_as_such(told: Reception) -> None:
    told.unproven.add(JON)
    says(told, JON, "I will bring towels.")
    delete(told)
    confirm(told, link_of(told.last("was_this_you")))
    told.settle()
    assert told.new_posts() == [("not_done", JON)]


def test_words_and_files_below_send_are_not_lost_without_a_word(held: Reception) -> None:
    """R-STAFF-4"""
    mail = answer(held.last(HELD), "SEND\n\nAnd soap is there too.", sender=JON)
    mail.add_attachment(b"%PDF-1.4 map", maintype="application", subtype="pdf", filename="map.pdf")
    held.arrives(mail)
    assert len(held.to_guest()) == 2
    assert "soap" not in held.to_guest()[1]
    said = "".join(post.text for post in held.posts if post.kind == "receipt" and post.to == JON)
    line = "“And soap is there too.”, map.pdf came with SEND and was not sent: write a new answer for it."
    assert line in said


def test_a_name_below_send_is_no_news(held: Reception) -> None:
    says(held, JON, "SEND\n\nJon", kind=HELD)
    assert not any("came with SEND" in post.text for post in held.posts)


@pytest.mark.parametrize("sender", [JON, "jon@private.example"])
def test_send_that_cannot_be_believed_asks_the_author(held: Reception, sender: str) -> None:
    """R-STAFF-2: the answer is not lost for a day because Jon wrote SEND from his own telephone.

    What was proven when it was held is not asked about again, whatever his domain says by now.
    """
    held.unproven.add(JON)
    held.answers(held.last(HELD), "SEND", sender=sender)
    assert held.new_posts() == [("was_this_you", JON)]
    asked = held.last("was_this_you")
    assert "I will bring towels." in asked.text
    assert len(held.to_guest()) == 1
    confirm(held, link_of(asked))
    held.settle()
    assert held.new_posts() == [("answer", MIA), ("answered", ANA), ("receipt", JON)]


def test_good_news_do_not_use_up_what_was_not_done(held: Reception) -> None:
    """R-STAFF-4: somebody who answers a mail a minute still learns of the one that was not sent."""
    with hotel(held.hotel.id):
        about = {"ticket_id": newest(held).id, "staff_id": held.jon.staff_id, "created_at": held.now}
        for _ in range(AT_MOST_AN_HOUR):
            Receipt.create(hotel_id=held.hotel.id, kind="receipt", **about)
    assert says(held, JON, "#asign Ana\n\nPlease.") == [("not_done", JON)]
    assert says(held, JON, "#watch") == []


def settings(reception: Reception, **said: object) -> None:
    with hotel(reception.hotel.id):
        Hotel.update(settings={"notices": said}).execute()


def go_on(reception: Reception, **span: float) -> None:
    """What is due by then is due now."""
    with hotel(reception.hotel.id):
        Effect.update(
            created_at=Effect.created_at - timedelta(**span), look_at=Effect.look_at - timedelta(**span)
        ).where(Effect.state == "waiting").execute()
    reception.settle()


def test_a_digest_counts_with_all_that_it_shows(told: Reception) -> None:
    """R-STAFF-5: Mia's second and third mail stood in the digest; an answer to it knows them."""
    settings(told, single=1)
    says(told, ANA, "Towels are coming.")
    for text in ("And soap, please.", "And a pillow for my son.", "When do they come?"):
        mia_writes_again(told, text)
    go_on(told, minutes=3)
    digest = told.last("digest", ANA)
    assert "When do they come?" in digest.text
    told.new_posts()
    told.answers(digest, "All of it within the hour.")
    assert told.new_posts() == [("answer", MIA), ("receipt", ANA)]


def test_an_answer_to_a_digest_about_several_tickets_is_told_that_nothing_was_sent(told: Reception) -> None:
    """R-STAFF-4: in her language, and answering that mail is no way to one of the guests either."""
    settings(told, single_new=1)
    with hotel(told.hotel.id):
        Hotel.update(language="de").execute()
    told.guest_writes("The lamp is broken.", subject="Lamp")
    told.guest_writes("And it is cold.", subject="Cold")
    go_on(told, minutes=3)
    digest = told.last("digest", ANA)
    told.new_posts()
    for mail in (digest, digest, None):
        told.answers(mail or told.last("not_done"), "I will see to it.")
        assert told.new_posts() == [("not_done", ANA)]
    assert told.to_guest() == []
    said = told.last("not_done")
    assert said.message["Subject"] == f"Re: {digest.message['Subject']}"
    assert "Sie haben auf eine Mail über mehrere Gäste geantwortet" in said.text
    assert "I will see to it." in said.text
    assert "Status" not in said.text


@pytest.mark.parametrize(
    ("sender", "line"),
    [
        (ANA, "Es ließ sich nicht prüfen, ob Ana Ferri das geschrieben hat."),
        (JON, "Die Antwortadresse war für jemand anderen als Jon Berg."),
        (BOB, "Die Antwortadresse eines Mitglieds wurde von jemandem benutzt"),
    ],
)
def test_a_german_house_is_asked_in_german(told: Reception, sender: str, line: str) -> None:
    """R-STAFF-2, R-I18N-1"""
    with hotel(told.hotel.id):
        Hotel.update(language="de").execute()
    told.unproven.add(ANA)
    told.answers(told.last("new_ticket", ANA), "Towels are coming.", sender=sender)
    text = told.last("was_this_you").text
    assert line in text
    assert "verified" not in text
