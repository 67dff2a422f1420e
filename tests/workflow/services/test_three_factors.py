"""One factor missing: nothing goes out, the mail is held, and only the real member is asked (R-STAFF-2).

Each case names every mail that followed, and to whom it went.
"""

import re
from collections.abc import Callable
from email.message import EmailMessage

import pytest

from tests import builders
from tests.workflow.services.reception import MIA, Post, Reception, answer
from workflow.confirm_token import Confirmation, make_confirm_token, read_confirm_token
from workflow.database import hotel, rows
from workflow.errors import NotFound
from workflow.models import Membership, Message, Ticket
from workflow.services import confirmations, held_mail, replies
from workflow.services.held_mail import LIFETIME
from workflow.values import Role

EVE = "eve@elsewhere.example"
WORDS = "Two towels are on their way. Canary."
ASKED, REFUSED = "was_this_you", "not_done"


@pytest.fixture
def told(reception: Reception) -> Post:
    """Mia has written; this is what Ana got."""
    reception.guest_writes()
    reception.new_posts()
    return reception.last("new_ticket", reception.ana.email)


Case = Callable[[Reception, Post], EmailMessage]


def stolen_token(reception: Reception, told: Post) -> EmailMessage:
    """Somebody got hold of Ana's notice and answers it from his own mailbox."""
    return answer(told, WORDS, sender=EVE)


def forged_from(reception: Reception, told: Post) -> EmailMessage:
    """He puts Ana's name and address on it, too."""
    reception.unproven.add(reception.ana.email)
    return answer(told, WORDS, sender=f"Ana Ferri <{reception.ana.email}>")


def forged_results(reception: Reception, told: Post) -> EmailMessage:
    """And claims that the desk's own mail server has checked it."""
    mail = forged_from(reception, told)
    mail["Authentication-Results"] = "mx.desk.localhost; dmarc=pass header.from=aurora.example; spf=pass"
    return mail


def colleagues_token(reception: Reception, told: Post) -> EmailMessage:
    """Ana passed her notice on to Jon, who answers it: his From, her address."""
    return answer(told, WORDS, sender=reception.jon.email)


def forwarded(reception: Reception, told: Post) -> EmailMessage:
    """Ana forwards her notice to the desk's plain address, with words for a colleague."""
    text = "Jon, can you take this? Canary.\n\n---------- Forwarded message ---------\n" + told.text
    mail = answer(told, text, sender=reception.ana.email, quote=False)
    del mail["Subject"]
    mail["Subject"] = f"Fwd: {told.message['Subject']}"
    return mail


def through_a_list(reception: Reception, told: Post) -> EmailMessage:
    """Ana's address is a list; a subscriber answers, and the list hands it on."""
    mail = answer(told, WORDS, sender=EVE)
    mail["List-Id"] = "<reception.aurora.example>"
    mail["List-Post"] = "<mailto:reception@aurora.example>"
    return mail


def out_of_office(reception: Reception, told: Post) -> EmailMessage:
    mail = answer(told, "I am away until Monday. Canary.", sender=reception.ana.email)
    mail["Auto-Submitted"] = "auto-replied"
    return mail


def silent_out_of_office(reception: Reception, told: Post) -> EmailMessage:
    """One that does not say what it is."""
    return answer(told, "I am out of the office until Monday. Canary.", sender=reception.ana.email)


def member_of_another_hotel(reception: Reception, told: Post) -> EmailMessage:
    sol = builders.make_hotel("SOL", name="Sol Hotel", is_demo=False)
    builders.make_member(sol, Role.OWNER, email="rosa@sol.example", name="Rosa")
    return answer(told, WORDS, sender="rosa@sol.example")


def disabled_member(reception: Reception, told: Post) -> EmailMessage:
    disable(reception, reception.ana.staff_id)
    return answer(told, WORDS, sender=reception.ana.email)


def disabled_member_unproven(reception: Reception, told: Post) -> EmailMessage:
    disable(reception, reception.ana.staff_id)
    return stolen_token(reception, told)


def disable(reception: Reception, staff_id: int) -> None:
    with hotel(reception.hotel.id):
        Membership.update(disabled_at=reception.now).where(Membership.staff_id == staff_id).execute()


def no_words(reception: Reception, told: Post) -> EmailMessage:
    """A stolen token with nothing to send: nothing to ask about."""
    return answer(told, "", sender=EVE)


def plain_address(reception: Reception, told: Post) -> EmailMessage:
    """Ana's program ignored Reply-To and quoted nothing: only its Message-ID says what it answers."""
    return answer(told, WORDS, sender=reception.ana.email, quote=False)


def forged_token(reception: Reception, told: Post) -> EmailMessage:
    return answer(told, WORDS, sender=reception.ana.email, quote=False)


def forged_token_of_a_stranger(reception: Reception, told: Post) -> EmailMessage:
    return answer(told, WORDS, sender=EVE, quote=False)


ANA, JON = "ana@aurora.example", "jon@aurora.example"
CASES: dict[str, tuple[Case, list[tuple[str, str]], str]] = {
    "stolen token": (stolen_token, [(ASKED, ANA)], "held"),
    "forged From": (forged_from, [(ASKED, ANA)], "held"),
    "forged Authentication-Results": (forged_results, [(ASKED, ANA)], "held"),
    "a colleague's token": (colleagues_token, [(ASKED, JON)], "held"),
    "forwarded thread": (forwarded, [(REFUSED, ANA)], "held"),
    "mailing list": (through_a_list, [], "ignored"),
    "out of office": (out_of_office, [], "ignored"),
    "silent out of office": (silent_out_of_office, [], "held"),
    "member of another hotel": (member_of_another_hotel, [(ASKED, ANA)], "held"),
    "disabled member": (disabled_member, [], "held"),
    "disabled member, stolen token": (disabled_member_unproven, [], "held"),
    "no words": (no_words, [], "held"),
    "plain address": (plain_address, [(ASKED, ANA)], "held"),
    "forged token": (forged_token, [(ASKED, ANA)], "held"),
    "forged token of a stranger": (forged_token_of_a_stranger, [], "held"),
}


def test_nothing_goes_out_and_who_is_told(reception: Reception, told: Post) -> None:
    """R-STAFF-2: one after the other at one ticket, a day apart, so that no limit of questions plays a part."""
    for name, (make, expected, state) in CASES.items():
        reception.later(days=1)
        reception.arrives(make(reception, told), to=address_of(name, reception, told))
        reception.unproven.clear()
        assert (name, reception.new_posts()) == (name, expected)
        assert (name, reception.states()[-1][0]) == (name, state)
        restore(reception)
    assert reception.to_guest() == []
    with hotel(reception.hotel.id):
        assert Ticket.get().state == "open"
        assert not Message.select().where(Message.direction == "out", ~Message.is_automatic).exists()


def address_of(name: str, reception: Reception, told: Post) -> str:
    """Where the case's mail is sent to."""
    local, _, domain = told.reply_to.partition("@")
    if name in ("forwarded thread", "plain address"):
        return str(reception.channel.address)
    if name.startswith("forged token"):
        return f"{local[:-5]}{'a' if local[-5] != 'a' else 'b'}{local[-4:]}@{domain}"
    return told.reply_to


def restore(reception: Reception) -> None:
    """Nobody is disabled any more."""
    with hotel(reception.hotel.id):
        Membership.update(disabled_at=None).execute()


def link_of(post: Post) -> str:
    found = re.search(r"https?://\S+/confirm/(\S+)", post.text)
    assert found is not None
    return found[1]


def confirm(reception: Reception, token: str) -> None:
    what = read_confirm_token(token, keys=reception.desk.keys, now=reception.now)
    assert what is not None
    with hotel(what.hotel_id):
        confirmations.confirm(what, now=reception.now)
    reception.settle()


@pytest.mark.parametrize("name", ["stolen token", "forged From", "a colleague's token", "plain address"])
def test_one_word_of_the_real_member_sends_it_once(reception: Reception, told: Post, name: str) -> None:
    """R-STAFF-2: in his name; the second time the link is good for nothing."""
    mail = CASES[name][0](reception, told)
    reception.arrives(mail, to=reception.channel.address if name == "plain address" else told.reply_to)
    post = reception.last(ASKED)
    assert WORDS in post.text
    token = link_of(post)
    reception.new_posts()
    confirm(reception, token)
    assert reception.new_posts() == [("answer", MIA), ("receipt", post.to)]
    assert WORDS in reception.to_guest()[0]
    with hotel(reception.hotel.id):
        (sent,) = Message.select().where(Message.direction == "out", ~Message.is_automatic)
    assert sent.author_name == ("Jon Berg" if post.to == JON else "Ana Ferri")
    with pytest.raises(NotFound):
        confirm(reception, token)
    assert len(reception.to_guest()) == 1


def test_the_question_says_what_is_known_of_the_mail(reception: Reception, told: Post) -> None:
    reception.arrives(stolen_token(reception, told), to=told.reply_to)
    asked = reception.last(ASKED)
    for said in (EVE, "Nothing of it went to the guest", WORDS, "It works once, until"):
        assert said in asked.text
    assert asked.message["Auto-Submitted"] == "auto-replied"


def test_a_link_runs_out_and_cannot_be_made_by_others(reception: Reception, told: Post) -> None:
    """R-STAFF-2: its key is its own; a reply address or another hotel's key makes none."""
    reception.arrives(stolen_token(reception, told), to=told.reply_to)
    token = link_of(reception.last(ASKED))
    keys = reception.desk.keys
    assert read_confirm_token(token, keys=keys, now=reception.now) is not None
    assert read_confirm_token(token.upper(), keys=keys, now=reception.now) is not None
    assert read_confirm_token(token, keys=keys, now=reception.now + LIFETIME) is None
    changed = token[:-3] + ("aaa" if token[-3:] != "aaa" else "bbb")
    local = told.reply_to.partition("@")[0].partition("+")[2]
    for wrong in (changed, local, "", "x" * 60, token + "a", token[:-1]):
        assert read_confirm_token(wrong, keys=keys, now=reception.now) is None


def test_a_link_of_another_member_does_nothing(reception: Reception, told: Post) -> None:
    reception.arrives(stolen_token(reception, told), to=told.reply_to)
    what = read_confirm_token(link_of(reception.last(ASKED)), keys=reception.desk.keys, now=reception.now)
    assert what is not None
    other = Confirmation(what.hotel_id, what.inbox_id, reception.jon.staff_id)
    token = make_confirm_token(other, expires_at=reception.now + LIFETIME, keys=reception.desk.keys)
    with pytest.raises(NotFound):
        confirm(reception, token)


def test_answering_the_question_is_not_enough_for_a_stolen_token(reception: Reception, told: Post) -> None:
    """R-STAFF-2: SEND counts only when it comes from the member and is verified; else it changes nothing."""
    reception.arrives(stolen_token(reception, told), to=told.reply_to)
    asked = reception.last(ASKED)
    reception.new_posts()
    reception.answers(asked, "SEND", sender=EVE)
    reception.unproven.add(ANA)
    reception.answers(asked, "SEND")
    assert reception.new_posts() == []
    assert reception.to_guest() == []
    reception.unproven.clear()
    reception.answers(asked, "Yes, it was me.")
    assert reception.new_posts() == [(REFUSED, ANA)]
    assert reception.to_guest() == []
    reception.answers(asked, "SEND")
    assert reception.new_posts() == [("answer", MIA), ("receipt", ANA)]


def test_an_out_of_office_note_to_the_question_confirms_nothing(reception: Reception, told: Post) -> None:
    reception.arrives(stolen_token(reception, told), to=told.reply_to)
    mail = answer(reception.last(ASKED), "SEND", sender=ANA)
    mail["Auto-Submitted"] = "auto-replied"
    reception.new_posts()
    reception.arrives(mail, to=reception.last(ASKED).reply_to)
    assert reception.new_posts() == []
    assert reception.to_guest() == []


def test_a_member_is_asked_three_times_an_hour_at_most(reception: Reception, told: Post) -> None:
    """R-STAFF-2, R-MAIL-10: whoever has a stolen token cannot flood Ana; her other mails are held all the same."""
    for number in range(5):
        reception.answers(told, f"{WORDS} {number}", sender=EVE)
    assert reception.new_posts() == [(ASKED, ANA)] * 3
    assert [state for state, _ in reception.states()[1:]] == ["held"] * 5


def test_a_colleague_releases_or_drops_what_is_held(reception: Reception, told: Post) -> None:
    """R-STAFF-2: the fourth was asked nobody about; in the panel it can be released, once."""
    for number in range(5):
        reception.answers(told, f"{WORDS} {number}", sender=EVE)
    reception.new_posts()
    with hotel(reception.hotel.id):
        ids = [id for (id,) in rows("SELECT inbox_id FROM held_mails ORDER BY inbox_id")]
        held_mail.release_by_colleague(
            reception.hotel.id, ids[4], actor=reception.jon.actor, now=reception.now
        )
        held_mail.drop_mail(
            reception.hotel.id, ids[0], "Not hers.", actor=reception.jon.actor, now=reception.now
        )
    reception.settle()
    assert reception.new_posts() == [("answer", MIA), ("receipt", ANA)]
    assert f"{WORDS} 4" in reception.to_guest()[0]
    assert reception.states()[1] == ("ignored", "Dropped by Jon Berg: Not hers.")


def test_a_disabled_member_confirms_nothing(reception: Reception, told: Post) -> None:
    """R-STAFF-6: the link he has got dies with his membership."""
    reception.arrives(stolen_token(reception, told), to=told.reply_to)
    token = link_of(reception.last(ASKED))
    disable(reception, reception.ana.staff_id)
    with pytest.raises(NotFound):
        confirm(reception, token)
    assert reception.to_guest() == []


def test_what_a_disabled_member_wrote_and_did_not_go_out_yet_stays_here(
    reception: Reception, told: Post
) -> None:
    """R-STAFF-6: the letter is looked at again right before it is sent; his colleagues learn of it."""
    with hotel(reception.hotel.id):
        ticket = Ticket.select().for_update().get()
        replies.send(ticket, WORDS, actor=reception.ana.actor, now=reception.now)
    disable(reception, reception.ana.staff_id)
    reception.settle()
    assert reception.to_guest() == []
    assert reception.new_posts() == [("answer_failed", JON)]
    assert "Its author was disabled before it went out." in reception.last("answer_failed").text


def test_a_disabled_member_gets_no_mail_that_was_queued(reception: Reception, told: Post) -> None:
    """R-STAFF-6"""
    with hotel(reception.hotel.id):
        rows("UPDATE memberships SET on_duty = false WHERE staff_id = %s", (reception.jon.staff_id,))
    mail = answer(told, "They never came.", sender=MIA)
    reception.arrives(mail, to=reception.last("acknowledgement").reply_to)
    assert ("guest_wrote", ANA) in reception.new_posts()
    with hotel(reception.hotel.id):
        rows(
            "UPDATE effects SET state = 'waiting', finished_at = NULL, result = NULL WHERE member_id IS NOT NULL"
        )
    disable(reception, reception.ana.staff_id)
    reception.settle()
    assert not [to for _, to in reception.new_posts() if to == ANA]
