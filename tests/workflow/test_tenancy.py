"""Two hotels in one database never see each other, even when a query forgets to say whose rows it wants."""

import peewee
import psycopg2
import pytest

from tests import builders
from workflow import database, models
from workflow.database import as_clock, before_hotel, hotel, hotels, rows
from workflow.errors import TenantUnset, UnsafeDatabaseRole
from workflow.models import Hotel, Staff, Ticket


@pytest.fixture
def two_hotels(database_url: str) -> tuple[Hotel, Hotel]:
    made = builders.make_hotel("AUR"), builders.make_hotel("SOL", name="Sol Hotel")
    for at in made:
        builders.make_member(at, email=f"ana@{at.code.lower()}.example")
        builders.make_channel(at, f"{at.code.lower()}@desk.localhost")
        builders.make_ticket(at)
    return made


def test_a_query_without_a_hotel_in_it_sees_only_the_transactions_hotel(
    two_hotels: tuple[Hotel, Hotel],
) -> None:
    """R-WEB-3."""
    for at in two_hotels:
        with hotel(at.id):
            assert {ticket.hotel_id for ticket in Ticket.select()} == {at.id}
            assert [member.email for member in Staff.select()] == [f"ana@{at.code.lower()}.example"]


def test_a_foreign_row_can_be_neither_written_nor_changed(two_hotels: tuple[Hotel, Hotel]) -> None:
    """R-WEB-3."""
    mine, foreign = two_hotels
    with hotel(foreign.id):
        ticket = Ticket.get()
    with hotel(mine.id):
        assert Ticket.update(subject="mine now").where(Ticket.id == ticket.id).execute() == 0
    with pytest.raises(peewee.ProgrammingError, match="row-level security"), hotel(mine.id):
        rows("INSERT INTO rooms (hotel_id, number) VALUES (%s, '1')", (foreign.id,))


@pytest.mark.usefixtures("two_hotels")
def test_an_unset_tenant_raises_and_never_yields_an_empty_result() -> None:
    """R-WEB-3: as the app without a hotel, and through the doors' look-up role."""
    with pytest.raises(TenantUnset), hotels(()):
        pass
    with pytest.raises(TenantUnset), hotels((1,)):
        _forget_the_hotel_and_read()
    with pytest.raises(peewee.ProgrammingError, match="permission denied"), before_hotel():
        list(Ticket.select())


def _forget_the_hotel_and_read() -> None:
    rows("SELECT set_config('bellhop.hotels', '', true)")
    list(Ticket.select())


def test_every_table_with_a_hotel_is_under_forced_row_security(database_url: str) -> None:
    """R-WEB-3: a new table that forgets it turns this red."""
    with database.database.connection_context():
        unprotected = rows(
            "SELECT c.relname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'hotel_id'"
            " WHERE c.relkind = 'r' AND NOT (c.relrowsecurity AND c.relforcerowsecurity)"
        )
    assert unprotected == []


@pytest.mark.usefixtures("two_hotels")
@pytest.mark.parametrize("table", ["tickets", "messages", "staff", "inbox_chunks", "channels", "guests"])
def test_the_clock_sees_no_content(table: str) -> None:
    """R-WEB-3: ids and times of inbox, effects and deadlines, nothing else."""
    with pytest.raises(peewee.ProgrammingError, match="permission denied"), as_clock():
        rows(f"SELECT * FROM {table}")


@pytest.mark.parametrize("column", ["payload", "result", "error"])
@pytest.mark.usefixtures("two_hotels")
def test_the_clock_sees_no_column_of_an_effect_that_may_hold_words(column: str) -> None:
    with pytest.raises(peewee.ProgrammingError, match="permission denied"), as_clock():
        rows(f"SELECT {column} FROM effects")


def test_password_hashes_cannot_be_read_by_the_app(two_hotels: tuple[Hotel, Hotel]) -> None:
    """R-WEB-1."""
    with pytest.raises(peewee.ProgrammingError, match="permission denied"), hotel(two_hotels[0].id):
        rows("SELECT password_hash FROM staff")


def test_the_timeline_can_only_grow(two_hotels: tuple[Hotel, Hotel]) -> None:
    """R-TKT-4: append-only by grants."""
    for statement in ("DELETE FROM events", "UPDATE events SET kind = 'x'"):
        with pytest.raises(peewee.ProgrammingError, match="permission denied"), hotel(two_hotels[0].id):
            rows(statement)


def test_start_refuses_when_the_apps_role_could_step_over_row_security(
    postgres_admin_url: str, database_url: str
) -> None:
    """R-WEB-3. The role belongs to the whole cluster, so it is put right again at once."""
    database.refuse_unsafe_roles()
    connection = psycopg2.connect(postgres_admin_url)
    connection.autocommit = True
    try:
        connection.cursor().execute("ALTER ROLE bellhop_app BYPASSRLS")
        with pytest.raises(UnsafeDatabaseRole):
            database.refuse_unsafe_roles()
    finally:
        connection.cursor().execute("ALTER ROLE bellhop_app NOBYPASSRLS")
        connection.close()


def test_every_table_declares_its_personal_columns() -> None:
    """R-PRIV-1: and declares only columns that exist."""
    tables = [getattr(models, name) for name in models.__all__ if name not in ("Table", "TenantTable")]
    assert len(tables) > 20
    for table in tables:
        assert set(table.personal) <= set(table._meta.columns), table.__name__
