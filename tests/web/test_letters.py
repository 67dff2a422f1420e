"""Sheets and cards in any writing (R-QR-1, R-TKT-10): what is joined or written from the right is so, nothing is a box in silence."""

import dataclasses
import io
from pathlib import Path

import flask
import pypdfium2
import pytest
from pypdf import PdfReader

from bellhop.doctor import card_letters
from bellhop.doctor.finding import Result
from tests.bellhop.doctor.reading import assert_ok, assert_red, the
from tests.builders import make_hotel, make_room
from tests.web.conftest import Browser, House
from web.app import create_app
from web.card_pdf import Card, pdf_of
from web.guest.card_words import CARD, say
from web.pdf import letters
from web.pdf.sheet import Sheet
from workflow.database import hotel
from workflow.models import Hotel
from workflow.settings import Settings

ARABIC, HEBREW, URDU = "أحتاج إلى منشفتين", "אני צריך מגבות", "مجھے تولیے چاہئیں ہے"
LEFT = ("タオルを二枚", "请问早餐几点", "수건 두 장", "Полотенца", "Πετσέτες", "ขอผ้าเช็ดตัว", "दो तौलिये चाहिए")
TAMIL = "மதுரை"


def page_of(pdf: bytes) -> pypdfium2.PdfTextPage:
    return pypdfium2.PdfDocument(pdf)[0].get_textpage()


def fonts_of(pdf: bytes) -> set[str]:
    fonts = PdfReader(io.BytesIO(pdf)).pages[0]["/Resources"]["/Font"]
    return {fonts[name]["/BaseFont"].split("+")[-1] for name in fonts}


def sheet_of(*lines: str) -> bytes:
    with flask.Flask(__name__).test_request_context():
        sheet = Sheet(lines, foot="Aurora")
        for line in lines:
            sheet.words(line)
        sheet.say_what_is_missing()
        return bytes(sheet.output())


def test_every_writing_that_guests_use_is_on_the_sheet() -> None:
    """R-TKT-10"""
    pdf = sheet_of(*LEFT, ARABIC, HEBREW, URDU)
    text = page_of(pdf).get_text_bounded()
    for line in LEFT[:5]:
        assert line in text
    assert letters.BOX not in text
    assert "cannot be printed" not in text
    assert fonts_of(pdf) == {"DejaVuSansBook", *(path.stem for path in letters.OTHERS.values())}


def test_nothing_is_lost_behind_a_page_that_begins_in_another_font() -> None:
    """R-TKT-10: on each page; fpdf2 loses what the first font of the sheet writes there."""
    pdf = pypdfium2.PdfDocument(sheet_of(*["タオル", "Towels 12"] * 80))
    assert len(pdf) > 2
    words = "".join(page.get_textpage().get_text_bounded() for page in pdf)
    assert (words.count("タオル"), words.count("Towels 12")) == (80, 80)
    assert words.count("Aurora") == len(pdf)


def test_lines_from_the_right_begin_at_the_right() -> None:
    """R-TKT-10: the paragraph's own direction, line by line."""
    page = page_of(sheet_of(f"{HEBREW}\nTowels"))
    width = pypdfium2.PdfDocument(sheet_of("x"))[0].get_size()[0]
    text = page.get_text_range()
    assert page.get_charbox(text.index("א"))[0] > width / 2
    assert page.get_charbox(text.index("T"))[0] < width / 4


def test_a_word_is_written_in_one_font() -> None:
    """DejaVu lacks two letters of Urdu: mixed, the word would fall apart."""
    assert fonts_of(sheet_of(URDU)) >= {"NotoSansArabic"}
    assert not letters.is_lossy(URDU)
    assert "NotoSansArabic" not in fonts_of(sheet_of("Handtücher"))


def test_what_has_no_letters_is_a_box_and_said() -> None:
    text = page_of(sheet_of(TAMIL)).get_text_bounded()
    assert letters.BOX in text
    assert "cannot be printed" in text
    assert letters.missing(f"Hotel {TAMIL}") == "".join(dict.fromkeys(TAMIL))


def card(hotel_name: str, language: str = "en") -> Card:
    said = (say(language, CARD), say("en", CARD))
    return Card(hotel_name, "AUR", "Room 12", "https://desk.example/q/x", said, "#0c5c5a")


def words_on(hotel_name: str, language: str = "en", *, font: Path | None = None) -> str:
    return str(page_of(pdf_of([card(hotel_name, language)], is_sheet=False, font=font)).get_text_bounded())


def test_a_card_speaks_japanese_and_chinese() -> None:
    """R-QR-1: without a font of one's own."""
    japanese = words_on("オーロラホテル 東京", "ja")
    assert "オーロラホテル 東京" in japanese
    assert "このコードを読み取ると" in japanese
    assert "Scan this code" in japanese
    assert "扫描此代码" in words_on("极光酒店", "zh")


def test_a_card_never_has_a_box() -> None:
    """R-QR-1: a name that cannot be printed is the hotel's code, or what is left of it."""
    assert "AUR" in words_on(TAMIL)
    partly = words_on(f"Hotel Aurora {TAMIL} 🧺")
    assert "Hotel Aurora" in partly
    assert letters.BOX not in partly


def test_a_font_of_ones_own_is_used_first_and_ours_for_the_rest() -> None:
    """CARD_FONT with a real font file, which has no Latin letters here."""
    own = letters.OTHERS["asian"]
    pdf = pdf_of([card("オーロラ Aurora", "ja")], is_sheet=False, font=own)
    assert "オーロラ Aurora" in page_of(pdf).get_text_bounded()
    assert fonts_of(pdf) == {"DroidSansFallback", "DejaVuSansBook"}


def named(house: House, name: str, *, app: flask.Flask | None = None) -> Browser:
    """Ana, whose hotel has this name."""
    with hotel(house.hotel.id):
        Hotel.update(name=name).where(Hotel.id == house.hotel.id).execute()
    return (dataclasses.replace(house, app=app) if app else house).browser(house.ana)


def test_the_pages_say_what_cannot_be_printed(house: House) -> None:
    """R-QR-1"""
    ana = named(house, f"{TAMIL} Palace")
    for path in ("/qr", "/qr/signs"):
        page = ana.get(path).text
        assert (
            f"Cards and signs say “Palace”: the name {TAMIL} Palace has letters that cannot be printed"
            in page
        )
    named(house, "Aurora")
    assert "cannot be printed" not in ana.get("/qr").text


def test_a_file_that_is_no_font_is_said_and_cards_are_printed(
    house: House, settings: Settings, tmp_path: Path
) -> None:
    """R-RUN-3: by the doctor; nobody's card waits for it."""
    broken = tmp_path / "font.ttf"
    broken.write_text("no font")
    make_room(house.hotel, "12")
    for wrong in (broken, tmp_path / "none.ttf"):
        known = dataclasses.replace(settings, card_font=wrong)
        ana = named(house, "Aurora", app=create_app(known))
        room = ana.get("/qr/signs").text.split('name="room" value="')[1].split('"')[0]
        assert ana.post("/qr/signs", "/qr/signs", room=room).content_type == "application/pdf"
        assert_red(next(iter(card_letters.look(known))), "cannot be read as a font", "TrueType")


@pytest.mark.usefixtures("settings")
def test_the_doctor_names_hotels_whose_name_cannot_be_printed(settings: Settings) -> None:
    """R-RUN-3"""
    at = make_hotel(name="Hotel Aurora 東京")
    assert_ok(the(card_letters.look(settings)))
    with hotel(at.id):
        Hotel.update(name=TAMIL).execute()
    found = the(card_letters.look(settings))
    assert_red(found, f"say “{at.code}”", "CARD_FONT", result=Result.WARN)
