"""What only looks like a quote, a signature, a report or an absence notice stays a guest's words (R-MAIL-7, -9, -11)."""

from __future__ import annotations

import pytest

from tests.workflow.reading.lookalikes import ANSWERS_UNDER_A_NEW_SUBJECT, BY_PEOPLE, FIRST_MAILS, SHOWN_WHOLE
from tests.workflow.reading.test_generated import letters
from workflow.reading import Auto, read, visible

HEAD = "From: Anna Miller <anna@guest.example>\r\nTo: desk@hotel.example\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n"


@pytest.mark.parametrize("name", SHOWN_WHOLE)
def test_words_that_only_look_like_a_quote_are_shown(name: str) -> None:
    """R-MAIL-7"""
    shown, cuts = visible(SHOWN_WHOLE[name])
    assert letters(shown) == letters(SHOWN_WHOLE[name]), cuts


@pytest.mark.parametrize("name", [name for name, own in SHOWN_WHOLE.items() if ">" not in own])
def test_they_are_shown_above_a_real_quote_too(name: str) -> None:
    """R-MAIL-7"""
    own = SHOWN_WHOLE[name]
    text = f"{own}\n\nOn Fri, May 3, 2024 at 10:15 AM Hotel Aurora <desk@hotel.example> wrote:\n\n> Dear guest,\n> welcome.\n"
    shown, cuts = visible(text)
    assert letters(shown) == letters(own), cuts


@pytest.mark.parametrize("name", FIRST_MAILS)
def test_a_first_mail_quotes_nobody_with_its_signs(name: str) -> None:
    """R-MAIL-7: when unsure, keep the words; in an answer the same lines are a quote."""
    own = FIRST_MAILS[name]
    mail = read(f"{HEAD}Subject: For your house\r\n\r\n{own}\r\n".encode())
    assert letters(mail.visible_text) == letters(own), mail.cuts
    answer = read(f"{HEAD}Subject: Re: For your house\r\n\r\n{own}\r\n".encode())
    assert ">" not in answer.visible_text


@pytest.mark.parametrize("name", ANSWERS_UNDER_A_NEW_SUBJECT)
def test_what_a_program_quoted_goes_under_a_new_subject_too(name: str) -> None:
    """R-MAIL-7"""
    text = ANSWERS_UNDER_A_NEW_SUBJECT[name]
    mail = read(f"{HEAD}Subject: A new question\r\n\r\n{text}\r\n".encode())
    assert mail.visible_text == "Own words."


@pytest.mark.parametrize("name", BY_PEOPLE)
def test_a_guest_who_tells_of_holidays_or_lost_mail_is_a_guest(name: str) -> None:
    """R-MAIL-9, R-MAIL-11"""
    subject, text = BY_PEOPLE[name]
    mail = read(f"{HEAD}Subject: {subject}\r\n\r\n{text}\r\n".encode())
    assert mail.bounce is None
    assert mail.auto is Auto.NO, mail.auto_reason
    assert letters(mail.visible_text) == letters(text) or name == "forwarded report"
