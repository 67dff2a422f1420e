"""Members' commands through the whole of intake: what is done, what the guest gets, what the member is told."""

import random

import pytest

from tests import builders
from tests.workflow.near_misses import near_miss
from tests.workflow.services.reception import MIA, Reception, answer
from workflow import clock
from workflow.database import hotel
from workflow.models import CannedReply, Event, Hotel, Message, Ticket
from workflow.services import tags
from workflow.values import SYSTEM, Role

SEED = 20261120
SAMPLE = 40


def told(reception: Reception) -> None:
    """Mia has written and both members know; what went out until now does not count."""
    reception.guest_writes()
    reception.new_posts()


def ticket(reception: Reception) -> Ticket:
    with hotel(reception.hotel.id):
        return Ticket.get()


def anas(reception: Reception, text: str) -> list[tuple[str, str]]:
    """Ana answers the notice with this text; returns what went out."""
    reception.answers(reception.last("new_ticket", reception.ana.email), text)
    return reception.new_posts()


def test_a_note_stays_in_the_house_with_all_that_stands_below(reception: Reception) -> None:
    """R-STAFF-3"""
    told(reception)
    assert anas(reception, "#note\nShe is a difficult guest.\n\nnote: be kind") == [
        ("receipt", reception.ana.email)
    ]
    with hotel(reception.hotel.id):
        (note,) = Message.select().where(Message.direction == "note")
    assert note.body == "She is a difficult guest.\n\nnote: be kind"
    assert reception.to_guest() == []
    assert "Your note is kept for the house." in reception.last("receipt").text


def test_lines_and_words_in_one_mail(reception: Reception) -> None:
    """R-STAFF-3, R-STAFF-4: the words go to Mia without the lines, the lines are done, one receipt says all."""
    told(reception)
    with hotel(reception.hotel.id):
        tags.create(reception.hotel.id, "VIP", actor=SYSTEM, now=clock.now())
    sent = anas(reception, "#assign Jon\n#priority high\n#tag vip\n#wait\n\nThe towels are on their way.")
    assert sent == [("answer", MIA), ("assigned", reception.jon.email), ("receipt", reception.ana.email)]
    assert "The towels are on their way." in reception.to_guest()[0]
    assert "#" not in reception.to_guest()[0].partition("[#")[0]
    after = ticket(reception)
    assert (after.state, after.priority, after.assignee_id) == (
        "waiting_guest",
        "high",
        reception.jon.staff_id,
    )
    receipt = reception.last("receipt")
    for line in (
        f"Your answer is on its way to Mia Sand <{MIA}>.",
        "The ticket is with Jon Berg now.",
        "The priority is high now.",
        "Tags on the ticket: VIP.",
        "The state is waiting for the guest now.",
        "State: waiting for the guest",
        "Assigned to: Jon Berg",
    ):
        assert line in receipt.text
    assert receipt.message["Auto-Submitted"] == "auto-replied"
    assert receipt.message["Subject"] == "Re: " + str(reception.last("new_ticket").message["Subject"])


def test_a_mail_of_commands_alone_sends_the_guest_nothing(reception: Reception) -> None:
    """R-STAFF-3: one after the other, each from where the one before has led."""
    told(reception)
    for text, state in (
        ("#assign me", "in_progress"),
        ("#state on hold", "on_hold"),
        ("#state in progress", "in_progress"),
        ("#wait", "waiting_guest"),
        ("#resolve", "resolved"),
        ("#state open", "open"),
        ("#close", "closed"),
        ("#close", "closed"),
    ):
        assert (text, anas(reception, text)) == (text, [("receipt", reception.ana.email)])
        assert ticket(reception).state == state


def test_watch_snooze_and_transfer(reception: Reception) -> None:
    """R-STAFF-3, R-WF-6"""
    told(reception)
    builders.make_department(reception.hotel)
    assert anas(reception, "#watch\n#snooze 2 hours") == [("receipt", reception.ana.email)]
    assert ticket(reception).snoozed_until is not None
    sent = anas(reception, "#transfer housekeep the shower is cold")
    assert ("receipt", reception.ana.email) in sent
    assert ticket(reception).department_id is not None
    assert "passed on to Housekeeping" in reception.last("receipt").text


def test_a_canned_reply_is_filled_in_and_the_words_follow(reception: Reception) -> None:
    """R-STAFF-3, R-TKT-6"""
    told(reception)
    make_canned(
        reception, "Late check-out", "Dear {{guest}},\nyou may stay until two.\n{{member}}, {{hotel}}"
    )
    assert ("answer", MIA) in anas(reception, "#canned late\nEnjoy the lake!")
    (said,) = reception.to_guest()
    assert "Dear Mia Sand,\nyou may stay until two.\nAna Ferri, Aurora Hotel\n\nEnjoy the lake!" in said


def test_a_canned_reply_with_a_gap_is_not_sent(reception: Reception) -> None:
    told(reception)
    make_canned(reception, "Room", "Your room {{room}} is ready.")
    assert anas(reception, "#canned room") == [("not_done", reception.ana.email)]
    assert "names the room, and the ticket has none" in reception.last("not_done").text


def make_canned(reception: Reception, name: str, body: str) -> None:
    with hotel(reception.hotel.id):
        CannedReply.create(
            hotel_id=reception.hotel.id,
            name=name,
            body=body,
            created_at=reception.now,
            updated_at=reception.now,
        )


def test_help_is_the_table(reception: Reception) -> None:
    """R-STAFF-3"""
    told(reception)
    assert anas(reception, "#help") == [("help", reception.ana.email)]
    assert "#snooze WHEN" in reception.last("help").text


REFUSED = (
    ("#asign Jon\nThe towels come.", "Did you mean #assign NAME?"),
    ("# note\nShe is difficult.", "Did you mean #note?"),
    ("＃note\nShe is difficult.", "Did you mean #note?"),
    ("note:\nShe is difficult.", "looks like a command without its # sign"),
    ("The towels come.\n#close", "stands among the words"),
    ("#assign Jo", "“Jo” could be Jon Berg, Jos Klein"),
    ("#assign Zoe", "There is no “Zoe” in this hotel; there are Ana Ferri, Jon Berg"),
    ("#tag vip", "There is no “vip” in this hotel."),
    ("#canned x", "There is no “x” in this hotel."),
    ("#transfer Jon", "Say why behind the name"),
    ("#snooze someday", "Say until when"),
    ("#resolve\n#wait\nThe towels come.", "cannot take this step"),
)  # fmt: skip


def test_one_line_that_cannot_be_done_undoes_the_rest(reception: Reception) -> None:
    """R-STAFF-3, R-STAFF-4: nothing goes to the guest, nothing is changed, and the member learns how to do it."""
    builders.make_member(reception.hotel, email="jos@aurora.example", name="Jos Klein")
    told(reception)
    before = ticket(reception)
    for text, why in REFUSED:
        sent = anas(reception, f"#priority urgent\n{text}" if text.startswith("#") else text)
        assert (text, sent) == (text, [("not_done", reception.ana.email)])
        after, post = ticket(reception), reception.last("not_done")
        assert (after.state, after.priority, after.version) == (before.state, before.priority, before.version)
        assert "Nothing was done with your mail, and nothing of it went to the guest." in post.text
        assert why in post.text
        assert text.splitlines()[-1] in post.text, "what was written is not lost"
    assert reception.to_guest() == []


def test_a_mail_corrected_after_the_refusal_is_sent(reception: Reception) -> None:
    """R-STAFF-4: it says reply to this mail, so that must work."""
    told(reception)
    anas(reception, "#clsoe\nThe towels come.")
    reception.answers(reception.last("not_done"), "#close\nThe towels come.")
    assert "The towels come." in reception.to_guest()[0]
    assert ticket(reception).state == "closed"


def test_a_role_that_may_not_is_refused(reception: Reception) -> None:
    """R-STAFF-3, R-WEB-2"""
    builders.make_member(reception.hotel, Role.STAFF, email="eva@aurora.example", name="Eva Roth")
    told(reception)
    for text, why in (
        ("#assign Jon", "may not assign a ticket to somebody else"),
        ("#priority high", "may not change priority"),
        ("#transfer Jon he knows her", "may not assign a ticket to somebody else"),
    ):
        reception.answers(reception.last("new_ticket", "eva@aurora.example"), text)
        assert reception.new_posts() == [("not_done", "eva@aurora.example")]
        assert why in reception.last("not_done").text


def test_who_takes_a_ticket_by_mail_may_be_of_the_staff(reception: Reception) -> None:
    builders.make_member(reception.hotel, Role.STAFF, email="eva@aurora.example", name="Eva Roth")
    told(reception)
    reception.answers(reception.last("new_ticket", "eva@aurora.example"), "#assign me\n#resolve")
    assert reception.new_posts() == [("receipt", "eva@aurora.example")]
    assert ticket(reception).state == "resolved"


def test_the_timeline_names_the_member(reception: Reception) -> None:
    told(reception)
    anas(reception, "#close")
    with hotel(reception.hotel.id):
        last = Event.select().where(Event.kind == "state").order_by(Event.id.desc()).get()
    assert last.actor_name == "Ana Ferri"


def test_near_misses_reach_nobody_but_their_author(reception: Reception) -> None:
    """R-STAFF-3: a sample of those of tests/workflow/test_staff_commands.py, as mails."""
    print(f"seed {SEED}")
    told(reception)
    chance = random.Random(SEED)
    sent = []
    for number in range(SAMPLE):
        line = near_miss(chance)
        sent.append(line)
        reception.answers(
            reception.last("new_ticket", reception.ana.email), f"{line}\n\nDear Mia, number {number}: canary"
        )
    assert reception.to_guest() == []
    assert {kind for kind, _ in reception.new_posts()} == {"not_done"}
    assert {state for state, _ in reception.states()[1:]} == {"ignored"}


def test_a_file_with_commands_alone_is_not_sent(reception: Reception) -> None:
    """R-STAFF-3: a mail of commands sends nothing, and nobody guesses whom the file is for."""
    told(reception)
    notice = reception.last("new_ticket", reception.ana.email)
    for text, sent in (("#resolve", "not_done"), ("#note", "receipt"), ("#resolve\nThe plan.", "receipt")):
        mail = answer(notice, text, sender=reception.ana.email)
        mail.add_attachment(b"%PDF-1.4 plan", maintype="application", subtype="pdf", filename="plan.pdf")
        reception.arrives(mail, to=notice.reply_to)
        assert (sent, reception.ana.email) in reception.new_posts()
    (said,) = [post for post in reception.posts if post.kind == "answer"]
    assert [part.get_filename() for part in said.message.iter_attachments()] == ["plan.pdf"]
    assert "These files go with it: plan.pdf." in reception.last("receipt").text


def test_an_answer_to_a_deleted_ticket_is_told_as_such(reception: Reception) -> None:
    """R-STAFF-4"""
    told(reception)
    with hotel(reception.hotel.id):
        Ticket.update(deleted_at=reception.now).execute()
    assert anas(reception, "The towels come.") == [("not_done", reception.ana.email)]
    assert "This ticket was deleted." in reception.last("not_done").text


def test_a_ticket_without_an_address_takes_commands_and_notes(reception: Reception) -> None:
    told(reception)
    with hotel(reception.hotel.id):
        Ticket.update(requester_address="").execute()
    assert anas(reception, "#priority high") == [("receipt", reception.ana.email)]
    assert anas(reception, "The towels come.") == [("not_done", reception.ana.email)]
    assert "There is no address to answer to" in reception.last("not_done").text


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ("#resolve\n#wait", "#wait: Ein Ticket im Zustand „erledigt“ kann diesen Schritt nicht gehen."),
        ("#close\n#snooze 2 hours", "kann nicht zurückgestellt werden; öffnen Sie es zuerst wieder."),
        ("#canned room", "Dieser Textbaustein nennt {{room}}"),
    ],
)
def test_a_german_house_reads_refusals_in_german(reception: Reception, lines: str, said: str) -> None:
    """R-STAFF-3, R-I18N-1"""
    told(reception)
    make_canned(reception, "Room", "Your room {{room}} is ready.")
    with hotel(reception.hotel.id):
        Hotel.update(language="de").execute()
    assert anas(reception, lines) == [("not_done", reception.ana.email)]
    assert said in reception.last("not_done").text
