"""Files by API: sent ahead, then named in a message (R-TKT-3, R-API-1)."""

import io

import pytest
from werkzeug.test import TestResponse

from tests import photos
from tests.builders import make_member, make_session
from tests.web.conftest import Api, House
from tests.web.guests import check_in, session_of
from workflow.database import hotel
from workflow.models import Attachment, Ticket


def upload(api: Api, content: bytes = b"%PDF-1.4 the bill", name: str = "bill.pdf") -> TestResponse:
    return api.client.post("/api/v1/uploads", data={"file": (io.BytesIO(content), name)}, headers=api.headers)


@pytest.mark.parametrize("internal", [True, False])
def test_an_uploaded_file_goes_with_one_message(api: Api, ticket: Ticket, internal: bool) -> None:
    """R-TKT-3"""
    sent = upload(api)
    assert sent.status_code == 201
    assert {**sent.json, "id": ""} == {
        "id": "",
        "filename": "bill.pdf",
        "contentType": "application/pdf",
        "size": 17,
    }
    body = {"body": "Here it is.", "internal": internal, "attachmentIds": [sent.json["id"]]}
    said = api.call("POST", f"/tickets/{ticket.pid}/messages", body)
    assert said.status_code == 201
    (file,) = said.json["attachments"]
    assert file["filename"] == "bill.pdf"
    assert api.call("GET", f"/attachments/{file['id']}").data == b"%PDF-1.4 the bill"
    again = api.call("POST", f"/tickets/{ticket.pid}/messages", body)
    assert again.status_code == 422
    assert "used already" in again.json["detail"]


def test_a_guests_photo_does_not_say_where_it_was_taken(house: House) -> None:
    """R-QR-5: by the API as by his page."""
    guest = house.api(session_of(house, check_in(house)))
    ticket = guest.call("POST", "/tickets", {"subject": "The view", "description": "Look."}).json
    photo = upload(guest, photos.jpeg(), "view.jpg").json
    said = guest.call(
        "POST", f"/tickets/{ticket['pid']}/messages", {"body": "Here.", "attachmentIds": [photo["id"]]}
    )
    (file,) = said.json["attachments"]
    kept = guest.call("GET", f"/attachments/{file['id']}").data
    assert len(kept) == len(photos.jpeg())
    assert photos.PLACE in photos.jpeg()
    assert photos.PLACE not in kept


def test_nobody_sends_what_another_has_uploaded(api: Api, house: House, ticket: Ticket) -> None:
    id = upload(api).json["id"]
    ben = house.api(make_session(make_member(house.hotel, email="ben@aurora.example", name="Ben")))
    body = {"body": "Here it is.", "attachmentIds": [id]}
    assert ben.call("POST", f"/tickets/{ticket.pid}/messages", body).status_code == 422
    assert api.call("POST", f"/tickets/{ticket.pid}/messages", body).status_code == 201
    with hotel(ticket.hotel_id):
        assert Attachment.select().count() == 1


def test_what_is_no_file_to_send_is_refused(api: Api, ticket: Ticket) -> None:
    """R-API-1"""
    assert "is a program" in upload(api, b"MZ\x90\x00").json["detail"]
    assert api.call("POST", "/uploads", {"file": "x"}).status_code == 422
    ids = {"body": "x", "attachmentIds": ["1", "1"]}
    assert api.call("POST", f"/tickets/{ticket.pid}/messages", ids).status_code == 422
