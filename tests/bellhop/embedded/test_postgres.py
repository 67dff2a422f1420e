"""The embedded PostgreSQL: data outlives stops, kills and leftovers; root and other users alike."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg2
import pytest

from bellhop.embedded.child import Privileges, choose_privileges, run
from bellhop.embedded.postgres import Postgres
from bellhop.errors import CannotRun
from tests.processes import alive, wait_until
from tests.servers import say_nothing
from workflow.settings import environment

as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root can become somebody else")

StartPostgres = Callable[..., Postgres]


@pytest.fixture
def start_postgres(tmp_path: Path) -> Iterator[StartPostgres]:
    started: list[Postgres] = []

    def start(home: Path = tmp_path, **options: object) -> Postgres:
        started.append(Postgres(home, environ=environment(), report=say_nothing, **options))  # type: ignore[arg-type]
        started[-1].start()
        return started[-1]

    yield start
    for server in started:
        server.stop()


def query(url: str, statement: str) -> object:
    connection = psycopg2.connect(url)
    try:
        with connection, connection.cursor() as cursor:
            cursor.execute(statement)
            row = cursor.fetchone() if cursor.description else None
    finally:
        connection.close()
    return None if row is None else row[0]


def keep_a_guest(url: str) -> None:
    query(url, "CREATE TABLE guests (name text)")
    query(url, "INSERT INTO guests VALUES ('Ada')")


def pid_of(server: Postgres) -> int:
    assert server.process is not None
    return server.process.pid


def test_data_is_there_after_a_stop_and_a_second_start(start_postgres: StartPostgres) -> None:
    """R-RUN-1: a second `make run` finds its data."""
    first = start_postgres()
    keep_a_guest(first.url)
    first.stop()
    assert not alive(pid_of(first))
    assert query(start_postgres().url, "SELECT name FROM guests") == "Ada"


def test_data_is_there_after_a_kill_at_full_work(start_postgres: StartPostgres) -> None:
    killed = start_postgres()
    keep_a_guest(killed.url)
    os.kill(pid_of(killed), signal.SIGKILL)
    assert query(start_postgres().url, "SELECT name FROM guests") == "Ada"


def test_it_knows_the_letters_of_the_guests_and_the_extensions(start_postgres: StartPostgres) -> None:
    url = start_postgres().url
    assert query(url, "SELECT lower('ÀÉÎ ŁÓDŹ')") == "àéî łódź"
    assert query(url, "SELECT to_tsvector('simple', 'Ünal 予約') @@ 'ünal'") is True
    assert (
        query(url, "SELECT count(*) FROM pg_available_extensions WHERE name IN ('pg_trgm', 'unaccent')") == 2
    )
    assert query(url, "SHOW max_connections") == "100"


def test_nobody_else_can_reach_it(start_postgres: StartPostgres) -> None:
    server = start_postgres()
    assert query(server.url, "SHOW listen_addresses") == ""
    assert server.sockets.stat().st_mode & 0o777 == 0o700


def test_a_deep_folder_does_not_break_the_socket(start_postgres: StartPostgres, tmp_path: Path) -> None:
    deep = tmp_path.joinpath(*["a folder with a rather long name"] * 5)
    deep.mkdir(parents=True)
    assert query(start_postgres(deep).url, "SELECT 1") == 1


def test_a_lock_file_that_names_a_stranger_is_removed(start_postgres: StartPostgres) -> None:
    """After a reboot or in a new container the process id of the dead server may be another program's."""
    killed = start_postgres()
    keep_a_guest(killed.url)
    os.kill(pid_of(killed), signal.SIGKILL)
    assert killed.process is not None
    killed.process.wait()
    stranger = subprocess.Popen(["sleep", "600"])
    try:
        for lock in (killed.data / "postmaster.pid", killed.sockets / ".s.PGSQL.5432.lock"):
            _, rest = lock.read_text("ascii").split("\n", 1)
            lock.write_text(f"{stranger.pid}\n{rest}", "ascii")
        assert query(start_postgres().url, "SELECT name FROM guests") == "Ada"
        assert stranger.poll() is None, "the stranger is left alone"
    finally:
        stranger.kill()
        stranger.wait()


def test_an_empty_lock_file_is_removed(start_postgres: StartPostgres) -> None:
    stopped = start_postgres()
    stopped.stop()
    (stopped.data / "postmaster.pid").touch()
    assert query(start_postgres().url, "SELECT 1") == 1


def test_an_orphan_of_an_earlier_run_is_stopped_first(start_postgres: StartPostgres) -> None:
    orphan = start_postgres()
    keep_a_guest(orphan.url)
    assert query(start_postgres().url, "SELECT name FROM guests") == "Ada"
    wait_until(lambda: not alive(pid_of(orphan)), what="the orphan's end")


def test_an_interrupted_first_start_is_begun_again(start_postgres: StartPostgres, tmp_path: Path) -> None:
    half = tmp_path / "postgres" / "data.new"
    half.mkdir(parents=True)
    (half / "PG_VERSION").write_text("18\n", "ascii")
    assert query(start_postgres().url, "SELECT 1") == 1


def test_data_of_another_version_is_refused_with_a_sentence(start_postgres: StartPostgres) -> None:
    server = start_postgres()
    server.stop()
    (server.data / "PG_VERSION").write_text("12\n", "ascii")
    with pytest.raises(CannotRun, match="written by PostgreSQL 12"):
        start_postgres()


def test_a_server_that_cannot_start_says_why(
    start_postgres: StartPostgres, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bellhop.embedded.postgres.START_SECONDS", 0.5)
    with pytest.raises(
        CannotRun, match=r'does not start[\s\S]*unrecognized configuration parameter "nonsense"'
    ):
        start_postgres(settings={"nonsense": "1"})


@as_root
@pytest.mark.parametrize("privileges", [Privileges.USER_NAMESPACE, Privileges.NOBODY])
def test_root_can_run_it_either_way(
    start_postgres: StartPostgres, tmp_path: Path, privileges: Privileges
) -> None:
    """PostgreSQL refuses uid 0; some machines forbid user namespaces."""
    home = reachable(tmp_path)
    server = start_postgres(home, privileges=privileges)
    assert query(server.url, "SELECT 1") == 1
    assert server.data.stat().st_uid == server.owner[0]


START_AND_STOP = """
import os, pathlib, sys
from bellhop.embedded.postgres import Postgres
from workflow.settings import environment
assert os.geteuid() != 0
server = Postgres(pathlib.Path(sys.argv[1]), environ=environment(), report=print)
server.start()
print(server.privileges, server.answers())
server.stop()
"""


def test_a_normal_user_can_run_it(tmp_path: Path) -> None:
    """R-RUN-1: no root needed. As root, a user namespace makes this test somebody else."""
    code, printed = run(
        [sys.executable, "-c", START_AND_STOP, tmp_path],
        environ=environment(),
        privileges=choose_privileges(environment()),
    )
    assert (code, printed.splitlines()[-1]) == (0, "Privileges.KEEP True"), printed


@as_root
def test_data_made_in_a_namespace_can_be_run_as_nobody_and_back(
    start_postgres: StartPostgres, tmp_path: Path
) -> None:
    home = reachable(tmp_path)
    first = start_postgres(home, privileges=Privileges.USER_NAMESPACE)
    keep_a_guest(first.url)
    first.stop()
    second = start_postgres(home, privileges=Privileges.NOBODY)
    assert query(second.url, "SELECT name FROM guests") == "Ada"
    second.stop()
    third = start_postgres(home, privileges=Privileges.USER_NAMESPACE)
    assert query(third.url, "SELECT name FROM guests") == "Ada"


@as_root
def test_a_folder_nobody_cannot_reach_is_refused_with_a_sentence(
    start_postgres: StartPostgres, tmp_path: Path
) -> None:
    shut = tmp_path / "shut"
    shut.mkdir(mode=0o700)
    home = shut / "home"
    home.mkdir()
    with pytest.raises(CannotRun, match="Set BELLHOP_HOME to a folder outside /root"):
        start_postgres(home, privileges=Privileges.NOBODY)


def reachable(folder: Path) -> Path:
    """Pytest's folders are closed to others; open this one's parents for the user `nobody`."""
    for parent in (folder, *folder.parents):
        if parent.stat().st_uid == os.geteuid() and parent != Path("/"):
            parent.chmod(parent.stat().st_mode | 0o011)
    return folder


def test_variables_that_point_elsewhere_do_not_reach_it(tmp_path: Path) -> None:
    environ = {**environment(), "PGDATA": "/elsewhere", "PGPORT": "1", "LANG": "xx_XX"}
    server = Postgres(tmp_path, environ=environ, report=say_nothing)
    assert not {"PGDATA", "PGPORT", "LANG"} & set(server.environ)
