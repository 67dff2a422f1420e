"""Files on their way to people: small pictures, what the check has held, and headers no browser runs anything with."""

import dataclasses
import io
from datetime import timedelta

import pytest
from PIL import Image

from tests.builders import make_member, make_session, make_ticket
from tests.web.conftest import Api, House
from tests.web.guests import check_in, keys_of, session_of
from web.app import create_app
from workflow import clock
from workflow.database import hotel
from workflow.desk import Desk
from workflow.models import Attachment, Event, Message, Stay, Ticket
from workflow.services import accounts, lent_files, signed_links, stored_files, uploads
from workflow.services.uploads import Upload
from workflow.settings import Listen, Settings
from workflow.values import Role


def photo() -> bytes:
    out = io.BytesIO()
    exif = Image.Exif()
    exif[0x010E] = "at home"
    Image.new("RGB", (900, 600), (10, 90, 10)).save(out, "JPEG", exif=exif)
    return out.getvalue()


@pytest.fixture
def ticket(house: House) -> Ticket:
    return make_ticket(house.hotel, channel=house.channel)


def hang(house: House, ticket: Ticket, name: str, content: bytes) -> Attachment:
    desk: Desk = house.app.config["DESK"]
    (row,) = uploads.keep([Upload(name, content)], hotel_id=house.hotel.id, desk=desk, now=clock.now())
    with hotel(house.hotel.id):
        said = Message.create(
            hotel_id=house.hotel.id,
            ticket_id=ticket.id,
            direction="in",
            channel="email",
            author_kind="guest",
            body="see",
            created_at=clock.now(),
        )
        uploads.hang(said, [row])
    return row


def of(house: House, role: Role) -> Api:
    name = role.value.replace("_", "")
    return house.api(make_session(make_member(house.hotel, role, email=f"{name}@aurora.example", name=name)))


def test_a_picture_has_a_small_one_for_the_api_and_the_page(house: House, ticket: Ticket) -> None:
    """R-API-1"""
    file = hang(house, ticket, "pool.jpg", photo())
    api = house.api(make_session(house.ana))
    (shape,) = api.call("GET", f"/tickets/{ticket.pid}/messages").json["data"][-1]["attachments"]
    assert shape["thumbnailUrl"] == f"/api/v1/attachments/{file.id}/thumbnail"
    browser = house.browser(house.ana)
    for answer in (
        api.client.get(shape["thumbnailUrl"], headers=api.headers),
        browser.client.get(f"/files/{file.id}/thumbnail"),
    ):
        assert answer.content_type == "image/webp"
        assert Image.open(io.BytesIO(answer.data)).size == (320, 213)
        assert b"at home" not in answer.data
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert "sandbox" in answer.headers["Content-Security-Policy"]
    page = browser.client.get(f"/tickets/{ticket.pid}").text
    assert f'<img src="/files/{file.id}/thumbnail" alt="Picture' in page


def test_what_is_no_picture_has_none(house: House, ticket: Ticket) -> None:
    """R-API-1: by the bytes, whatever its name says; a page shows a plain file instead."""
    api, browser = house.api(make_session(house.ana)), house.browser(house.ana)
    for name, content in (
        ("a.jpg", b"%PDF-1.4 x"),
        ("a.svg", b"<svg/>"),
        ("a.png", b"\x89PNG\r\n\x1a\n broken"),
    ):
        file = hang(house, ticket, name, content)
        assert api.call("GET", f"/attachments/{file.id}/thumbnail").status_code == 404
        plain = browser.client.get(f"/files/{file.id}/thumbnail")
        assert (plain.status_code, plain.location) == (302, "/static/sheet.svg")
    with browser.client.get(plain.location) as sheet:
        assert sheet.content_type.startswith("image/svg+xml")
    assert browser.client.get("/files/999999/thumbnail").status_code == 404
    assert api.call("GET", "/attachments/999999/thumbnail").status_code == 404


def test_a_held_file_is_served_nowhere_until_an_administrator_releases_it(
    house: House, ticket: Ticket
) -> None:
    """R-TKT-13"""
    file = hang(house, ticket, "pool.jpg", photo())
    with hotel(house.hotel.id):
        stored_files.record_check(house.hotel.id, file.sha256, "Worm.Test", now=clock.now())
    reception, manager = house.api(make_session(house.ana)), of(house, Role.MANAGER)
    for path in (
        f"/attachments/{file.id}",
        f"/attachments/{file.id}?redirect=true",
        f"/attachments/{file.id}/thumbnail",
    ):
        refused = manager.call("GET", path)
        assert refused.status_code == 409
        assert "held by the check of files: Worm.Test" in refused.json["detail"]
    browser = house.browser(house.ana)
    assert browser.client.get(f"/files/{file.id}").status_code == 409
    page = browser.client.get(f"/tickets/{ticket.pid}").text
    assert "Held by the check of files" in page
    assert f"/files/{file.id}/thumbnail" not in page
    path = f"/tickets/{ticket.pid}/attachments/{file.id}/release"
    assert reception.call("POST", path).status_code == 403
    released = manager.call("POST", path)
    assert [one["check"] for one in released.json["attachments"]] == ["released"]
    assert manager.call("POST", path).status_code == 409
    assert manager.call("POST", f"/tickets/{ticket.pid}/attachments/999999/release").status_code == 404
    assert manager.call("GET", f"/attachments/{file.id}").data == photo()
    with hotel(house.hotel.id):
        (event,) = Event.select().where(Event.kind == "file released")
    assert (event.actor_name, event.new) == ("manager", "pool.jpg")


def test_with_a_scanner_an_unchecked_file_waits(settings: Settings, house: House, ticket: Ticket) -> None:
    """R-TKT-13"""
    file = hang(house, ticket, "pool.jpg", photo())
    app = create_app(dataclasses.replace(settings, scan_clamd=Listen("127.0.0.1", 9)))
    api = Api(app.test_client(), make_session(house.ana))
    refused = api.call("GET", f"/attachments/{file.id}")
    assert refused.status_code == 409
    assert refused.json["detail"] == "This file is being checked. Try again in a moment."


def test_files_are_hung_on_a_ticket_with_a_note(house: House, ticket: Ticket) -> None:
    """R-TKT-3, R-API-1"""
    api = house.api(make_session(house.ana))
    form = {"file": [(io.BytesIO(b"%PDF-1.4 a"), "a.pdf"), (io.BytesIO(b"plain"), "b.txt")]}
    path = f"/api/v1/tickets/{ticket.pid}/attachments"
    kept = api.client.post(path, data=form, headers=api.headers)
    assert kept.status_code == 201
    assert (kept.json["isInternal"], kept.json["body"]) == (True, "a.pdf, b.txt")
    assert [file["contentType"] for file in kept.json["attachments"]] == ["application/pdf", "text/plain"]
    assert api.client.post(path, data={"body": "x"}, headers=api.headers).status_code == 422


def test_an_agent_hangs_files_on_and_reads_none(house: House, ticket: Ticket) -> None:
    """R-WEB-2"""
    file = hang(house, ticket, "pool.jpg", photo())
    agent = of(house, Role.AI_AGENT)
    form = {"file": (io.BytesIO(b"%PDF-1.4 a"), "a.pdf")}
    kept = agent.client.post(f"/api/v1/tickets/{ticket.pid}/attachments", data=form, headers=agent.headers)
    assert (kept.status_code, kept.json["attachments"]) == (201, [])
    for path in (f"/attachments/{file.id}", f"/attachments/{file.id}/thumbnail"):
        assert agent.call("GET", path).status_code == 403


@pytest.mark.parametrize("range_", ["bytes=0-0", "bytes=-1", "bytes=5-,1-2"])
def test_a_part_of_a_file_is_never_given(house: House, ticket: Ticket, range_: str) -> None:
    """R-API-1"""
    file = hang(house, ticket, "a.html", b"<script>alert(1)</script>" * 9)
    api = house.api(make_session(house.ana))
    got = api.call("GET", f"/attachments/{file.id}", Range=range_)
    assert got.status_code == 200
    assert len(got.data) == file.size
    assert "Content-Range" not in got.headers
    assert got.headers["Content-Type"] == "application/octet-stream"
    assert got.headers["Content-Disposition"].startswith('attachment; filename="a.html"')
    assert "sandbox" in got.headers["Content-Security-Policy"]
    assert got.headers["X-Content-Type-Options"] == "nosniff"


def lent(house: House, api: Api, file: Attachment) -> str:
    """The path of the address that a program is sent on to."""
    sent_on = api.call("GET", f"/attachments/{file.id}?redirect=true")
    assert sent_on.status_code == 302
    return sent_on.headers["Location"].removeprefix(house.app.config["SETTINGS"].public_url)


def test_a_lent_file_is_had_only_while_the_guest_is_in_house(house: House) -> None:
    """R-QR-3: an address made a moment before check-out is worth nothing after it."""
    mia = check_in(house)
    file = hang(house, make_ticket(house.hotel, channel=house.channel, guest=mia.guest), "p.jpg", photo())
    path = lent(house, house.api(session_of(house, mia)), file)
    client = house.app.test_client()
    assert client.get(path).data == photo()
    with hotel(house.hotel.id):
        Stay.update(status="departed").where(Stay.id == mia.stay.id).execute()
    assert client.get(path).status_code == 404


def test_a_lent_file_goes_with_the_token_the_right_and_the_ticket(house: House, ticket: Ticket) -> None:
    """R-API-1, R-WEB-2: whoever loses what let him see it; all in the same words."""
    file = hang(house, ticket, "pool.jpg", photo())
    session, manager = make_session(house.ana), of(house, Role.MANAGER)
    paths = [lent(house, house.api(session), file), lent(house, manager, file)]
    client = house.app.test_client()
    assert [client.get(path).status_code for path in paths] == [200, 200]
    accounts.log_out(session)
    assert [client.get(path).status_code for path in paths] == [404, 200]
    with hotel(house.hotel.id):
        Ticket.update(deleted_at=clock.now()).where(Ticket.id == ticket.id).execute()
    gone = client.get(paths[1])
    head, body = paths[1].split("/files/lent/")[1].split("/")[0][:20], "A" * 80
    others = [f"/files/lent/{one}/x" for one in ("x", head + body, "%00", "é", "A" * 3000)]
    assert {client.get(path).status_code for path in others} == {404}
    assert {client.get(path).text for path in others[:2]} == {gone.text}
    signed = signed_links.make_token(
        house.hotel.id, file.id, until=clock.now() + timedelta(hours=1), keys=keys_of(house)
    )
    assert client.get(f"/files/lent/{signed}/x").status_code == 404


def test_a_lent_file_is_good_for_a_minute(house: House, ticket: Ticket) -> None:
    """R-API-1"""
    file = hang(house, ticket, "pool.jpg", photo())
    desk: Desk = house.app.config["DESK"]
    then = clock.now() - timedelta(seconds=lent_files.SECONDS)
    late = lent_files.address(file, token=make_session(house.ana), desk=desk, now=then)
    assert house.app.test_client().get(late.removeprefix(desk.settings.public_url)).status_code == 404
