"""The mails that members get, in a real browser: nothing is loaded, nothing is wider than the window, light and dark.

With BELLHOP_PICTURES=1 pictures are left in output/pictures for people to look at; those of docs/staff-by-mail.md are copies of them.
"""

from dataclasses import replace

import pytest
from playwright.sync_api import Browser as Chromium

from tests.chromium import needs_chromium, picture
from tests.worker.letters import PID, RECEIPTS, make_letter, make_receipt_facts
from worker import bodies
from workflow.acknowledgement import acknowledgement_words
from workflow.letter import Letter, LetterKind

WIDTHS, SCHEMES = (640, 390), ("light", "dark")

pytestmark = needs_chromium

LINES = {
    LetterKind.RECEIPT: (
        "Your answer is on its way to Mia Winter <mia@guest.example>.",
        "The ticket is with Jon Berg now.",
    ),
    LetterKind.NOT_DONE: (
        "“#asign Jon” is no command. Did you mean #assign NAME? Write it like this: #assign Jon / #assign me",
    ),
    LetterKind.WAS_THIS_YOU: (
        "It says that it is from ana.costa@home.example.",
        "The reply address of a member was used by somebody who is no member of this hotel.",
    ),
    LetterKind.COLLISION: ("Jon Berg answered 2 min ago.",),
    LetterKind.HELP: (),
}
OWN_WORDS = {
    LetterKind.RECEIPT: "",
    LetterKind.NOT_DONE: "#asign Jon\n\nTwo towels are on their way.",
    LetterKind.HELP: "",
}


def letter_of(kind: LetterKind) -> Letter:
    if kind not in RECEIPTS:
        return make_letter(kind, words="Hello, room 12 has no towels.\n\nCould we have two, please?")
    own_words = OWN_WORDS.get(kind, "Two towels are on their way.")
    return make_letter(
        kind,
        words="Jon here, towels are coming with the next round." if kind is LetterKind.COLLISION else "",
        author_name="Jon Berg",
        receipt=replace(make_receipt_facts(kind), lines=LINES[kind], own_words=own_words),
    )


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("width", WIDTHS)
def test_a_members_mails_fit_their_window(chromium: Chromium, width: int, scheme: str) -> None:
    """R-STAFF-4"""
    context = chromium.new_context(viewport={"width": width, "height": 300}, color_scheme=scheme)  # type: ignore[arg-type]
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    for kind in (LetterKind.GUEST_WROTE, *RECEIPTS):
        page.set_content(bodies.render(letter_of(kind)).html)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, kind
        picture(page, f"mail-{kind}-{width}-{scheme}")
    assert asked == []
    context.close()


LONG_GERMAN = (
    "Guten Tag Frau Freifrau von Hohenlohe-Waldenburg-Schillingsfürst,\n\n"
    "Ihre Nichtraucher-Doppelzimmerreservierung einschließlich Tiefgaragenstellplatz und "
    "Elektrofahrzeugladestation ist vorgemerkt. Die Donaudampfschifffahrtsgesellschaftskapitänsmützenausstellung "
    "im Haus ist täglich geöffnet.\n\nMit freundlichen Grüßen\nAna Costa"
)


@pytest.mark.parametrize("scheme", SCHEMES)
def test_a_guests_mails_fit_a_phone_in_japanese_and_long_german(chromium: Chromium, scheme: str) -> None:
    """R-I18N-1; docs/pictures has mail-ja.png and mail-de.png."""
    japanese = acknowledgement_words("ja", guest_name="山田 花子", pid=PID, hotel_name="ホテル アウローラ")
    letters = {
        "ja": make_letter(LetterKind.ACKNOWLEDGEMENT, hotel_name="ホテル アウローラ", words=japanese),
        "de": make_letter(hotel_name="Schlosshotel Goldener Hirsch am Vierwaldstättersee", words=LONG_GERMAN),
    }
    page = chromium.new_page(viewport={"width": 390, "height": 300}, color_scheme=scheme)  # type: ignore[arg-type]
    for language, letter in letters.items():
        page.set_content(bodies.render(replace(letter, language=language)).html)
        assert page.evaluate("document.documentElement.scrollWidth") <= 390, language
        picture(page, f"mail-{language}-{scheme}")
    page.close()
