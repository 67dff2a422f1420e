"""What the planner of the tests' database believes of a table: as after statistics that are out of date."""

import psycopg2


def believe(database_url: str, table: str, number: float) -> None:
    """That so many rows are in each hundred of its pages; -1: nothing is known."""
    connection = psycopg2.connect(database_url)
    with connection, connection.cursor() as cursor:
        cursor.execute(
            "UPDATE pg_class SET reltuples = %s, relpages = %s WHERE oid = %s::regclass",
            (number, 100 if number > 0 else 0, table),
        )
    connection.close()
