"""Files that go out with an answer or stay with a note (R-TKT-3, R-API-1)."""

import io

import pytest
from werkzeug.test import TestResponse

from tests.builders import make_ticket
from tests.web.conftest import CSRF, Browser, House
from workflow import clock
from workflow.database import hotel
from workflow.desk import Desk
from workflow.errors import Invalid
from workflow.files import FileStore
from workflow.models import Attachment, Message, Ticket
from workflow.sealing import Keys
from workflow.services.uploads import MAX_BYTES, Upload, clean_name, content_type, keep
from workflow.settings import Settings

PDF = b"%PDF-1.4 the bill"


@pytest.fixture
def ticket(house: House) -> Ticket:
    return make_ticket(house.hotel, channel=house.channel)


def send(browser: Browser, ticket: Ticket, how: str, *files: tuple[bytes, str]) -> TestResponse:
    path = f"/tickets/{ticket.pid}"
    token = CSRF.search(browser.get(path).text)
    assert token is not None
    uploads = [(io.BytesIO(content), name) for content, name in files]
    return browser.client.post(
        f"{path}/{how}",
        data={"csrf": token[1], "body": "Here is the bill.", "files": uploads},
        content_type="multipart/form-data",
    )


@pytest.mark.parametrize("how", ["reply", "note"])
def test_files_hang_on_the_message_and_their_kind_is_read_from_their_bytes(
    house: House, ticket: Ticket, settings: Settings, how: str
) -> None:
    """R-TKT-3, R-API-1"""
    browser = house.browser(house.ana)
    answer = send(browser, ticket, how, (PDF, "bills/May.txt"), (b"plain words", "notes.exe.pdf"))
    assert answer.status_code == 303
    with hotel(ticket.hotel_id):
        message = Message.select().order_by(Message.id.desc()).get()
        files = list(Attachment.select().order_by(Attachment.id))
    assert [(file.filename, file.content_type, file.size, file.message_id) for file in files] == [
        ("May.txt", "application/pdf", len(PDF), message.id),
        ("notes.exe.pdf", "text/plain", 11, message.id),
    ]
    assert FileStore(settings.storage_url).get(ticket.hotel_id, files[0].sha256) == PDF
    assert browser.get(f"/files/{files[0].id}").data == PDF


def test_a_form_without_files_sends_none(house: House, ticket: Ticket) -> None:
    assert send(house.browser(house.ana), ticket, "reply").status_code == 303
    with hotel(ticket.hotel_id):
        assert Attachment.select().count() == 0


@pytest.mark.parametrize(
    ("files", "sentence"),
    [
        ([(b"MZ\x90\x00", "bill.pdf")], "bill.pdf is a program"),
        ([(b"x", f"{n}.txt") for n in range(11)], "At most 10 files"),
    ],
    ids=["program", "many"],
)
def test_what_cannot_go_is_refused_and_the_words_stay(
    house: House, ticket: Ticket, files: list[tuple[bytes, str]], sentence: str
) -> None:
    refused = send(house.browser(house.ana), ticket, "reply", *files)
    assert refused.status_code == 422
    assert sentence in refused.text
    assert "Here is the bill.</textarea>" in refused.text
    assert "The files were not kept: attach them again." in refused.text
    with hotel(ticket.hotel_id):
        assert Message.select().where(Message.direction == "out").count() == 0


def test_files_too_large_together_are_refused(settings: Settings) -> None:
    half = Upload("film.mp4", bytes(MAX_BYTES // 2 + 1))
    with pytest.raises(Invalid, match="larger than 20 MB together"):
        keep(
            [half, half],
            hotel_id=1,
            desk=Desk(settings, Keys(settings.secret), FileStore(settings.storage_url)),
            now=clock.now(),
        )


def test_names_are_the_last_part_of_a_path_and_printable() -> None:
    for given, clean in (
        ("../../etc/passwd", "passwd"),
        ("C:\\bills\\May.pdf", "May.pdf"),
        ("a\r\nb\x00.pdf", "ab.pdf"),
        ("", "file"),
        ("...", "file"),
        ("x" * 300 + ".pdf", "x" * 196 + ".pdf"),
    ):
        assert clean_name(given) == clean
    assert content_type(b"") == "text/plain"
    assert content_type(b"\x00\x01") == "application/octet-stream"
