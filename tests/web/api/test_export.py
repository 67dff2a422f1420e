"""Lists of tickets to take away (R-TKT-10)."""

import csv
import io

import pytest
from pypdf import PdfReader
from werkzeug.test import TestResponse

from tests.builders import make_guest_message, make_hotel, make_member, make_session, make_ticket
from tests.web.conftest import Api, House
from web import exports
from workflow.database import hotel
from workflow.models import Hotel, Ticket
from workflow.values import Role


def table(api: Api, query: str = "") -> list[dict[str, str]]:
    answer = api.call("GET", f"/export.csv{query}")
    assert answer.status_code == 200, answer.text
    assert answer.content_type == "text/csv; charset=utf-8"
    assert answer.headers["Content-Disposition"].startswith('attachment; filename="tickets-')
    assert answer.data.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig"), newline="")))


def test_a_filtered_list_is_exported(api: Api, house: House) -> None:
    """R-TKT-10: UTF-8, times of the hotel and as ISO; nothing foreign, nothing deleted."""
    make_ticket(make_hotel("BER"), "Foreign")
    one = make_ticket(house.hotel, 'Ünïcode, "quoted"\nπ 部屋', channel=house.channel)
    two = make_ticket(house.hotel, "=1+1", channel=house.channel)
    api.call("PATCH", f"/tickets/{two.pid}", {"priority": "high"})
    with hotel(house.hotel.id):
        Hotel.update(time_zone="Pacific/Auckland").execute()
        Ticket.update(created_at="2026-06-30 13:05:00+00").where(Ticket.id == one.id).execute()
    rows = table(api)
    assert [(row["Number"], row["Subject"]) for row in rows] == [
        (two.pid, "'=1+1"),
        (one.pid, 'Ünïcode, "quoted"\nπ 部屋'),
    ]
    assert (rows[1]["Created"], rows[1]["Created (ISO)"], rows[1]["Time zone"]) == (
        "2026-07-01 01:05",
        "2026-06-30T13:05:00Z",
        "Pacific/Auckland",
    )
    assert [row["Number"] for row in table(api, "?priority=high")] == [two.pid]


def test_a_long_list_comes_in_pieces_and_says_where_it_is_cut(
    api: Api, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """R-TKT-10"""
    for number in range(5):
        make_ticket(house.hotel, str(number), channel=house.channel)
    monkeypatch.setattr("workflow.queries.export.MAX_PAGE_SIZE", 2)
    assert [row["Subject"] for row in table(api, "?sort=createdAt")] == list("01234")
    monkeypatch.setattr(exports, "MOST_LINES", 3)
    cut = table(api)
    assert [row["Subject"] for row in cut[:3]] == list("432")
    assert cut[3]["Number"] == exports.CUT % {"number": "3"}


def test_who_may_export(house: House) -> None:
    """R-WEB-2: neither staff nor programs that answer guests."""
    make_ticket(house.hotel)
    for role, status in ((Role.STAFF, 403), (Role.AI_AGENT, 403), (Role.RECEPTION, 200)):
        member = make_member(house.hotel, role, email=f"{role}@aurora.example")
        api = house.api(make_session(member))
        for path in ("/export.csv", "/export.pdf"):
            assert api.call("GET", path).status_code == status, path


def test_an_export_refuses_what_the_list_refuses(api: Api) -> None:
    for query in ("?state=lost", "?from=yesterday"):
        assert api.call("GET", f"/export.csv{query}").status_code == 422, query


def pages(answer: TestResponse) -> str:
    """What a reader of the PDF sees."""
    assert (answer.status_code, answer.content_type) == (200, "application/pdf")
    assert answer.data.startswith(b"%PDF-")
    found = PdfReader(io.BytesIO(answer.data)).pages
    return "\n".join(page.extract_text() for page in found)


def test_a_ticket_is_printed_in_any_writing(api: Api, house: House) -> None:
    """R-TKT-10, R-TKT-13: notes only when asked for; what no font has is a box, and said."""
    words = (
        "Grüße, ćevapi, Καλημέρα, Доброе утро, 部屋にタオルがありません。\U0001f6c1 Card 4111 1111 1111 1111."
    )
    ticket = make_ticket(house.hotel, "Őszi szállás", channel=house.channel)
    make_guest_message(ticket, words)
    pid = ticket.pid
    api.call("POST", f"/tickets/{pid}/messages", {"body": "Psst, a secret.", "internal": True})
    text = pages(api.call("GET", f"/tickets/{pid}/export.pdf"))
    for said in (
        "Őszi szállás",
        "Grüße, ćevapi",
        "Καλημέρα",
        "Доброе утро",
        "部屋にタオルがありません",
        pid,
        "□",
    ):
        assert said in text, said
    assert "Letters that cannot be printed here" in text
    assert "4111 1111" not in text
    assert "secret" not in text
    assert "a secret" in pages(api.call("GET", f"/tickets/{pid}/export.pdf?notes=true"))


def test_a_list_is_printed(api: Api, house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """R-TKT-10: bounded, and says so."""
    made = [make_ticket(house.hotel, f"Wish {number}", channel=house.channel) for number in range(3)]
    text = pages(api.call("GET", "/export.pdf"))
    assert all(ticket.pid in text and ticket.subject in text for ticket in made)
    assert "The list goes on" not in text
    monkeypatch.setattr(exports, "MOST_ON_PAPER", 2)
    assert "The list goes on" in pages(api.call("GET", "/export.pdf"))


def test_a_foreign_ticket_is_not_printed(api: Api) -> None:
    """R-WEB-3"""
    foreign = make_ticket(make_hotel("BER"))
    assert api.call("GET", f"/tickets/{foreign.pid}/export.pdf").status_code == 404


def test_a_ticket_of_many_words_is_printed_in_a_moment(api: Api, ticket: Ticket) -> None:
    """R-TKT-10: its newest words, and that earlier ones are missing."""
    for number in range(4):
        make_guest_message(ticket, f"{number} " + "word " * 12_000)
    text = pages(api.call("GET", f"/tickets/{ticket.pid}/export.pdf"))
    assert "The rest of this message is left out." in text
    assert len(text) < 200_000


def test_people_read_the_csv_in_their_language_and_programs_in_english(
    api: Api, house: House, ticket: Ticket
) -> None:
    """R-I18N-1, R-TKT-10"""
    browser = house.browser(as_=house.ana)
    browser.client.set_cookie("bellhop-language", "de")
    german = browser.get("/export.csv").text
    assert german.splitlines()[0].removeprefix("\ufeff").startswith("Nummer,Status,Priorität,Betreff")
    assert f"{ticket.pid},Offen,Mittel" in german
    assert f"{ticket.pid},open,medium" in api.call("GET", "/export.csv", **{"Accept-Language": "de"}).text
