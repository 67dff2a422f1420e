"""`python -m web` as it runs in a house: gunicorn, health, a stop that finishes what was begun (R-RUN-4, R-RUN-5)."""

import dataclasses
import socket
import threading
import urllib.request

from tests.web.conftest import House
from tests.web.serving import serving
from workflow.settings import Listen, Settings


def test_a_request_under_way_at_the_stop_is_answered(house: House, settings: Settings) -> None:
    """R-RUN-5: the form is half sent when SIGTERM comes; it is taken whole and answered."""
    answers: list[bytes] = []
    half_sent, may_go_on = threading.Event(), threading.Event()

    def log_in_slowly(port: int) -> None:
        with socket.create_connection(("127.0.0.1", port)) as peer:
            body = b"email=ana@aurora.example&password=x"
            head = f"POST /login HTTP/1.1\r\nHost: x\r\nContent-Length: {len(body)}\r\nConnection: close\r\n"
            peer.sendall(
                head.encode() + b"Content-Type: application/x-www-form-urlencoded\r\n\r\n" + body[:10]
            )
            half_sent.set()
            may_go_on.wait(20)
            peer.sendall(body[10:])
            while chunk := peer.recv(65536):
                answers.append(chunk)

    with serving(settings) as address:
        port = int(address.rpartition(":")[2])
        visitor = threading.Thread(target=log_in_slowly, args=(port,))
        visitor.start()
        half_sent.wait(20)
        with urllib.request.urlopen(f"{address}/livez", timeout=30) as alive:
            assert alive.status == 200
        threading.Timer(0.5, may_go_on.set).start()
    visitor.join(20)
    assert b"".join(answers).startswith(b"HTTP/1.1 403 "), "it has no form token, and is told so"


def test_health_and_numbers_on_a_port_of_their_own(house: House, settings: Settings) -> None:
    """R-RUN-4"""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with_port = dataclasses.replace(settings, metrics_listen=Listen("127.0.0.1", port))
    with serving(with_port) as address:
        for path, words in (("/livez", "alive"), ("/readyz", "ready"), ("/metrics", "python_info")):
            for place in (address, f"http://127.0.0.1:{port}"):
                with urllib.request.urlopen(place + path, timeout=30) as answer:
                    assert words in answer.read().decode()
