"""The fine points of cutting: our own marker, inline answers, signatures, forwards, HTML that knows more (R-MAIL-7)."""

from __future__ import annotations

import pytest

from tests.workflow.reading.habits import HABITS
from workflow.reading import REPLY_MARKER, Cut, read, visible

OWN = "Yes, please.\n\nWe come at 14:00."
ATTRIBUTION = "On Fri, May 3, 2024 at 10:15 AM Hotel Aurora <desk@hotel.example> wrote:"


def shown(text: str, html: str = "") -> str:
    return visible(text, html)[0]


@pytest.mark.parametrize(
    "below",
    [
        f"{REPLY_MARKER}\n\nDear guest,\nwelcome.",
        f"{ATTRIBUTION}\n\n> {REPLY_MARKER}\n>\n> Dear guest,",
        f"{ATTRIBUTION}\n\n{REPLY_MARKER}\n\nDear guest,",
        f"Von: Hotel <desk@hotel.example>\nGesendet: Freitag, 3. Mai 2024\nAn: a@x.example\nBetreff: x\n\n{REPLY_MARKER}\n\nDear guest,",
        "##- Please type your reply above this line -##\n\nDear guest,",
        "##- Bitte geben Sie Ihre Antwort über dieser Zeile ein. -##\n\nDear guest,",
        "=-=-=-= Please reply above this line =-=-=-=\nDear guest,",
    ],
)
def test_words_above_our_line_are_the_reply(below: str) -> None:
    """R-MAIL-7"""
    assert shown(f"{OWN}\n\n{below}\n") == OWN


def test_words_below_our_line_are_kept_when_nothing_stands_above() -> None:
    """R-MAIL-7: when unsure, keep the words."""
    assert shown(f"{REPLY_MARKER}\nyes") == "yes"
    assert shown(f"{ATTRIBUTION}\n> {REPLY_MARKER}\n> Dear guest\n\nyes") == "yes"


def test_answers_between_quotes_are_kept_in_order() -> None:
    """R-MAIL-7"""
    text = (
        f"Hello,\n\n{ATTRIBUTION}\n> Breakfast?\n\nYes.\n\n> Car?\n\nNo.\n\n> Regards\n> Hotel\n\nSee you\n"
    )
    assert shown(text).split() == ["Hello,", "Yes.", "No.", "See", "you"]


def test_answers_between_quotes_in_html_are_kept() -> None:
    """R-MAIL-7"""
    page = (
        '<div dir="ltr">Hello,</div><div class="gmail_quote"><div class="gmail_attr">Xyz qwe:</div><blockquote class="gmail_quote">Breakfast?'
        '</blockquote><div>Yes.</div><blockquote class="gmail_quote">Car?</blockquote><div>No.</div></div>'
    )
    assert read(b"Content-Type: text/html\r\n\r\n" + page.encode()).visible_text.split() == [
        "Hello,",
        "Yes.",
        "No.",
    ]


def test_a_forwarded_mail_stays_whole() -> None:
    """R-MAIL-7: who forwards wants it read."""
    text = "FYI\n\n---------- Forwarded message ---------\nFrom: B <b@x.example>\nDate: Fri, 3 May 2024\nSubject: x\nTo: a@x.example\n\nThe words.\n"
    assert shown(text).split() == text.split()
    assert "The words." in shown(text.replace("FYI\n\n", ""))


@pytest.mark.parametrize("subject", ["FW: x", "Fwd: x", "WG: x", "TR : x", "转发：x"])
def test_what_the_subject_calls_forwarded_stays_whole(subject: str) -> None:
    """R-MAIL-7: Outlook marks no forward but in the subject."""
    text = f"{OWN}\n\nBest regards,\nAnna\n\nFrom: B <b@x.example>\nSent: Friday\nTo: a@x.example\nSubject: x\n\nThe words.\n\nBest regards,\nBob\n"
    shown_words = visible(text, subject=subject)[0]
    assert shown_words.startswith(f"{OWN}\n\nFrom: B")
    assert shown_words.endswith("Best regards,\nBob")
    assert visible(text, subject=f"Re: {subject}")[0] == OWN


def test_a_header_with_nothing_above_keeps_the_words_below() -> None:
    """R-MAIL-7: forwarded without a word, or a form."""
    assert "The words." in shown(
        "From: B <b@x.example>\nSent: Friday\nTo: a@x.example\nSubject: x\n\nThe words.\n"
    )


def test_a_reply_without_a_word_shows_nothing() -> None:
    """R-MAIL-7"""
    assert shown(f"{ATTRIBUTION}\n\n> Dear guest,\n> welcome.\n") == ""


@pytest.mark.parametrize(
    "signature",
    [
        "-- \nAnna Miller\n+41 31 123 45 67",
        "--\nAnna",
        "Best regards,\nAnna Miller",
        "Best regards,\n\nAnna Miller\nSome Company Ltd\n1 High Street\nLondon\nTel: +44 20 1234 5678\nwww.guest.example",
        "Kind regards\n\nAnna\n\n-- \nAnna Miller",
        "Thanks,\nAnna",
        "Thanks and best regards\nAnna",
        "Mit freundlichen Grüßen aus Bern\nAnna Miller",
        "Liebe Grüße\nAnna",
        "LG Anna\n\nSent from my iPhone",
        "Sent from my iPhone",
        "Get Outlook for iOS<https://aka.ms/o0ukef>",
        "/Anna",
        "-Anna",
        "---\nAnna",
        "_______________________________________________\nguests mailing list\nguests@lists.example\nhttps://lists.example/mailman/listinfo/guests",
        "This e-mail and any attachments are confidential and intended solely for the use of the recipient. If you are not the recipient, delete it.",
        "Diese E-Mail wurde von Avast Antivirus-Software auf Viren geprüft.\nwww.avast.com",
        "Please consider the environment before printing this e-mail.",
    ],
)
def test_signatures_go(signature: str) -> None:
    """R-MAIL-7"""
    left = shown(f"{OWN}\n\n{signature}\n")
    assert left in (OWN, f"{OWN}\n\nLG Anna")


def test_a_mail_that_is_only_a_signature_stays() -> None:
    """R-MAIL-7: when unsure, keep the words."""
    assert shown("-- \nAnna") == "-- \nAnna".replace(" \n", "\n")
    assert shown("Sent from my iPhone") == "Sent from my iPhone"
    assert shown("Thanks,\nAnna") == "Thanks,\nAnna"


def test_the_banner_of_a_mail_server_goes() -> None:
    """R-MAIL-7"""
    assert (
        shown(
            f"CAUTION: This email originated from outside of the organization.\nDo not click links.\n\n{OWN}"
        )
        == OWN
    )


def test_each_cut_says_its_rule_and_its_words() -> None:
    """Issue 3: mending needs to know which rule cut what."""
    _words, cuts = visible(f"{OWN}\n\n{ATTRIBUTION}\n> Dear guest\n")
    assert cuts == (Cut("attribution", ATTRIBUTION), Cut("quoted lines", "> Dear guest"))


def test_nothing_is_invented() -> None:
    """R-MAIL-7: every shown word stands in the text."""
    text = f"{OWN}\n\nBest regards,\nAnna\n\n{ATTRIBUTION}\n> Dear guest\n"
    assert set(shown(text).split()) <= set(text.split())


@pytest.mark.parametrize(
    "page",
    [
        '<blockquote style="margin:0 0 0 40px;border:none;padding:0px">indented words</blockquote>',
        "<blockquote>words in a plain block quote</blockquote>",
        '<div class="quote-of-the-day">words</div>',
        '<div id="signature-needed">words</div>',
        '<p class="reply">words</p>',
        '<div style="border-top:solid red 1pt">words</div>',
    ],
)
def test_html_that_only_looks_like_a_quote_is_shown(page: str) -> None:
    """R-MAIL-7"""
    mail = read(f"Content-Type: text/html\r\n\r\n<div>Own.</div>{page}<div>More.</div>".encode())
    assert mail.visible_text.split() == mail.text.split()


@pytest.mark.parametrize("mark", ["PS:", "P.S.", "NB:", "PPS"])
def test_a_postscript_below_a_signature_is_the_writer_s(mark: str) -> None:
    """R-MAIL-7"""
    text = f"{OWN}\n\n-- \nAnna Miller\nMiller Garden Design\n\n{mark} Do you take dogs?"
    assert shown(text).split() == f"{OWN} {mark} Do you take dogs?".split()


@pytest.mark.parametrize(
    "line",
    ["Sent from my iPhone", "Von meinem iPhone gesendet", "Get Outlook for iOS<https://aka.ms/o0ukef>"],
)
@pytest.mark.parametrize(
    "below",
    [
        "P.S. Could you also book a table for two?",
        "One more thing: is there a car park near the house?",
        "We are four, and two of us come by train.\nIs there a cot?\nWe thank you so much.",
    ],
)
def test_words_below_a_device_line_stay(line: str, below: str) -> None:
    """R-MAIL-7: the telephone signs where the cursor was."""
    assert shown(f"{OWN}\n\n{line}\n\n{below}").split() == f"{OWN} {below}".split()


FORWARDS = {
    "VL: Kysymys": "Hoidatko tämän?\n\n{0}Lähettäjä: Anna <anna@guest.example>\nLähetetty: perjantai 3. toukokuuta 2024 10.15\nVastaanottaja: desk\nAihe: Kysymys\n\nOnko sauna?",
    "VS: Spørsmål": "Kan du ta denne?\n\n{0}Fra: Anna <anna@guest.example>\nSendt: fredag 3. mai 2024 10:15\nTil: desk\nEmne: Spørsmål\n\nHar dere badstue?",
    "PD: Pytanie": "Proszę o odpowiedź.\n\n{0}Od: Anna <anna@guest.example>\nWysłano: piątek, 3 maja 2024 10:15\nDo: desk\nTemat: Pytanie\n\nCzy jest sauna?",
    "Fwd: Question": "See below.\n\nXyz qwe asd:\n\n{0}From: Anna <anna@guest.example>\nDate: 3 May 2024 10:15\nTo: desk\nSubject: Question\n\nIs there a sauna?",
}


@pytest.mark.parametrize("subject", FORWARDS)
@pytest.mark.parametrize("sign", ["", "> "])
def test_what_a_subject_calls_passed_on_stays_whole(subject: str, sign: str) -> None:
    """R-MAIL-7: in each language's short word, marked or not, and in a container of HTML."""
    head, _gap, block = FORWARDS[subject].partition("{0}")
    text = head + "\n".join(f"{sign}{line}" for line in block.split("\n"))
    words = FORWARDS[subject].format("").replace(">", "").split()
    assert visible(text, subject=subject)[0].replace(">", "").split() == words
    page = f"<p>{head}</p><div id='mail-editor-reference-message-container'>{block.replace('<', '&lt;').replace(chr(10), '<br>')}</div>"
    assert visible(text, page, subject=subject)[0].replace(">", "").split() == words


@pytest.mark.parametrize("text", HABITS)
def test_the_habits_of_more_programs_and_people(text: str) -> None:
    """R-MAIL-7"""
    assert shown(text) == "own words"
