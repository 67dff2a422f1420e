"""What `bellhop doctor` says of a database: real ones, each with one thing wrong."""

import dataclasses
import re
from datetime import timedelta

import psycopg2
import pytest

from bellhop.doctor import backlog, database
from bellhop.doctor.finding import Finding, Result
from tests.bellhop.doctor.reading import assert_ok, assert_red, the
from tests.builders import make_hotel
from tests.flows.desk import free_port
from workflow import clock
from workflow.database import hotel
from workflow.models import Effect
from workflow.settings import Settings


def as_owner(settings: Settings, statement: str) -> None:
    connection = psycopg2.connect(settings.database_url)
    try:
        with connection, connection.cursor() as cursor:
            cursor.execute(statement)
    finally:
        connection.close()


def last(settings: Settings) -> Finding:
    """Of the schema or the roles: what is wrong comes last before the time."""
    return list(database.look(settings))[-2]


def test_one_that_is_well_has_four_good_lines(settings: Settings) -> None:
    """R-RUN-3"""
    found = list(database.look(settings))
    assert_ok(*found)
    assert [one.check for one in found] == ["database", "schema", "roles", "time"]


def test_one_that_is_away_is_told_without_its_password(settings: Settings) -> None:
    """R-RUN-3"""
    away = dataclasses.replace(settings, database_url=f"postgresql://u:hush@127.0.0.1:{free_port()}/x")
    found = the(database.look(away))
    assert_red(found, "does not answer", "Start it, or correct DATABASE_URL")
    assert "hush" not in found.says


def test_what_keeps_the_processes_from_starting_is_told(settings: Settings) -> None:
    """R-RUN-3: an older schema; a role that owns tables, and so sees all hotels."""
    as_owner(settings, "CREATE TABLE odd (id int); ALTER TABLE odd OWNER TO bellhop_app")
    assert_red(last(settings), "refuse to start", "bellhop migrate")
    as_owner(settings, "DROP TABLE odd; DELETE FROM schema_migrations WHERE name LIKE '0086%'")
    assert_red(last(settings), "older than this program", "bellhop migrate")


def seconds_apart(found: Finding) -> float:
    said = re.search(r"([\d.]+) s apart", found.says)
    assert said is not None, found.says
    return float(said[1])


def test_clocks_that_are_apart_are_told(settings: Settings) -> None:
    """R-RUN-3: by BELLHOP_CLOCK_FILE, as in the flows."""
    offset = settings.home / "clock"
    offset.write_text("120")
    clock.use_offset_file(offset)
    try:
        late = the(database.look(settings), "time")
        assert_red(late, "s apart", "timedatectl")
        assert seconds_apart(late) == pytest.approx(120, abs=5)  # a busy machine answers late
        offset.write_text("-10")
        early = the(database.look(settings), "time")
        assert_red(early, "s apart", "chrony", result=Result.WARN)
        assert seconds_apart(early) == pytest.approx(10, abs=5)
    finally:
        clock.use_offset_file(None)


def test_what_is_late_and_what_got_stuck_is_counted(settings: Settings) -> None:
    """R-RUN-3: for more than a minute; R-MAIL-14."""
    at = make_hotel()
    now = clock.now()
    assert_ok(*backlog.look(now))
    with hotel(at.id):
        for state, seconds in (("waiting", 90), ("waiting", 30), ("dead", 0)):
            moment = now - timedelta(seconds=seconds)
            Effect.create(hotel_id=at.id, kind="send_notice", state=state, look_at=moment, created_at=now)
    late, stuck = backlog.look(now)
    assert_red(late, "1 things are due", "start more workers", result=Result.WARN)
    assert_red(stuck, "1 could not be done", "bellhop effects list", result=Result.WARN)
