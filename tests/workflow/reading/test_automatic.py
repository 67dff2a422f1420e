"""Machines are known by their headers, and by their words only as probable (R-MAIL-9)."""

from __future__ import annotations

import pytest

from workflow.reading import Auto, read


def verdict(
    *headers: str, text: str = "Hello, is there a sauna?", sender: str = "anna@guest.example"
) -> Auto:
    lines = "".join(f"{header}\r\n" for header in headers)
    return read(
        f"From: {sender}\r\n{lines}Content-Type: text/plain; charset=utf-8\r\n\r\n{text}".encode()
    ).auto


@pytest.mark.parametrize(
    "header",
    [
        "Auto-Submitted: auto-replied",
        "Auto-Submitted: auto-generated (vacation)",
        "Auto-Submitted: auto-notified; owner-email=x",
        "Precedence: bulk",
        "Precedence: junk",
        "Precedence: list",
        "Precedence: auto_reply",
        "List-Id: <news.x.example>",
        "List-Unsubscribe: <mailto:x@y.example>",
        "X-Auto-Response-Suppress: All",
        "X-Auto-Response-Suppress: DR, OOF, AutoReply",
        "X-Autoreply: yes",
        "X-Autorespond: x",
        "X-Bellhop-Loop: desk@hotel.example",
        "Return-Path: <>",
        "X-Loop: desk@hotel.example",
        'Content-Type: multipart/report; report-type=disposition-notification; boundary="b"',
    ],
)
def test_a_header_says_that_a_machine_wrote_it(header: str) -> None:
    """R-MAIL-9"""
    assert verdict(header) is Auto.YES


@pytest.mark.parametrize(
    "header",
    [
        "Auto-Submitted: no",
        "Precedence: normal",
        "Precedence: first-class",
        "X-Auto-Response-Suppress: NRN",
        "X-Autoreply: no",
        "X-Priority: 3",
        "Importance: high",
        "Return-Path: <anna@guest.example>",
    ],
)
def test_headers_of_people_say_nothing(header: str) -> None:
    """R-MAIL-9"""
    assert verdict(header) is Auto.NO


ABSENT = {
    "en": ("Automatic reply: Your stay", "I am out of the office until 6 May with limited access to email."),
    "de": (
        "Abwesenheitsnotiz: Ihr Aufenthalt",
        "Ich bin bis zum 6. Mai nicht im Büro. Ihre E-Mail wird nicht weitergeleitet.",
    ),
    "fr": ("Réponse automatique : Votre séjour", "Je suis absente du bureau jusqu'au 6 mai."),
    "es": ("Respuesta automática: Su estancia", "Estoy fuera de la oficina hasta el 6 de mayo."),
    "it": ("Risposta automatica: Il soggiorno", "Sono in ferie fino al 6 maggio."),
    "nl": ("Automatisch antwoord: Uw verblijf", "Ik ben op vakantie tot 6 mei."),
    "pt": ("Resposta automática: A sua estadia", "Estou de férias até 6 de maio."),
    "pl": ("Odpowiedź automatyczna: Pobyt", "Jestem na urlopie do 6 maja."),
    "sv": ("Autosvar: Er vistelse", "Jag är på semester till den 6 maj."),
    "da": ("Automatisk svar: Jeres ophold", "Jeg er på ferie til den 6. maj."),
    "no": ("Automatisk svar: Oppholdet", "Jeg har ferie til 6. mai."),
    "fi": ("Automaattinen vastaus: Oleskelu", "Olen lomalla 6.5. asti."),
    "cs": ("Automatická odpověď: Pobyt", "Jsem na dovolené do 6. května."),
    "ru": ("Автоматический ответ: Проживание", "Я в отпуске до 6 мая."),
    "ja": ("自動応答: ご宿泊", "5月6日まで休暇をいただいております。"),
    "zh": ("自动答复: 您的入住", "您好，我正在休假，5月6日回来。"),
}


@pytest.mark.parametrize("language", ABSENT)
def test_the_subject_of_an_absence_notice_makes_it_probable(language: str) -> None:
    """R-MAIL-9: words alone never decide."""
    subject, text = ABSENT[language]
    assert verdict(f"Subject: {subject}", text=text) is Auto.PROBABLE


def test_brackets_around_the_word_change_nothing() -> None:
    """R-MAIL-9"""
    assert verdict("Subject: [Auto-Reply] Re: Your stay") is Auto.PROBABLE
    assert verdict("Subject: [Automatic doors] Room 12") is Auto.NO


@pytest.mark.parametrize("language", ABSENT)
def test_its_words_alone_make_it_probable_when_it_answers_us(language: str) -> None:
    """R-MAIL-9"""
    _subject, text = ABSENT[language]
    assert verdict("Subject: Re: x", "In-Reply-To: <out@hotel.example>", text=text) is Auto.PROBABLE


def test_a_sender_that_takes_no_answers_is_probable_only() -> None:
    """R-MAIL-9: a contact form may carry a guest's words."""
    assert verdict("Subject: Booking", sender="no-reply@form.example") is Auto.PROBABLE
    assert verdict("Subject: Booking", sender="noreply@form.example") is Auto.PROBABLE
    assert verdict("Subject: Booking", sender="norbert@form.example") is Auto.NO
    assert verdict("Subject: Booking", sender="donna@form.example") is Auto.NO


NOTICES = {
    "for invoices": (
        "Out of office",
        "I am out of the office until 6 May. For invoices write to accounts@firm.example.",
    ),
    "colon": (
        "Out of office: Your room",
        "I am out of the office. Questions about your booking? Ask my colleague.",
    ),
    "notes": ("Out of office Re: Your stay", "I am away from my desk until Monday."),
    "plain": ("Fuera de la oficina", "Estaré fuera de la oficina hasta el lunes."),
    "desk": ("Autoreply Re: Question", "I'm away from my desk."),
}


@pytest.mark.parametrize("name", NOTICES)
def test_an_absence_notice_may_speak_of_invoices_and_still_is_one(name: str) -> None:
    """R-MAIL-9"""
    subject, text = NOTICES[name]
    assert verdict(f"Subject: {subject}", text=text) is Auto.PROBABLE


def test_a_portal_that_passes_answers_on_is_no_machine() -> None:
    """R-MAIL-9: the guest waits behind an address that says that it takes none."""
    portal = "no-reply-7f@portal.example"
    said = "A guest wrote: is there a sauna?\r\n\r\nYou can reply to this email."
    assert verdict("Subject: New message", sender=portal, text=said) is Auto.NO
    assert verdict("Subject: New message", "Reply-To: anna@guest.example", sender=portal) is Auto.PROBABLE


def test_the_reason_is_a_sentence() -> None:
    """R-MAIL-9"""
    assert read(b"Precedence: bulk\r\n\r\nx").auto_reason == "Precedence says bulk."
