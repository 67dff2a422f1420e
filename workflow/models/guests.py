"""Guests that became one."""

from __future__ import annotations

from peewee import BigAutoField, BigIntegerField, TextField

from workflow.models.base import JSONField, Moment, TenantTable


class GuestMerge(TenantTable):
    """moved: the ids of what went from one guest to the other, with where each was before; services/guest_merging
    reads and writes it. undone_at: it is as it was.
    """

    personal = ("moved",)
    id = BigAutoField()
    guest_id = BigIntegerField()
    into_id = BigIntegerField()
    moved = JSONField(default=dict)
    merged_at = Moment()
    merged_by = TextField()
    undone_at = Moment(null=True)
    undone_by = TextField(default="")

    class Meta:
        table_name = "guest_merges"
