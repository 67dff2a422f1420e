"""`bellhop up` in a process of its own: real stores, real schema, toys for services."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg2
import pytest
import redis

from tests.processes import alive, wait_until
from workflow import clock
from workflow.database import connect, disconnect
from workflow.services import first_run
from workflow.settings import environment

TOY = Path(__file__).with_name("toy.py")
UP = Path(__file__).with_name("upped.py")
SERVICES = {"smtp": "listens", "web": "listens", "clock": "", "worker": ""}


class Desk:
    """One run of `bellhop up` on the data folder FOLDER/home."""

    def __init__(self, folder: Path, environ: dict[str, str]) -> None:
        self.folder = folder
        self.output = folder / "output"
        procfile = folder / "Procfile"
        procfile.write_text(
            "".join(f"{name}: python '{TOY}' '{folder}' {name} {how}\n" for name, how in SERVICES.items())
        )
        with self.output.open("wb") as output:
            self.process = subprocess.Popen(
                [sys.executable, UP, folder / "home", procfile], env=environ, stdout=output, stderr=output
            )

    def printed(self) -> str:
        return self.output.read_text("utf-8")

    def wait_until_ready(self) -> None:
        wait_until(
            lambda: "Bellhop is ready" in self.printed() or self.process.poll() is not None, what="the box"
        )
        assert self.process.poll() is None, self.printed()

    def environ_of(self, service: str) -> dict[str, str]:
        return dict(json.loads((self.folder / f"{service}.json").read_text("utf-8")))

    def services(self) -> list[int]:
        return [int(pid) for file in self.folder.glob("*.pids") for pid in file.read_text("utf-8").split()]

    def postgres(self) -> int:
        lock = self.folder / "home" / "postgres" / "data" / "postmaster.pid"
        return int(lock.read_text("ascii").split("\n")[0])

    def valkey(self) -> int:
        with redis.Redis.from_url(self.environ_of("web")["REDIS_URL"]) as client:
            return int(client.info("server")["process_id"])

    def query(self, statement: str) -> object:
        connection = psycopg2.connect(self.environ_of("web")["DATABASE_URL"])
        try:
            with connection, connection.cursor() as cursor:
                cursor.execute(statement)
                row = cursor.fetchone() if cursor.description else None
        finally:
            connection.close()
        return None if row is None else row[0]

    def can_be_queried(self) -> bool:
        try:
            return self.query("SELECT 1") == 1
        except psycopg2.OperationalError:
            return False

    def stop(self) -> int:
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(30)


StartDesk = Callable[..., Desk]


def free_address() -> str:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return f"127.0.0.1:{server.getsockname()[1]}"


@pytest.fixture
def start_desk(tmp_path: Path) -> Iterator[StartDesk]:
    started: list[Desk] = []
    unset = {"DATABASE_URL", "REDIS_URL", "BELLHOP_SECRET", "BELLHOP_SECRET_FILE", "BELLHOP_PUBLIC_URL"}
    kept = {name: value for name, value in environment().items() if name not in unset}

    def start(**variables: str) -> Desk:
        listens = {name: free_address() for name in ("SMTP_LISTEN", "WEB_LISTEN", "HOOKS_LISTEN")}
        started.append(Desk(tmp_path, {**kept, **listens, **variables}))
        return started[-1]

    yield start
    for desk in started:
        desk.process.terminate()
        desk.process.wait()


def test_it_starts_all_tells_where_and_stops_all(start_desk: StartDesk) -> None:
    """R-RUN-1: addresses printed, Ctrl-C stops all cleanly, no process left behind."""
    desk = start_desk()
    desk.wait_until_ready()
    environ = desk.environ_of("web")
    for told in (f"http://{environ['WEB_LISTEN']}", f"SMTP {environ['SMTP_LISTEN']}", "ana@hotel.example"):
        assert told in desk.printed()
    assert environ["TWILIO_API_BASE"].startswith("http://127.0.0.1:")  # R-RUN-2: played for the demo hotel
    assert "by a stand-in for Twilio on this machine" in desk.printed()
    assert "Updating the schema: " in desk.printed()
    assert Path(environ["BELLHOP_SECRET_FILE"]).stat().st_mode & 0o777 == 0o600
    assert environ["METRICS_LISTEN"] != desk.environ_of("smtp")["METRICS_LISTEN"]
    family = [desk.postgres(), desk.valkey(), *desk.services()]
    assert all(map(alive, family))
    assert desk.stop() == 0
    assert not any(map(alive, family))
    assert desk.printed().rstrip().endswith("bellhop | Stopped.")


def test_a_second_start_finds_its_data_and_its_passwords(start_desk: StartDesk) -> None:
    """R-RUN-1: a second `make run` finds its data."""
    first = start_desk()
    first.wait_until_ready()
    first.query("CREATE TABLE kept AS SELECT 'a guest' AS name")
    log_in = re.search(r"ana@hotel\.example  \S+", first.printed())
    first.stop()
    second = start_desk()
    second.wait_until_ready()
    assert log_in is not None
    assert log_in[0] in second.printed()
    assert second.query("SELECT name FROM kept") == "a guest"
    assert "Creating the database folder" not in second.printed()


def test_killed_with_sigkill_it_leaves_nothing_and_starts_again_at_once(start_desk: StartDesk) -> None:
    killed = start_desk()
    killed.wait_until_ready()
    killed.query("CREATE TABLE kept AS SELECT 'a guest' AS name")
    family = [killed.postgres(), killed.valkey(), *killed.services()]
    killed.process.kill()
    successor = start_desk()
    successor.wait_until_ready()
    assert successor.query("SELECT name FROM kept") == "a guest"
    wait_until(lambda: not any(map(alive, family)), what="the end of the killed desk's processes")


@pytest.mark.parametrize("store", ["postgres", "valkey"])
def test_a_killed_store_runs_again_while_the_services_stay(start_desk: StartDesk, store: str) -> None:
    desk = start_desk()
    desk.wait_until_ready()
    desk.query("CREATE TABLE kept AS SELECT 'a guest' AS name")
    services = desk.services()
    os.kill({"postgres": desk.postgres, "valkey": desk.valkey}[store](), signal.SIGKILL)
    wait_until(
        lambda: f"{store} was ended by SIGKILL" in " ".join(desk.printed().split()), what="its death seen"
    )
    wait_until(desk.can_be_queried, what="the database's return")
    assert desk.query("SELECT name FROM kept") == "a guest"
    with redis.Redis.from_url(desk.environ_of("web")["REDIS_URL"]) as client:
        wait_until(lambda: answers(client), what="the courier's return")
    assert desk.services() == services


def answers(client: redis.Redis) -> bool:
    try:
        return bool(client.ping())
    except redis.ConnectionError:
        return False


def test_with_the_urls_set_it_starts_no_servers_of_its_own(
    start_desk: StartDesk, tmp_path: Path, postgres_admin_url: str, redis_url: str
) -> None:
    """R-RUN-5: external Postgres and Redis."""
    connection = psycopg2.connect(postgres_admin_url)
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute("DROP DATABASE IF EXISTS up_external")
        cursor.execute("CREATE DATABASE up_external")
    connection.close()
    head, _, tail = postgres_admin_url.partition("?")
    url = f"{head.rpartition('/')[0]}/up_external?{tail}"
    desk = start_desk(DATABASE_URL=url, REDIS_URL=redis_url)
    desk.wait_until_ready()
    assert desk.environ_of("web")["DATABASE_URL"] == url
    assert desk.query("SELECT count(*) > 0 FROM schema_migrations") is True
    assert desk.stop() == 0
    assert not (tmp_path / "home" / "postgres").exists()
    assert not (tmp_path / "home" / "valkey").exists()


def test_a_taken_port_is_refused_before_anything_starts(start_desk: StartDesk, tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        desk = start_desk(SMTP_LISTEN=f"127.0.0.1:{port}")
        assert desk.process.wait(20) == 1
    assert f"refused: Port {port} on 127.0.0.1 is taken by another program." in desk.printed()
    assert "SMTP_LISTEN=" in desk.printed()
    assert not (tmp_path / "home" / "postgres").exists()


def test_a_second_desk_on_the_same_folder_is_refused(start_desk: StartDesk) -> None:
    first = start_desk()
    first.wait_until_ready()
    second = start_desk()
    assert second.process.wait(20) == 1
    assert f"(process {first.process.pid}) is using" in second.printed()
    assert first.process.poll() is None


def test_a_silent_database_is_refused_with_a_sentence(start_desk: StartDesk) -> None:
    desk = start_desk(DATABASE_URL=f"postgresql://x@{free_address()}/x", REDIS_URL="redis://127.0.0.1:1")
    assert desk.process.wait(20) == 1
    assert "refused: The database of DATABASE_URL does not answer:" in desk.printed()


def test_a_silent_redis_is_refused_with_a_sentence(start_desk: StartDesk, database_url: str) -> None:
    desk = start_desk(DATABASE_URL=database_url, REDIS_URL="redis://127.0.0.1:1")
    assert desk.process.wait(20) == 1
    assert "refused: The Redis of REDIS_URL does not answer:" in desk.printed()


def test_a_public_desk_gets_no_demo_hotel(start_desk: StartDesk) -> None:
    """design.md, safety rule 13."""
    desk = start_desk(BELLHOP_PUBLIC_URL="https://desk.hotel.example")
    desk.wait_until_ready()
    assert "No demo hotel" in desk.printed()
    assert "ana@hotel.example" not in desk.printed()
    link = re.search(r"https://desk\.hotel\.example/first-run\?token=([\w-]{43})", desk.printed())
    assert link is not None
    connect(desk.environ_of("web")["DATABASE_URL"])
    first_run.check(link[1], now=clock.now())
    disconnect()


def test_told_to_stop_while_it_starts_it_stops(start_desk: StartDesk, tmp_path: Path) -> None:
    desk = start_desk()
    lock = tmp_path / "home" / "postgres" / "data" / "postmaster.pid"
    wait_until(lock.exists, what="the database's start")
    pid = desk.postgres()
    desk.process.terminate()
    desk.process.wait(20)
    wait_until(lambda: not alive(pid), what="the database's end")
    assert not any(map(alive, desk.services()))
