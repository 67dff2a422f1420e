"""Who wrote a mail, and whether the desk may answer it by itself: the rules as tables."""

from dataclasses import replace

import pytest

from workflow.automatic_mail import (
    A_PERSON,
    DESK_HEADER,
    Nature,
    Question,
    Seen,
    Sent,
    counted_address,
    counted_domain,
    is_told,
    nature_of,
    refusal,
    words_digest,
)
from workflow.reading import Auto, Mail, read

DESK = "aurora@desk.example"
STRANGER = Question(
    seen=A_PERSON,
    has_address=True,
    is_known=False,
    is_verified=True,
    is_muted=False,
    is_desk=False,
    claims_a_claim=False,
    sent=Sent(),
)
GUEST = replace(STRANGER, is_known=True, is_verified=False)


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (STRANGER, ""),
        (GUEST, ""),
        (replace(STRANGER, is_verified=False), "not known"),
        (replace(STRANGER, has_address=False), "names no sender"),
        (replace(STRANGER, is_muted=True), "came back"),
        (replace(GUEST, is_muted=True), "came back"),
        (replace(STRANGER, is_desk=True), "Another desk"),
        (replace(STRANGER, seen=Seen(Nature.PERSON, from_desk=True)), "Another desk"),
        (replace(STRANGER, seen=Seen(Nature.MACHINE, "A machine.")), "A machine."),
        (replace(STRANGER, seen=Seen(Nature.DOUBTFUL, "Perhaps.")), "Perhaps."),
        (replace(STRANGER, claims_a_claim=True), "takes no part"),
        (replace(STRANGER, sent=Sent(to_address_day=1)), "lately"),
        (replace(GUEST, sent=Sent(to_address_day=1)), ""),
        (replace(GUEST, sent=Sent(to_address_hour=5, to_address_day=5)), "within the hour"),
        (replace(GUEST, sent=Sent(to_address_day=20)), "lately"),
        (replace(GUEST, sent=Sent(chain_to_address=2)), ""),
        (replace(GUEST, sent=Sent(chain_to_address=3)), "in a row"),
        (replace(STRANGER, sent=Sent(chain_to_domain=2)), ""),
        (replace(STRANGER, sent=Sent(chain_to_domain=3)), "domain"),
        (replace(GUEST, sent=Sent(chain_to_domain=3)), ""),
        (replace(STRANGER, sent=Sent(chain_of_words=1)), ""),
        (replace(STRANGER, sent=Sent(chain_of_words=2)), "same words"),
        (replace(GUEST, sent=Sent(chain_of_words=2)), ""),
        (replace(STRANGER, sent=Sent(of_hotel_hour=299)), ""),
        (replace(STRANGER, sent=Sent(of_hotel_hour=300)), "The hotel"),
    ],
)
def test_whether_an_automatic_mail_goes_out(asked: Question, said: str) -> None:
    """R-MAIL-10"""
    found = refusal(asked, hotel_an_hour=300)
    assert (said in found) if said else found == ""


@pytest.mark.parametrize(
    ("headers", "null_sender", "has_our_id", "nature"),
    [
        ((), False, False, Nature.PERSON),
        ((), True, False, Nature.MACHINE),
        ((("auto-submitted", "auto-replied"),), False, False, Nature.MACHINE),
        (
            (("auto-submitted", "auto-replied"), (DESK_HEADER, "sol@desk.example")),
            False,
            False,
            Nature.DESK_MACHINE,
        ),
        (((DESK_HEADER, "sol@desk.example"),), False, True, Nature.PERSON),
        (((DESK_HEADER, DESK),), False, True, Nature.OWN),
        (((DESK_HEADER, DESK),), False, False, Nature.PERSON),
    ],
)
def test_who_wrote_it(
    headers: tuple[tuple[str, str], ...], null_sender: bool, has_our_id: bool, nature: Nature
) -> None:
    """R-MAIL-9: another desk's answer is a person's words; our own mail come back is nobody's."""
    lines = "".join(f"{name}: {value}\r\n" for name, value in headers)
    mail = read(f"From: mia@guest.example\r\n{lines}\r\nHello, any towels?\r\n".encode())
    seen = nature_of(mail, desk=DESK, null_sender=null_sender, has_our_id=has_our_id)
    assert seen.nature is nature
    assert seen.from_desk == any(name == DESK_HEADER for name, _ in headers)


def test_what_is_probably_automatic_is_doubtful() -> None:
    """R-MAIL-9"""
    mail = Mail(auto=Auto.PROBABLE, auto_reason="It says so.")
    assert nature_of(mail, desk=DESK, null_sender=False, has_our_id=False) == Seen(
        Nature.DOUBTFUL, "It says so."
    )


@pytest.mark.parametrize(
    ("address", "domain"),
    [
        ("a@x.machine.example", "machine.example"),
        ("a@machine.co.uk", "machine.co.uk"),
        ("a@gmail.com", ""),
        ("a@guest.booking.com", ""),
        ("a@localhost", "localhost"),
        ("", ""),
    ],
)
def test_domains_are_counted_as_they_were_registered(address: str, domain: str) -> None:
    """R-MAIL-10: but not where everybody has his mailbox."""
    assert counted_domain(address) == domain


def test_a_tag_makes_no_new_mailbox() -> None:
    assert counted_address("Robot+7@machine.example") == "robot@machine.example"


def test_words_with_other_numbers_are_the_same_words() -> None:
    """R-MAIL-10: numbers, times and ticket numbers change from mail to mail."""
    first = Mail(visible_text="Thank you! Your case AUR-202611-00042-1 of 11:04.")
    second = Mail(visible_text="Thank you! Your case  AUR-202611-00043-Z of 11:09.")
    assert words_digest(first) == words_digest(second)
    assert words_digest(first) != words_digest(Mail(visible_text="Thank you! No towels."))
    assert words_digest(Mail(subject="One")) != words_digest(Mail(subject="Two"))


def test_people_are_told_of_what_looks_automatic_less_often() -> None:
    doubtful = Seen(Nature.DOUBTFUL, "Perhaps.")
    assert is_told(A_PERSON, earlier_within_hour=19)
    assert not is_told(A_PERSON, earlier_within_hour=20)
    assert is_told(doubtful, earlier_within_hour=2)
    assert not is_told(doubtful, earlier_within_hour=3)
