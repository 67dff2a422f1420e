"""What people and programs see when something is refused or goes wrong: plain sentences, nothing of the inside."""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import structlog
from flask import Flask

from tests.builders import make_session, make_ticket
from tests.web.conftest import House
from web import headers
from web.access import Access, needs
from web.app import create_app
from workflow import clock
from workflow.database import connect, hotel
from workflow.models import Attachment, Message
from workflow.settings import Settings


def test_every_answer_carries_the_headers(house: House) -> None:
    browser = house.browser(house.ana)
    for path in ("/queue", "/login", "/nowhere", "/api/v1/me", "/livez"):
        answer = browser.get(path)
        assert answer.headers["Content-Security-Policy"] == headers.POLICY
        assert "unsafe" not in answer.headers["Content-Security-Policy"]
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["Referrer-Policy"] == "same-origin"
        assert answer.headers["X-Frame-Options"] == "DENY"
        assert answer.headers["Cross-Origin-Opener-Policy"] == "same-origin"
        assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"
        assert "camera=()" in answer.headers["Permissions-Policy"]


def test_no_page_has_a_script_or_a_style_of_its_own(house: House) -> None:
    pid = make_ticket(house.hotel, channel=house.channel).pid
    browser = house.browser(house.ana)
    pages = [browser.get(path).text for path in ("/queue", f"/tickets/{pid}", "/new", "/stuck", "/outbox")]
    pages.append(house.browser().get("/login").text)
    for page in pages:
        assert "<style" not in page
        assert " style=" not in page
        assert "<script>" not in page
        assert " onclick=" not in page


def test_static_files_are_kept_by_browsers_under_their_digest(house: House) -> None:
    page = house.browser().get("/login").text
    address = page.split('href="/static/css/tokens.css')[1].split('"')[0]
    assert address.startswith("?v=")
    with house.browser().get(f"/static/css/tokens.css{address}") as answer:
        assert "immutable" in answer.headers["Cache-Control"]


def test_a_page_that_is_not_there(house: House) -> None:
    answer = house.browser().get("/nowhere")
    assert answer.status_code == 404
    assert "There is no such page." in answer.text
    problem = house.api("").call("GET", "/nowhere")
    assert problem.json == {
        "type": "urn:bellhop:problem:not-found",
        "title": "Not Found",
        "status": 404,
        "detail": "There is no such page.",
    }


def test_words_that_find_no_ticket_any_more_are_shown_again(house: House) -> None:
    """R-WEB-4: nobody writes them twice."""
    browser = house.browser(house.ana)
    answer = browser.post("/tickets/AUR-1/reply", "/queue", body="They are <b>on</b> their way.")
    assert answer.status_code == 404
    assert "readonly>They are &lt;b&gt;on&lt;/b&gt; their way.</textarea>" in answer.text
    assert "readonly" not in browser.get("/tickets/AUR-1").text


@pytest.mark.parametrize(
    ("referrer", "page"),
    [
        ("http://localhost/settings/duty", "/settings/duty"),
        ("http://localhost/queue?state=all", "/queue?state%3Dall"),
        ("http://evil.example/settings/duty", "/queue"),
        ("http://localhost/settings/duty/shifts", "/queue"),
        ("", "/queue"),
    ],
)
def test_a_form_sent_too_late_leads_back_to_its_page(house: House, referrer: str, page: str) -> None:
    """R-WEB-4: after the log-in, also where the form's own address is no page."""
    answer = house.browser().client.post("/settings/duty/shifts", headers={"Referer": referrer})
    assert (answer.status_code, answer.location) == (303, f"/login?next={page}".replace("?state", "%3Fstate"))


def test_a_wrong_method_is_405_with_the_right_ones(house: House) -> None:
    answer = house.api("").call("DELETE", "/me")
    assert (answer.status_code, answer.content_type) == (405, "application/problem+json")
    assert "GET" in answer.headers["Allow"]


@pytest.fixture
def broken(settings: Settings) -> Flask:
    """An app with two views that fall over."""

    @needs(Access.EVERYBODY)
    def fall() -> str:
        raise KeyError("password=hunter2")

    app = create_app(settings)
    app.add_url_rule("/fall", view_func=fall)
    app.add_url_rule("/api/v1/fall", "api_fall", view_func=fall)
    return app


@pytest.mark.parametrize("path", ["/fall", "/api/v1/fall"])
def test_a_fault_of_ours_shows_nothing_of_the_inside(broken: Flask, path: str) -> None:
    answer = broken.test_client().get(path)
    assert answer.status_code == 500
    assert "Something went wrong on our side" in answer.text
    assert "hunter2" not in answer.text
    assert "KeyError" not in answer.text


@pytest.fixture
def without_database(house: House, settings: Settings) -> Iterator[House]:
    connect(settings.database_url.replace("/test_", "/gone_"))
    yield house
    connect(settings.database_url)


def test_without_the_database_it_is_503_and_temporary(without_database: House) -> None:
    """R-RUN-4: /readyz names the reason."""
    client = without_database.app.test_client()
    client.set_cookie("bellhop-session", "any")
    page = client.get("/queue")
    assert page.status_code == 503
    assert "Nothing was lost; please try again shortly." in page.text
    assert page.headers["Retry-After"] == "5"
    assert "gone_" not in page.text
    problem = without_database.api("any").call("GET", "/me")
    assert (problem.status_code, problem.content_type) == (503, "application/problem+json")
    assert (client.get("/livez").status_code, client.get("/readyz").status_code) == (200, 503)
    assert client.get("/readyz").text == "not ready: database\n"


def test_metrics_are_for_this_machine_only(house: House) -> None:
    """R-RUN-4"""
    client = house.app.test_client()
    assert "python_info" in client.get("/metrics").text
    assert client.get("/metrics", environ_base={"REMOTE_ADDR": "192.0.2.1"}).status_code == 404
    assert client.get("/metrics", headers={"X-Forwarded-For": "192.0.2.1"}).status_code == 404


def test_an_expired_session_returns_to_the_ticket_the_form_belongs_to(house: House) -> None:
    pid = make_ticket(house.hotel, channel=house.channel).pid
    answer = house.app.test_client().post(f"/tickets/{pid}/reply", data={"body": "x"})
    assert (answer.status_code, answer.location) == (303, f"/login?next=/tickets/{pid}")


def test_a_form_too_large_is_413(house: House) -> None:
    browser = house.browser(house.ana)
    answer = browser.post("/new", "/new", subject="x", description="y" * 3_000_000)
    assert answer.status_code == 413
    assert "This is too large." in answer.text


def test_without_the_file_store_it_says_so_and_not_that_the_database_is_away(
    house: House, settings: Settings
) -> None:
    """R-RUN-4"""
    ticket = make_ticket(house.hotel, channel=house.channel)
    sha256 = "ab" * 32
    with hotel(house.hotel.id):
        file = Attachment.create(
            hotel_id=house.hotel.id,
            ticket_id=ticket.id,
            message_id=Message.get().id,
            filename="bill.pdf",
            content_type="application/pdf",
            size=3,
            sha256=sha256,
            created_at=clock.now(),
        )
    store = Path(urlsplit(settings.storage_url).path)
    (store / str(house.hotel.id) / sha256[:2] / sha256).mkdir(parents=True)  # a folder where a file should be
    page = house.browser(house.ana).get(f"/files/{file.id}")
    assert page.status_code == 503
    assert "cannot reach its store of files" in page.text
    assert "database" not in page.text
    problem = house.api(make_session(house.ana)).call("GET", f"/attachments/{file.id}")
    assert problem.json["detail"].startswith("The desk cannot reach its store of files")


def test_a_fault_at_a_link_with_a_secret_does_not_log_the_secret(house: House, settings: Settings) -> None:
    """R-WEB-1: who reads the log could use it."""
    client = house.app.test_client()
    connect("postgresql://nobody@127.0.0.1:1/none")
    with structlog.testing.capture_logs() as logged:
        assert client.get("/r/room_secret").status_code == 503
        assert client.get("/files/signed/secret/bill.pdf").status_code in (404, 503)
    connect(settings.database_url)
    assert "request_failed" in [one["event"] for one in logged]
    assert "secret" not in str([one.get("path") for one in logged])
