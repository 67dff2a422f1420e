"""HTTP to the outside, against real listeners on loopback (safety rule 10)."""

import contextlib
import socket
import ssl
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from tests.worker.certificates import make_certificate
from worker.egress import EgressClient, EgressRequest
from worker.egress_address import read_target
from worker.pinned_connection import PinnedConnection
from workflow import clock
from workflow.errors import DeliveryFailed


class Outside(BaseHTTPRequestHandler):
    """Answers by path; what was asked is in `asked`."""

    protocol_version = "HTTP/1.1"
    asked: list[tuple[str, str, dict[str, str], bytes]]

    def handle_any(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        headers = {name.lower(): value for name, value in self.headers.items()}
        type(self).asked.append((self.command, self.path, headers, body))
        kind, _, rest = self.path.partition("?")[0].strip("/").partition("/")
        if kind == "to":
            self._answer(302, b"", location=rest)
        elif kind == "big":
            self._answer(200, b"x" * int(rest))
        elif kind == "short":
            self._answer(200, b"half", length=1000)
            self.close_connection = True
        else:
            self._answer(int(kind or 200), b"hello")

    do_GET = do_POST = handle_any

    def _answer(self, status: int, body: bytes, *, location: str = "", length: int | None = None) -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(body) if length is None else length))
        if location:
            self.send_header("Location", location)
        self.end_headers()
        with contextlib.suppress(OSError):  # a client that has read enough goes
            self.wfile.write(body)

    def log_message(self, format: str, *arguments: object) -> None:
        """Nothing on the console."""


@contextlib.contextmanager
def listening(tls: ssl.SSLContext | None = None) -> Iterator[tuple[str, type[Outside]]]:
    handler = type("Handler", (Outside,), {"asked": []})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.handle_error = lambda request, address: None  # type: ignore[method-assign]
    if tls is not None:
        server.socket = tls.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield f"{'https' if tls else 'http'}://localhost:{server.server_port}", handler
    finally:
        server.shutdown()
        server.server_close()
        thread.join(10)


@pytest.fixture
def outside() -> Iterator[tuple[str, type[Outside]]]:
    with listening() as found:
        yield found


@pytest.fixture
def client() -> EgressClient:
    return EgressClient(allow_private=True)


def test_a_post_arrives_with_its_headers_and_body(
    outside: tuple[str, type[Outside]], client: EgressClient
) -> None:
    url, handler = outside
    headers = {"Content-Type": "application/json", "webhook-id": "msg_1\r\nX-Evil: 1"}
    response = client.request(EgressRequest("POST", f"{url}/201?a=b", headers=headers, body=b'{"a": 1}'))
    assert (response.status, response.body, response.is_truncated) == (201, b"hello", False)
    ((method, path, sent, body),) = handler.asked
    assert (method, path, body) == ("POST", "/201?a=b", b'{"a": 1}')
    assert sent["host"] == url.removeprefix("http://")
    assert sent["webhook-id"] == "msg_1 X-Evil: 1"
    assert "x-evil" not in sent


def test_the_inside_is_refused_before_a_byte_is_sent(outside: tuple[str, type[Outside]]) -> None:
    url, handler = outside
    with pytest.raises(DeliveryFailed) as refusal:
        EgressClient(allow_private=False).request(EgressRequest("GET", url))
    assert refusal.value.permanent
    assert handler.asked == []


def test_a_refusal_is_an_answer(outside: tuple[str, type[Outside]], client: EgressClient) -> None:
    assert client.request(EgressRequest("POST", f"{outside[0]}/410", body=b"")).status == 410


def test_only_listed_hosts_are_followed_to(outside: tuple[str, type[Outside]], client: EgressClient) -> None:
    url, handler = outside
    there = url.replace("localhost", "127.0.0.1") + "/200"
    refused = client.request(EgressRequest("GET", f"{url}/to/{there}"))
    assert refused.status == 302
    assert len(handler.asked) == 1
    secret = {"Authorization": "Basic x", "X-Other": "y"}
    request = EgressRequest(
        "GET", f"{url}/to/{there}", headers=secret, redirect_hosts=frozenset({"127.0.0.1"})
    )
    assert client.request(request).body == b"hello"
    assert "authorization" in handler.asked[-2][2]
    assert "authorization" not in handler.asked[-1][2]
    assert handler.asked[-1][2]["x-other"] == "y"


@pytest.mark.parametrize(
    "location", ["file:///etc/passwd", "//127.0.0.1@evil/", "http://[::1", "javascript:x"]
)
def test_a_redirect_to_nowhere_good_is_just_an_answer(
    location: str, outside: tuple[str, type[Outside]], client: EgressClient
) -> None:
    request = EgressRequest(
        "GET", f"{outside[0]}/to/{location}", redirect_hosts=frozenset({"127.0.0.1", "::1"})
    )
    assert client.request(request).status == 302


def test_a_post_is_never_sent_on(outside: tuple[str, type[Outside]], client: EgressClient) -> None:
    request = EgressRequest(
        "POST", f"{outside[0]}/to/{outside[0]}/200", redirect_hosts=frozenset({"localhost"})
    )
    assert client.request(request).status == 302


def test_a_circle_of_redirects_ends(client: EgressClient) -> None:
    with listening() as (url, handler):
        handler.handle_any = handler.do_GET = lambda self: (  # type: ignore[assignment, method-assign]
            type(self).asked.append(("GET", self.path, {}, b"")),
            self._answer(302, b"", location=self.path),
        )
        response = client.request(EgressRequest("GET", url, redirect_hosts=frozenset({"localhost"})))
        assert response.status == 302
        assert len(handler.asked) == 4


@pytest.mark.parametrize(
    ("size", "is_truncated"), [(999, False), (1000, False), (1001, True), (5_000_000, True)]
)
def test_no_more_bytes_are_kept_than_wanted(
    size: int, is_truncated: bool, outside: tuple[str, type[Outside]], client: EgressClient
) -> None:
    response = client.request(EgressRequest("GET", f"{outside[0]}/big/{size}", max_bytes=1000))
    assert response.is_truncated is is_truncated
    assert response.body == b"x" * min(size, 1000)


def test_half_an_answer_is_none(outside: tuple[str, type[Outside]], client: EgressClient) -> None:
    with pytest.raises(DeliveryFailed) as failure:
        client.request(EgressRequest("GET", f"{outside[0]}/short"))
    assert not failure.value.permanent


@pytest.mark.parametrize(
    "opening",
    [
        b"",
        b"HTTP/1.1 200 OK\r\nX-Drip: ",
        b"HTTP/1.1 200 OK\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 999\r\n\r\n",
    ],
)
def test_an_answer_that_drips_is_cut_off_in_time(opening: bytes, client: EgressClient) -> None:
    """A byte now and then keeps every socket timeout from running out."""
    over = threading.Event()

    def drip(listener: socket.socket) -> None:
        peer, _ = listener.accept()
        with peer, contextlib.suppress(OSError):
            peer.recv(65536)
            peer.sendall(opening)
            while not over.wait(0.05):
                peer.sendall(b"x")

    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=drip, args=(listener,), daemon=True)
        thread.start()
        with pytest.raises(DeliveryFailed) as failure:
            client.request(
                EgressRequest("GET", f"http://127.0.0.1:{listener.getsockname()[1]}/", seconds=0.5)
            )
        over.set()
        thread.join(10)
    assert str(failure.value) == "127.0.0.1 did not answer within 0.5 seconds."


def test_nobody_there_is_temporary(client: EgressClient) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    with pytest.raises(DeliveryFailed) as failure:
        client.request(EgressRequest("GET", f"http://127.0.0.1:{port}/"))
    assert not failure.value.permanent


def test_a_certificate_must_be_for_the_name_in_the_url(tmp_path: Path) -> None:
    certificate = make_certificate(tmp_path)
    with listening(certificate.server) as (url, _):
        trusting = EgressClient(allow_private=True, tls=certificate.trusting)
        assert trusting.request(EgressRequest("GET", url)).status == 200
        with pytest.raises(DeliveryFailed, match="certificate of localhost is not trusted"):
            EgressClient(allow_private=True).request(EgressRequest("GET", url))


def test_it_connects_to_the_address_it_was_given_under_the_name_of_the_url(tmp_path: Path) -> None:
    """DNS may say something else a moment later; the certificate and Host still are the name's."""
    certificate = make_certificate(tmp_path)
    with listening(certificate.server) as (url, handler):
        port = int(url.rpartition(":")[2])
        connection = PinnedConnection(
            read_target(f"https://hook.example:{port}/200"),
            ("127.0.0.1",),
            tls=certificate.trusting,
            deadline=clock.monotonic() + 5,
        )
        connection.request("GET", "/200")
        assert connection.getresponse().read() == b"hello"
        connection.close()
        assert handler.asked[0][2]["host"] == f"hook.example:{port}"


def test_the_next_address_is_tried_when_one_does_not_answer() -> None:
    with listening() as (url, _):
        port = int(url.rpartition(":")[2])
        target = read_target(f"http://hook.example:{port}/200")
        addresses = ("127.0.0.2", "127.0.0.1")
        deadline = clock.monotonic() + 5
        connection = PinnedConnection(target, addresses, tls=ssl.create_default_context(), deadline=deadline)
        connection.request("GET", "/200")
        assert connection.getresponse().status == 200
        connection.close()
