"""What every table shares: the database, and the list of its personal columns (R-PRIV-1)."""

from __future__ import annotations

from typing import ClassVar

from peewee import BigIntegerField, JSONField, Model
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


class TenantTable(Table):
    """A table of one hotel's rows, under row security."""

    hotel_id = BigIntegerField()


__all__ = ["JSONField", "Moment", "Table", "TenantTable"]
