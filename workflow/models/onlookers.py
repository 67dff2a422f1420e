"""Who has a ticket open at the moment."""

from __future__ import annotations

from peewee import BigIntegerField, CompositeKey

from workflow.models.base import Moment, TenantTable


class Onlooker(TenantTable):
    """Not logged: what it says is over in seconds."""

    personal = ()
    ticket_id = BigIntegerField()
    staff_id = BigIntegerField()
    seen_at = Moment()
    writing_at = Moment(null=True)

    class Meta:
        table_name = "onlookers"
        primary_key = CompositeKey("ticket_id", "staff_id")
