"""Ports are looked at before anything starts."""

import socket
from collections.abc import Iterator

import pytest

from bellhop.addresses import Door, answers, metrics_of, refuse_taken
from bellhop.errors import CannotRun
from bellhop.procfile import Service
from workflow.settings import Listen, load_settings

SERVICES = (Service("smtp", ("smtp",)), Service("worker", ("worker",)))
GIVEN = {
    "DATABASE_URL": "postgresql://localhost/x",
    "REDIS_URL": "redis://localhost",
    "BELLHOP_SECRET": "x" * 32,
}


@pytest.fixture
def taken() -> Iterator[Listen]:
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield Listen(host="127.0.0.1", port=server.getsockname()[1])


def test_a_taken_port_is_refused_naming_a_free_one_and_the_variable(taken: Listen) -> None:
    with pytest.raises(CannotRun) as refusal:
        refuse_taken([Door("web", "WEB_LISTEN", taken)])
    sentence, _, proposal = str(refusal.value).rpartition("WEB_LISTEN=127.0.0.1:")
    assert f"Port {taken.port} on 127.0.0.1 is taken by another program." in sentence
    refuse_taken([Door("web", "WEB_LISTEN", Listen(host="127.0.0.1", port=int(proposal)))])


def test_an_address_of_another_machine_is_refused_with_a_sentence() -> None:
    with pytest.raises(CannotRun, match=r"SMTP_LISTEN=192\.0\.2\.1:8025 cannot be opened here"):
        refuse_taken([Door("smtp", "SMTP_LISTEN", Listen(host="192.0.2.1", port=8025))])


def test_a_door_answers_while_somebody_listens(taken: Listen) -> None:
    assert answers(taken)
    with socket.create_server(("127.0.0.1", 0)) as server:
        gone = Listen(host="127.0.0.1", port=server.getsockname()[1])
    assert not answers(gone)


def test_each_service_gets_metrics_ports_of_its_own() -> None:
    """R-RUN-4: METRICS_LISTEN names the first port; ten are set aside for each service."""
    settings = load_settings({**GIVEN, "METRICS_LISTEN": "127.0.0.1:9100"})
    assert metrics_of(settings, SERVICES) == {"smtp": "127.0.0.1:9100", "worker": "127.0.0.1:9110"}


def test_without_the_variable_free_metrics_ports_are_found() -> None:
    found = metrics_of(load_settings(GIVEN), SERVICES)
    assert set(found) == {"smtp", "worker"}
    refuse_taken(
        [
            Door("x", "METRICS_LISTEN", Listen(host="127.0.0.1", port=int(address.rpartition(":")[2])))
            for address in found.values()
        ]
    )
