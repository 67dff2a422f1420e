"""R-RUN-4: /livez, /readyz, /metrics."""

import urllib.error
import urllib.request
from collections.abc import Iterator

import pytest
from prometheus_client import CollectorRegistry, Counter

from workflow.database import connect, disconnect
from workflow.errors import SettingsError
from workflow.health import PORTS_TRIED, HealthServer, database_answers, serve
from workflow.settings import Listen


@pytest.fixture
def broken() -> list[str]:
    """The names of what is not well; tests add to it."""
    return []


@pytest.fixture
def server(broken: list[str]) -> Iterator[HealthServer]:
    def check(name: str) -> None:
        if name in broken:
            raise RuntimeError("password=secret")

    registry = CollectorRegistry()
    Counter("rings", "How often the bell rang", registry=registry).inc()
    checks = {"database": lambda: check("database"), "disk": lambda: check("disk")}
    running = serve(Listen("127.0.0.1", 0), checks=checks, registry=registry)
    assert running is not None
    yield running
    running.stop()


def get(server: HealthServer, path: str) -> tuple[int, str]:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{server.port}{path}", timeout=10) as response:
            return response.status, response.read().decode()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read().decode()


def test_a_well_process_is_alive_ready_and_counted(server: HealthServer) -> None:
    assert get(server, "/livez") == (200, "alive\n")
    assert get(server, "/readyz?verbose") == (200, "ready\n")
    assert "rings_total 1.0" in get(server, "/metrics")[1]
    assert get(server, "/other")[0] == 404


def test_what_fails_is_named_and_nothing_else_is_told(server: HealthServer, broken: list[str]) -> None:
    broken.append("disk")
    assert get(server, "/readyz") == (503, "not ready: disk\n")
    broken.append("database")
    assert get(server, "/readyz") == (503, "not ready: database, disk\n")
    assert get(server, "/livez") == (200, "alive\n")
    broken.clear()
    assert get(server, "/readyz")[0] == 200


def test_several_processes_of_one_machine_find_a_port_each() -> None:
    """R-RUN-5: the first free one from METRICS_LISTEN's upward."""
    first = serve(Listen("127.0.0.1", 0), checks={})
    assert first is not None
    second = serve(Listen("127.0.0.1", first.port), checks={})
    assert second is not None
    assert first.port < second.port < first.port + PORTS_TRIED
    first.stop()
    second.stop()


def test_no_port_is_a_plain_refusal_and_no_setting_is_no_server() -> None:
    with pytest.raises(SettingsError, match="METRICS_LISTEN: no free port"):
        serve(Listen("192.0.2.1", 9000), checks={})
    assert serve(None, checks={}) is None


def test_a_database_that_does_not_answer_is_found_out(database_url: str) -> None:
    database_answers()
    disconnect()
    connect("postgresql://nobody@127.0.0.1:1/none")
    with pytest.raises(Exception, match="does not answer"):
        database_answers()
