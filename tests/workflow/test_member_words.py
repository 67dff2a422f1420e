"""What counts as typed by a member, and what as signature, device line, header, divider or quote."""

import pytest

from workflow.member_words import has_machine_subject, typed_words
from workflow.reading import read

BLOCK = "From: Aurora <desk@x.example>\nSent: Friday, May 3, 2024 9:12 AM\nTo: Ana <ana@x.example>\nSubject: Towels"


def typed(body: str, subject: str = "Re: Towels") -> str:
    mail = f"From: ana@x.example\nSubject: {subject}\nContent-Type: text/plain; charset=utf-8\n\n{body}"
    return typed_words(read(mail.encode()))


@pytest.mark.parametrize(
    "body",
    [
        "",
        " \n\n",
        "---",
        BLOCK,
        f"{BLOCK}\n\nNo towels.",
        f"Sent from my iPhone\n\n{BLOCK}\n\nNo towels.",
        f"-- \nAna\n+39 02 555 0199\n\n{BLOCK}\n\nNo towels.",
        "-- \nAna",
        "Best regards,\nAna",
        "Mit freundlichen Grüßen\nAna Ferri\nEmpfang",
        "Ana",
        "Ana Ferri\nFront office\nAurora Hotel\n+39 02 555 0199\nana@x.example",
        "*Ana Ferri*\n*Front office*\n\n*Tel. +39 02 555 0199*",
        f"[cid:image001.png@01DC]\n\n{BLOCK}\n\nNo towels.",
        "| No towels.\n| None.",
        "Gesendet von meinem iPhone",
        "Von meinem iPhone gesendet",
        "Envoyé de mon iPhone",
        "-----Original Message-----\nNo towels.",
        "-----Ursprüngliche Nachricht-----\nNo towels.",
        "---------- Forwarded message ---------\nNo towels.",
        "> No towels.",
        "> No towels.\n> Still none.\n\nSent from my iPhone",
        "On Fri, May 3, 2024 at 9:12 AM Aurora <desk@x.example> wrote:\n\nNo towels.",
        "-- reply above this line --\n\nNo towels.\n\nOn my way.",
    ],
)
def test_nothing_was_typed(body: str) -> None:
    """R-STAFF-2: in doubt nothing goes to the guest."""
    assert typed(body) == ""


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("Ok", "Ok"),
        ("Thanks,\nAna", "Thanks,\nAna"),
        (f"On my way.\n\n{BLOCK}\n\nNo towels.", "On my way."),
        ("Sent from my iPhone\n\nOn my way.", "On my way."),
        ("> No towels.\n> None.\n\nOn my way.", "On my way."),
        ("On my way.\n-- \nAna", "On my way."),
        ("👍", "👍"),
        ("Thanks, Ana", "Thanks, Ana"),
        ("Taxi Milano\n+39 02 555 0199", "Taxi Milano\n+39 02 555 0199"),
        ("Ana, from the desk: it is open.", "Ana, from the desk: it is open."),
    ],
)
def test_what_was_typed(body: str, words: str) -> None:
    """R-STAFF-1"""
    assert typed(body) == words


@pytest.mark.parametrize(
    "subject", ["Accepted: Towels", "DECLINED: x", "Recall: x", "Accepté : x", "Abgelehnt: x"]
)
def test_subjects_of_machines(subject: str) -> None:
    """R-MAIL-9"""
    assert has_machine_subject(subject)


@pytest.mark.parametrize("subject", ["Re: Accepted: x", "Towels", "Re: [AUR-1] Recall: x", "Accepted", ""])
def test_subjects_of_people(subject: str) -> None:
    assert not has_machine_subject(subject)


CARD = (
    "Ana Ferri\nFront Office Manager\nHotel Aurora | Via Roma 1 | 00100 Roma\nT +39 06 123456\nana@x.example"
)


def typed_by_ana(body: str) -> str:
    mail = f"From: Ana Ferri <ana@x.example>\nSubject: Re: Towels\nContent-Type: text/plain; charset=utf-8\n\n{body}"
    return typed_words(read(mail.encode()))


@pytest.mark.parametrize(
    "below",
    [
        f"Kind regards,\n{CARD}\n\nThis e-mail is confidential.",
        f"Mit freundlichen Grüßen\n\n{CARD}\n\nDiese E-Mail ist vertraulich.",
        CARD,
        "Ana\nT +39 06 123456",
        "Kind regards,\nReception team\nT +39 06 123456\n\nPlease think before printing this mail.",
        "Best\nAna\n\n________________\nThis message is confidential and intended for the addressee only.",
        "--",
    ],
)
def test_ones_own_card_goes_without_a_delimiter_too(below: str) -> None:
    """R-STAFF-1: Outlook puts none above a signature; neither title nor address of the member reach the guest."""
    assert typed_by_ana(f"Dear Mia,\n\ntowels are coming.\n\n{below}") == "Dear Mia,\n\ntowels are coming."


@pytest.mark.parametrize(
    "words",
    [
        "The taxi is ordered.\n\nAna\n\nHere is the number of the taxi company, please call them at nine: +39 06 123456",
        "You can reach me here:\n\nAna Ferri\nT +39 06 123456",
        "The driver is\nMario Rossi\nT +39 06 123456",
        f"Towels are coming.\n\n{CARD}\n\nPS: breakfast is until ten.",
        "Towels are coming.\n\nAna\nT +39 06 123456\n\nAnd do you still need the cot that you asked for?",
    ],
)
def test_what_may_be_meant_for_the_guest_stays(words: str) -> None:
    assert typed_by_ana(words) == words
