"""The look-up of threads in intake uses its index, however many messages there are (P3)."""

from tests import builders
from workflow.database import hotel, rows
from workflow.services import evidence


def test_messages_are_found_by_their_id_through_the_index(database_url: str) -> None:
    """P3: under row security only a leakproof comparison may; a table that is read whole makes intake slow."""
    house = builders.make_hotel()
    with hotel(house.id):
        rows("SET LOCAL enable_seqscan = off")
        plan = rows("EXPLAIN " + evidence._THREADS, ([house.id], ["<1@guest.example>"]))
    conditions = [line.strip() for (line,) in plan if "Index Cond" in line and "rfc_key" in line]
    assert len(conditions) == 1
    assert "rfc_key = asked.key" in conditions[0]
