"""What every table shares: the database, and the list of its personal columns (R-PRIV-1)."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import ClassVar, Self

from peewee import SQL, BigIntegerField, JSONField, Model
from playhouse.postgres_ext import DateTimeTZField

from workflow.database import database


class Moment(DateTimeTZField):
    """timestamptz; aware, UTC."""


class Table(Model):
    """A row of the truth. `personal` names the columns that hold something about a person."""

    personal: ClassVar[tuple[str, ...]]

    class Meta:
        database = database
        legacy_table_names = False

    @classmethod
    def by_ids(cls, ids: Iterable[int | None]) -> dict[int, Self]:
        """The rows of a table with an `id`, by it; what is not there, or None, is left out. One statement at most."""
        wanted = sorted({id for id in ids if id is not None})
        return {row.id: row for row in cls.raw(_rows_by_id(cls), wanted)} if wanted else {}


@cache
def _rows_by_id(table: type[Table]) -> str:
    """Put together once: doing that for each row read costs more than reading it."""
    statement, _ = table.select().where(SQL("t1.id = ANY(%s)", [[]])).sql()
    return str(statement)


class TenantTable(Table):
    """A table of one hotel's rows, under row security."""

    hotel_id = BigIntegerField()


__all__ = ["JSONField", "Moment", "Table", "TenantTable"]
