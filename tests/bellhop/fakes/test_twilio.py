"""The fake Twilio against what Twilio publishes: its OpenAPI, its SDK, its rule for signatures (R-WA-10)."""

import base64
import json
import urllib.error
import urllib.request
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qsl, urlencode

import pytest
from twilio.base.exceptions import TwilioRestException
from twilio.http.http_client import TwilioHttpClient
from twilio.request_validator import RequestValidator
from twilio.rest import Client

from bellhop.fakes.twilio import FakeTwilio, Fault, Medium, Template
from tests.bellhop.fakes.published import published
from tests.processes import wait_until

MIA = "+491701234567"
PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 40


class Listener:
    """A desk that only writes down what Twilio posts to it."""

    def __init__(self) -> None:
        self.posts: list[tuple[str, dict[str, str], str]] = []
        listener = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"])).decode()
                form = dict(parse_qsl(body, keep_blank_values=True))
                listener.posts.append((self.path, form, self.headers["X-Twilio-Signature"]))
                self.send_response(204)
                self.end_headers()

            def do_GET(self) -> None:
                found = self.path == "/towels.png"
                self.send_response(200 if found else 404)
                self.send_header("Content-Type", "image/png")
                self.end_headers()
                self.wfile.write(PNG if found else b"")

            def log_message(self, format: str, *args: object) -> None:
                """The posts are kept."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"
        Thread(target=self._server.serve_forever, daemon=True).start()

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()


@pytest.fixture
def listener() -> Iterator[Listener]:
    listening = Listener()
    yield listening
    listening.stop()


@pytest.fixture
def twilio() -> Iterator[FakeTwilio]:
    with FakeTwilio() as running:
        yield running


def ask(
    twilio: FakeTwilio, method: str, path: str, form: list[tuple[str, str]] | None = None
) -> tuple[int, Any]:
    """An authenticated request, as (status, JSON)."""
    request = urllib.request.Request(
        twilio.url + path, method=method, data=urlencode(form).encode() if form else None
    )
    credentials = f"{twilio.account.sid}:{twilio.account.token}"
    request.add_header("Authorization", f"Basic {base64.b64encode(credentials.encode()).decode()}")
    try:
        with urllib.request.urlopen(request, timeout=60) as response:
            return response.status, json.load(response)
    except urllib.error.HTTPError as error:
        with error:
            return error.code, json.load(error)


def messages_path(twilio: FakeTwilio) -> str:
    return f"/2010-04-01/Accounts/{twilio.account.sid}/Messages.json"


def create(twilio: FakeTwilio, *more: tuple[str, str]) -> tuple[int, Any]:
    form = [("From", twilio.number), ("To", f"whatsapp:{MIA}"), *more]
    return ask(twilio, "POST", messages_path(twilio), form)


def test_created_fetched_and_listed_messages_have_the_published_shape(twilio: FakeTwilio) -> None:
    openapi = published("messages")
    twilio.guest_writes(MIA, "Hello", deliver=False)
    status, made = create(twilio, ("Body", "Welcome"))
    assert status == 201
    openapi.check("POST", messages_path(twilio), status, made)
    assert set(made) == openapi.fields("api.v2010.account.message")
    status, fetched = ask(twilio, "GET", made["uri"])
    openapi.check("GET", made["uri"], status, fetched)
    status, page = ask(twilio, "GET", f"{messages_path(twilio)}?PageSize=1")
    openapi.check("GET", messages_path(twilio), status, page)
    assert page["next_page_uri"]


def test_media_have_the_published_shape_and_their_bytes_lie_on_another_host(twilio: FakeTwilio) -> None:
    openapi = published("messages")
    record, _ = twilio.guest_writes(MIA, media=[Medium("image/png", PNG)], deliver=False)
    _, message = ask(twilio, "GET", f"/2010-04-01/Accounts/{twilio.account.sid}/Messages/{record.sid}.json")
    status, listed = ask(twilio, "GET", message["subresource_uris"]["media"])
    openapi.check("GET", message["subresource_uris"]["media"], status, listed)
    uri = listed["media_list"][0]["uri"]
    status, medium = ask(twilio, "GET", uri)
    openapi.check("GET", uri, status, medium)
    request = urllib.request.Request(twilio.url + uri.removesuffix(".json"))
    credentials = f"{twilio.account.sid}:{twilio.account.token}".encode()
    request.add_header("Authorization", f"Basic {base64.b64encode(credentials).decode()}")
    with urllib.request.urlopen(request, timeout=60) as response:
        assert response.read() == PNG
        assert twilio.media_host in response.url


def test_templates_have_the_published_shape(twilio: FakeTwilio) -> None:
    openapi = published("content")
    template = Template("tap_to_continue", "Your hotel answered: tap to read.")
    twilio.account.templates[template.sid] = template
    for path in (
        "/v1/Content",
        f"/v1/Content/{template.sid}",
        f"/v1/Content/{template.sid}/ApprovalRequests",
        "/v1/ContentAndApprovals",
    ):
        status, value = ask(twilio, "GET", path)
        openapi.check("GET", path, status, value)


def sdk(twilio: FakeTwilio) -> Client:
    class Rewriting(TwilioHttpClient):
        def request(self, method: str, url: str, *args: Any, **options: Any) -> Any:  # type: ignore[override]
            path = url.partition(".twilio.com")[2]
            return super().request(method, twilio.url + path, *args, **options)

    return Client(twilio.account.sid, twilio.account.token, http_client=Rewriting(timeout=60))


def test_the_real_sdk_sends_fetches_and_pages(twilio: FakeTwilio) -> None:
    for number in range(7):
        twilio.guest_writes(MIA, f"Message {number}", deliver=False)
    client = sdk(twilio)
    made = client.messages.create(from_=twilio.number, to=f"whatsapp:{MIA}", body="Welcome")
    assert client.messages(made.sid).fetch().body == "Welcome"
    assert len(client.messages.list(page_size=3)) == 8
    assert [each.body for each in client.messages.list(to=twilio.number, limit=2)] == [
        "Message 6",
        "Message 5",
    ]
    template = Template("tap", "Tap to read.")
    twilio.account.templates[template.sid] = template
    assert client.content.v1.contents(template.sid).approval_fetch().fetch().whatsapp["status"] == "approved"


@pytest.mark.parametrize(
    ("fault", "status", "code"),
    [
        (Fault(429, 20429, retry_after=3), 429, 20429),
        (Fault(401, 20003), 401, 20003),
        (Fault(500, 20500), 500, 20500),
    ],
)
def test_told_to_fail_it_fails_as_twilio_does(
    twilio: FakeTwilio, fault: Fault, status: int, code: int
) -> None:
    twilio.fail_next(fault)
    with pytest.raises(TwilioRestException) as refused:
        sdk(twilio).messages.create(from_=twilio.number, to=f"whatsapp:{MIA}", body="Welcome")
    assert (refused.value.status, refused.value.code) == (status, code)
    assert twilio.sent() == []


def test_silent_after_accept_it_has_the_message(twilio: FakeTwilio) -> None:
    twilio.fail_next(Fault(hang_up=True))
    with pytest.raises(OSError):  # noqa: PT011 - requests' own error is an OSError without words of ours
        sdk(twilio).messages.create(from_=twilio.number, to=f"whatsapp:{MIA}", body="Welcome")
    assert [record.body for record in twilio.sent()] == ["Welcome"]


@pytest.mark.parametrize(
    ("form", "code"),
    [
        ((("Body", ""),), 21602),
        ((("Body", "x" * 1601),), 21617),
        ((("ContentSid", "HX" + "0" * 32),), 21655),
    ],
)
def test_what_twilio_refuses_is_refused(
    twilio: FakeTwilio, form: tuple[tuple[str, str], ...], code: int
) -> None:
    assert create(twilio, *form)[1]["code"] == code


def test_strangers_are_refused(twilio: FakeTwilio) -> None:
    twilio.account.token = "another"
    client = Client(twilio.account.sid, "0" * 32, http_client=sdk(twilio).http_client)
    with pytest.raises(TwilioRestException) as refused:
        client.messages.create(from_=twilio.number, to=f"whatsapp:{MIA}", body="Welcome")
    assert refused.value.status == 401


def test_webhooks_are_signed_so_that_twilios_own_validator_believes_them(
    twilio: FakeTwilio, listener: Listener
) -> None:
    twilio.incoming_url = f"{listener.url}/twilio/1/message?a=1"
    _, answer = twilio.guest_writes(MIA, "Grüße 👋", media=[Medium("image/png", PNG)], extra={"Label": ""})
    assert answer.status == 204
    _, form, signature = listener.posts[0]
    assert RequestValidator(twilio.account.token).validate(twilio.incoming_url, form, signature)
    assert form["Body"] == "Grüße 👋"
    assert form["MediaUrl0"].startswith(twilio.url)


@pytest.mark.parametrize(("guest_wrote", "end"), [(True, "delivered"), (False, "failed")])
def test_the_window_decides_what_becomes_of_free_text(
    twilio: FakeTwilio, listener: Listener, guest_wrote: bool, end: str
) -> None:
    if guest_wrote:
        twilio.guest_writes(MIA, "Hello", deliver=False)
    create(twilio, ("Body", "Welcome"), ("StatusCallback", f"{listener.url}/status"))
    wait_until(
        lambda: [form["MessageStatus"] for _, form, _ in listener.posts][-1:] == [end], what="the last status"
    )
    _, form, signature = listener.posts[-1]
    assert form.get("ErrorCode") == (None if guest_wrote else "63016")
    assert RequestValidator(twilio.account.token).validate(f"{listener.url}/status", form, signature)


@pytest.mark.parametrize(("file", "code"), [("towels.png", None), ("gone.png", "63019")])
def test_files_are_read_from_the_desk(
    twilio: FakeTwilio, listener: Listener, file: str, code: str | None
) -> None:
    twilio.guest_writes(MIA, "Hello", deliver=False)
    create(
        twilio,
        ("MediaUrl", f"{listener.url}/{file}"),
        ("StatusCallback", f"{listener.url}/status"),
    )
    ends = ("delivered", "failed")
    wait_until(lambda: any(form["MessageStatus"] in ends for _, form, _ in listener.posts), what="its end")
    assert listener.posts[-1][1].get("ErrorCode") == code
    assert [medium.content for medium in twilio.sent()[0].media] == ([] if code else [PNG])
