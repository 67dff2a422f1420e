"""Uploads and downloads by signed addresses (R-API-1): our own beside a folder, the store's beside a bucket."""

import dataclasses
import hashlib
import urllib.request
import uuid
from collections.abc import Iterator
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from werkzeug.test import TestResponse

from tests.builders import make_member, make_session
from tests.s3_server import make_bucket, s3_server
from tests.web.conftest import Api, House
from web.app import create_app
from workflow import clock
from workflow.database import hotel
from workflow.models import Ticket, UploadedFile
from workflow.settings import Settings
from workflow.values import Role

PDF = b"%PDF-1.4 the bill"


def announce(api: Api, content: bytes = PDF, **said: object) -> TestResponse:
    body = {"filename": "bill.pdf", "size": len(content), "sha256": hashlib.sha256(content).hexdigest()}
    return api.call("POST", "/uploads", {**body, **said})


def bring(api: Api, address: str, content: bytes) -> TestResponse:
    """Without any token."""
    return api.client.put(
        urlsplit(address).path, data=content, headers={"content-type": "application/octet-stream"}
    )


def test_an_announced_file_is_brought_looked_at_and_attached(api: Api, ticket: Ticket) -> None:
    """R-API-1"""
    said = announce(api, filename="C:\\bills\\May.pdf", contentType="text/html")
    assert said.status_code == 201
    assert (said.json["method"], said.json["filename"]) == ("PUT", "May.pdf")
    body = {"body": "Here.", "internal": True, "attachmentIds": [said.json["id"]]}
    assert api.call("POST", f"/tickets/{ticket.pid}/messages", body).status_code == 422
    early = api.call("POST", f"/uploads/{said.json['id']}/finish")
    assert (early.status_code, early.json["field"]) == (422, "size")
    assert bring(api, said.json["uploadUrl"], PDF).status_code == 204
    for _ in range(2):
        done = api.call("POST", f"/uploads/{said.json['id']}/finish")
        assert (done.status_code, done.json["contentType"]) == (200, "application/pdf")
    written = api.call("POST", f"/tickets/{ticket.pid}/messages", body)
    (file,) = written.json["attachments"]
    assert api.call("GET", f"/attachments/{file['id']}").data == PDF


def test_what_arrives_must_be_what_was_announced(api: Api) -> None:
    """R-API-1: size, digest, and what it is."""
    for sent, content, field in (
        (b"%PDF-1.4 the bile", PDF, "sha256"),
        (b"short", PDF, "size"),
        (b"MZ\x90\x00", b"MZ\x90\x00", "files"),
    ):
        said = announce(api, content)
        assert bring(api, said.json["uploadUrl"], sent).status_code == 204
        done = api.call("POST", f"/uploads/{said.json['id']}/finish")
        assert (done.status_code, done.json["field"]) == (422, field)
    said = announce(api)
    assert bring(api, said.json["uploadUrl"], PDF + b"more").status_code == 413
    assert bring(api, said.json["uploadUrl"][:-4] + "AAAA", PDF).status_code == 404


@pytest.mark.parametrize(
    "wrong",
    [
        {"size": -1},
        {"size": 10**12},
        {"size": "17"},
        {"sha256": "AB" * 32},
        {"filename": ""},
        {"colour": "red"},
        {"filename": None},
    ],
)
def test_an_announcement_that_makes_no_sense_is_refused(api: Api, wrong: dict[str, object]) -> None:
    refused = announce(api, **wrong)
    assert refused.status_code == 422
    assert refused.json["field"] == next(iter(wrong))


def test_the_address_and_the_upload_end(api: Api, ticket: Ticket) -> None:
    said = announce(api)
    with hotel(ticket.hotel_id):
        UploadedFile.update(created_at=clock.now() - timedelta(days=2)).execute()
    assert api.call("POST", f"/uploads/{said.json['id']}/finish").status_code == 404
    assert api.call("POST", "/uploads/999999/finish").status_code == 404


def test_a_hotel_may_take_smaller_files_only(house: House) -> None:
    """R-API-1: the limit is the hotel's, for the direct way and the announced one."""
    manager = make_member(house.hotel, Role.MANAGER, email="mia@aurora.example", name="Mia")
    api = house.api(make_session(manager))
    changed = api.call("PUT", "/file-settings", {"maxMegabytes": 1})
    assert (changed.status_code, changed.json) == (200, {"maxMegabytes": 1, "checksFiles": False})
    assert announce(api, bytes(1024 * 1024 + 1)).status_code == 422
    assert announce(api, bytes(1024 * 1024)).status_code == 201
    for wrong in (0, 21, "5", None, 1.5):
        assert api.call("PUT", "/file-settings", {"maxMegabytes": wrong}).status_code == 422


def test_a_download_by_redirect_needs_no_token_and_is_saved(api: Api, ticket: Ticket) -> None:
    """R-API-1"""
    said = announce(api, filename="a.html")
    bring(api, said.json["uploadUrl"], PDF)
    api.call("POST", f"/uploads/{said.json['id']}/finish")
    body = {"body": "Here.", "internal": True, "attachmentIds": [said.json["id"]]}
    (file,) = api.call("POST", f"/tickets/{ticket.pid}/messages", body).json["attachments"]
    sent_on = api.call("GET", f"/attachments/{file['id']}?redirect=true")
    assert sent_on.status_code == 302
    got = api.client.get(urlsplit(sent_on.headers["Location"]).path)
    assert got.data == PDF
    assert got.headers["Content-Disposition"].startswith("attachment;")
    assert got.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in got.headers["Content-Security-Policy"]


@pytest.fixture(scope="module")
def s3() -> Iterator[str]:
    with s3_server() as address:
        yield address


def test_with_a_bucket_the_bytes_do_not_pass_through_us(
    settings: Settings, house: House, ticket: Ticket, s3: str
) -> None:
    """R-API-1"""
    bucket = make_bucket(s3, f"web-{uuid.uuid4().hex[:12]}")
    app = create_app(dataclasses.replace(settings, storage_url=bucket))
    api = Api(app.test_client(), make_session(house.ana))
    said = announce(api)
    assert said.json["uploadUrl"].startswith(s3)
    sending = urllib.request.Request(
        said.json["uploadUrl"], PDF, said.json["headers"], method=said.json["method"]
    )
    urllib.request.urlopen(sending, timeout=60).close()
    done = api.call("POST", f"/uploads/{said.json['id']}/finish")
    assert (done.status_code, done.json["contentType"]) == (200, "application/pdf")
    body = {"body": "Here.", "internal": True, "attachmentIds": [said.json["id"]]}
    (file,) = api.call("POST", f"/tickets/{ticket.pid}/messages", body).json["attachments"]
    sent_on = api.call("GET", f"/attachments/{file['id']}?redirect=true")
    with urllib.request.urlopen(sent_on.headers["Location"], timeout=60) as got:
        assert got.read() == PDF
        assert got.headers["Content-Disposition"] == "attachment; filename*=UTF-8''bill.pdf"
