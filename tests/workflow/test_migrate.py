"""Migrations: by an owner who is no superuser, twice at the same time, and twice in a row."""

import threading
import uuid
from collections.abc import Iterator
from urllib.parse import urlsplit, urlunsplit

import psycopg2
import pytest

from tests import builders
from workflow import database
from workflow.database import connect, disconnect, hotel
from workflow.errors import SettingsError
from workflow.migrate import migrate, refuse_old_schema
from workflow.models import Ticket


@pytest.fixture
def owned_database(postgres_admin_url: str) -> Iterator[str]:
    """An empty database whose owner may create roles and nothing more, as on a hosted PostgreSQL."""
    name = f"owner_{uuid.uuid4().hex}"
    connection = psycopg2.connect(postgres_admin_url)
    connection.autocommit = True
    cursor = connection.cursor()
    cursor.execute(f'CREATE ROLE "{name}" LOGIN CREATEROLE')
    cursor.execute(f'CREATE DATABASE "{name}" OWNER "{name}"')
    for role in ("app", "clock", "door", "lookup"):  # another installation of this cluster made them
        cursor.execute(f'GRANT bellhop_{role} TO "{name}" WITH ADMIN OPTION')
    parts = urlsplit(postgres_admin_url)
    host = parts.netloc.rpartition("@")[2]
    yield urlunsplit(parts._replace(netloc=f"{name}@{host}", path=f"/{name}"))
    disconnect()
    cursor.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
    cursor.execute(f'DROP ROLE "{name}"')
    connection.close()


@pytest.mark.usefixtures("database_template")
def test_an_owner_who_is_no_superuser_can_install_and_use_the_desk(owned_database: str) -> None:
    """R-RUN-6, R-WEB-3: row security binds the owner too, so nothing may depend on being superuser."""
    assert migrate(owned_database)
    connect(owned_database)
    database.refuse_unsafe_roles()
    at = builders.make_hotel()
    builders.make_member(at)
    builders.make_channel(at)
    builders.make_ticket(at)
    with hotel(at.id):
        assert Ticket.select().count() == 1


@pytest.mark.usefixtures("database_template")
def test_two_installers_at_once_apply_each_migration_once(owned_database: str) -> None:
    """R-RUN-5: two machines start at the same moment."""
    applied: list[list[str]] = []
    threads = [threading.Thread(target=lambda: applied.append(migrate(owned_database))) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    first, second = sorted(applied, key=len)
    assert first == []
    assert len(second) == len(set(second)) > 4


def test_a_second_run_finds_nothing_to_do(database_url: str) -> None:
    assert migrate(database_url) == []


def test_a_process_refuses_a_schema_that_is_older_than_itself(database_url: str) -> None:
    """R-RUN-6: rolling upgrades; a worker on an old schema would spoil mails instead of waiting."""
    refuse_old_schema(database_url)
    connection = psycopg2.connect(database_url)
    with connection, connection.cursor() as cursor:
        cursor.execute("DELETE FROM schema_migrations WHERE name = '0004_engine'")
    connection.close()
    with pytest.raises(SettingsError, match=r"0004_engine.*bellhop migrate"):
        refuse_old_schema(database_url)
