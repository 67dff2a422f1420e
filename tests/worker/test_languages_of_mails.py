"""Guests' mails in each language: composed, read back, and cut again when a guest answers above them (R-I18N-1)."""

from dataclasses import replace
from datetime import date
from html import unescape

import pytest

from tests.worker.composed import parsed, text_of
from tests.worker.letters import NOW, PID, TICKET, make_letter
from tests.worker.mail_clients import CLIENTS, Client, answer_to, bare_quote, bodies, html_lines, quoted
from worker.compose import compose
from workflow import reading
from workflow.acknowledgement import acknowledgement_words, whatsapp_acknowledgement
from workflow.files import FileStore
from workflow.letter import Letter, LetterKind
from workflow.reminder import reminder_words
from workflow.texts import languages, say

# The greeting, the day of the reminder, what a guest asks and answers.
SAID = {
    "de": ("Guten Tag Mia Winter,", "27. November 2026", "Handtücher für Zimmer 12, bitte", "Vielen Dank, das passt uns gut."),
    "en": ("Dear Mia Winter,", "November 27, 2026", "Towels for room 12, please", "Thank you, that suits us well."),
    "es": ("Estimado/a Mia Winter:", "27 de noviembre de 2026", "Toallas para la habitación 12", "Muchas gracias, nos viene muy bien."),
    "fr": ("Bonjour Mia Winter,", "27 novembre 2026", "Serviettes pour la chambre 12", "Merci beaucoup, cela nous convient."),
    "it": ("Gentile Mia Winter,", "27 novembre 2026", "Asciugamani per la camera 12: più di due?", "Grazie mille, per noi va bene."),
    "ja": ("Mia Winter 様", "2026年11月27日", "12号室にタオルを二枚お願いします。明日の朝食についても教えてください", "ありがとうございます。それでお願いします。"),
    "nl": ("Beste Mia Winter,", "27 november 2026", "Handdoeken voor kamer 12", "Hartelijk dank, dat komt ons goed uit."),
    "pt": ("Estimado/a Mia Winter,", "27 de novembro de 2026", "Toalhas para o quarto 12, não há nenhuma", "Muito obrigada, assim está bem para nós."),
    "zh": ("Mia Winter，您好：", "2026年11月27日", "请送两条毛巾到12号房，另外想问一下明天早餐的时间", "谢谢，这样安排很好。"),
}  # fmt: skip
# Above a quote, as Gmail writes it in the guest's language.
ATTRIBUTIONS = {
    "de": "Am Fr., 20. Nov. 2026 um 11:30 Uhr schrieb Hotel Aurora <aurora@desk.example>:",
    "en": "On Fri, Nov 20, 2026 at 11:30 AM Hotel Aurora <aurora@desk.example> wrote:",
    "es": "El vie, 20 nov 2026 a las 11:30, Hotel Aurora (<aurora@desk.example>) escribió:",
    "fr": "Le ven. 20 nov. 2026 à 11:30, Hotel Aurora <aurora@desk.example> a écrit :",
    "it": "Il giorno ven 20 nov 2026 alle ore 11:30 Hotel Aurora <aurora@desk.example> ha scritto:",
    "ja": "2026年11月20日(金) 11:30 Hotel Aurora <aurora@desk.example>:",
    "nl": "Op vr 20 nov 2026 om 11:30 schreef Hotel Aurora <aurora@desk.example>:",
    "pt": "Hotel Aurora <aurora@desk.example> escreveu (sexta, 20/11/2026 à(s) 11:30):",
    "zh": "Hotel Aurora <aurora@desk.example> 于2026年11月20日周五 11:30写道：",
}


def letters(language: str) -> dict[str, Letter]:
    greeting, _, subject, _ = SAID[language]
    ticket = replace(TICKET, subject=subject)
    acknowledged = acknowledgement_words(
        language, guest_name="Mia Winter", pid=PID, hotel_name="Hotel Aurora"
    )
    reminded = reminder_words(language, guest_name="Mia Winter", pid=PID, settled_on=date(2026, 11, 27))
    common = {"language": language, "ticket": ticket}
    return {
        "acknowledgement": make_letter(LetterKind.ACKNOWLEDGEMENT, words=acknowledged, **common),
        "reminder": make_letter(LetterKind.ANSWER, words=reminded, **common),
        "answer": make_letter(LetterKind.ANSWER, words=f"{greeting}\n\n{subject}.", **common),
    }


def test_each_language_of_the_catalogs_is_here() -> None:
    assert set(SAID) == set(ATTRIBUTIONS) == set(languages())


@pytest.mark.parametrize("language", SAID)
def test_a_guests_mails_speak_his_language_in_both_twins(language: str, files: FileStore) -> None:
    """R-I18N-1"""
    greeting, day, subject, _ = SAID[language]
    for name, letter in letters(language).items():
        raw = compose(letter, files=files, now=NOW).message_bytes
        assert raw.isascii()
        head, _, body = raw.partition(b"\r\n\r\n")
        assert max(map(len, head.split(b"\r\n"))) <= 78, name
        assert max(map(len, body.split(b"\r\n"))) <= 998, name  # RFC 5322, 2.1.1
        message = parsed(letter, files)
        assert message["Subject"] == f"Re: {subject} [{PID}]"
        assert message["Content-Language"] == language
        text, html = text_of(message), text_of(message, "html")
        assert text.startswith(greeting + "\n\n")
        assert f'<html lang="{language}">' in html
        assert greeting in unescape(html)
        if name == "reminder":
            assert day in text
        if name != "acknowledgement":
            assert say(language, "Your request: %(pid)s", {"pid": PID}) in text
            assert say(language, "Your request: %(pid)s", {"pid": PID}) in unescape(html)


@pytest.mark.parametrize("language", SAID)
def test_a_guests_chat_is_answered_in_his_language(language: str) -> None:
    """R-I18N-1: WhatsApp."""
    assert PID in whatsapp_acknowledgement(language, pid=PID)
    assert language == "en" or whatsapp_acknowledgement(language, pid=PID) != whatsapp_acknowledgement(
        "en", pid=PID
    )


@pytest.mark.parametrize("name", ["acknowledgement", "reminder", "answer"])
@pytest.mark.parametrize("language", SAID)
def test_a_guests_answer_is_his_words_alone(language: str, name: str, files: FileStore) -> None:
    """R-MAIL-7, R-I18N-1: our mail below it is cut, whichever program he has."""
    original = compose(letters(language)[name], files=files, now=NOW).message_bytes
    words = SAID[language][3]
    cut = {
        client.__name__: reading.read(client(original, words)).visible_text
        for client in (*CLIENTS, gmail_of(language))
        if client is not bare_quote  # that marks nothing, and our mails to guests bear no line to cut at
    }
    assert cut == dict.fromkeys(cut, words)


def gmail_of(language: str) -> Client:
    """Gmail as it is set up in that language."""

    def gmail_local(original: bytes, words: str) -> bytes:
        text, html = bodies(original)
        above = ATTRIBUTIONS[language]
        return answer_to(
            original,
            f"{words}\n\n{above}\n\n{quoted(text)}",
            f'<div dir="ltr">{html_lines(words)}</div><br><div class="gmail_quote">{above}<br>'
            f'<blockquote class="gmail_quote">{html}</blockquote></div>',
        )

    return gmail_local
