"""One row of a hotel in every table that holds hotels' rows, all words a marker: what another hotel must never see.

Written past the services and past row security, so that a table nobody has a service for is planted too. Ids are 900,
and what is made later through the services begins at 1001: an id of 900 is always the planted hotel's.
"""

import re
from dataclasses import dataclass

import psycopg2
from psycopg2.extensions import cursor as Cursor

MARKER = "zyxwomba"
PLANTED_ID = 900
LATER_IDS_BEGIN_AT = 1001

COLUMNS = """
SELECT c.table_name, c.column_name, c.data_type, c.is_nullable = 'YES' OR c.column_default IS NOT NULL
FROM information_schema.columns c JOIN pg_class t ON t.relname = c.table_name AND t.relkind = 'r'
WHERE c.table_schema = 'public' AND c.is_generated = 'NEVER' AND EXISTS (
    SELECT FROM information_schema.columns h WHERE h.table_schema = 'public'
    AND h.table_name = c.table_name AND h.column_name = 'hotel_id')
ORDER BY c.table_name, c.ordinal_position
"""
CHECKS = """
SELECT t.relname, pg_get_constraintdef(k.oid) FROM pg_constraint k JOIN pg_class t ON t.oid = k.conrelid
WHERE k.contype = 'c'
"""
ONE_OF = re.compile(r"\(\(?(\w+)\)?(?:::text)? = ANY \(+ARRAY\[(.*?)\]")
OF_A_TYPE = {
    "bigint": "1",
    "integer": "1",
    "smallint": "1",
    "double precision": "1",
    "numeric": "1",
    "boolean": "false",
    "timestamp with time zone": "now()",
    "date": "current_date",
    "time without time zone": "'08:00'",
    "interval": "'1 hour'",
    "bytea": f"'{MARKER}'",
    "jsonb": f'\'{{"words": "{MARKER}"}}\'',
    "json": f'\'{{"words": "{MARKER}"}}\'',
    "uuid": "gen_random_uuid()",
    "ARRAY": "'{}'",
    "inet": "'192.0.2.1'",
    "tsvector": f"to_tsvector('simple', '{MARKER}')",
}


# What a rule over two columns wants.
PARTICULAR = {
    ("shifts", "day"): "current_date",
    ("ticket_links", "other_id"): "901",
    ("guest_merges", "into_id"): "901",
    ("guest_sessions", "room_code_id"): "NULL",
}


@dataclass(frozen=True)
class Column:
    name: str
    kind: str
    may_be_left_out: bool


def plant(database_url: str, hotel_id: int, pid: str) -> list[str]:
    """The tables that got a row. `pid` is the planted ticket's number."""
    connection = psycopg2.connect(database_url)
    try:
        with connection, connection.cursor() as cursor:
            cursor.execute("SET session_replication_role = replica")  # rows may point to what is not there
            tables = _tables(cursor)
            allowed = _allowed(cursor)
            cursor.execute(
                "INSERT INTO staff (id, email, name, created_at) VALUES (%s, %s, %s, now())",
                (PLANTED_ID, f"{MARKER}@example.org", MARKER),
            )
            for table, columns in tables.items():
                _insert(cursor, table, columns, allowed.get(table, {}), hotel_id, pid)
            _move_sequences(cursor)
    finally:
        connection.close()
    return sorted(tables)


def _tables(cursor: Cursor) -> dict[str, list[Column]]:
    cursor.execute(COLUMNS)
    found: dict[str, list[Column]] = {}
    for table, name, kind, optional in cursor.fetchall():
        found.setdefault(table, []).append(Column(name, kind, optional))
    return found


def _allowed(cursor: Cursor) -> dict[str, dict[str, str]]:
    """By table and column: the first of the values that a CHECK names."""
    cursor.execute(CHECKS)
    found: dict[str, dict[str, str]] = {}
    for table, definition in cursor.fetchall():
        for column, values in ONE_OF.findall(definition):
            found.setdefault(table, {})[column] = values.split(",")[0].split("::")[0]
    return found


def _insert(
    cursor: Cursor, table: str, columns: list[Column], allowed: dict[str, str], hotel_id: int, pid: str
) -> None:
    given = {column.name: _value(table, column, allowed, hotel_id, pid) for column in columns}
    filled = {name: value for name, value in given.items() if value is not None}
    names = ", ".join(f'"{name}"' for name in filled)
    cursor.execute(
        f'INSERT INTO "{table}" ({names}) OVERRIDING SYSTEM VALUE VALUES ({", ".join(filled.values())})'
    )


def _value(table: str, column: Column, allowed: dict[str, str], hotel_id: int, pid: str) -> str | None:
    """As SQL; None for what may be left out and says nothing."""
    if column.name == "hotel_id":
        return str(hotel_id)
    if column.name == "pid":
        return f"'{pid}'"
    if (table, column.name) in PARTICULAR:
        return PARTICULAR[table, column.name]
    if column.name in allowed:
        return allowed[column.name]
    if column.kind == "text":
        return f"'{MARKER}'"
    if column.kind == "bigint" and column.name.endswith("id"):
        return str(PLANTED_ID)
    return None if column.may_be_left_out else OF_A_TYPE[column.kind]


def _move_sequences(cursor: Cursor) -> None:
    cursor.execute("SELECT sequencename FROM pg_sequences WHERE schemaname = 'public'")
    for (name,) in cursor.fetchall():
        cursor.execute("SELECT setval(%s, %s, false)", (f'"{name}"', LATER_IDS_BEGIN_AT))
