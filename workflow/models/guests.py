"""Guests that became one, and guests that were erased."""

from __future__ import annotations

from peewee import BigAutoField, BigIntegerField, BlobField, CompositeKey, TextField

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


class Erasure(TenantTable):
    """report: how many rows of each table; files: what still lies in the file store."""

    personal = ()
    id = BigAutoField()
    guest_id = BigIntegerField()
    at = Moment()
    by = TextField()
    report = JSONField(default=dict)
    files = JSONField(default=list)

    class Meta:
        table_name = "erasures"


class ErasedStay(TenantTable):
    """Of a confirmation only its digest, so that it is not taken in again."""

    personal = ()
    digest = BlobField()

    class Meta:
        table_name = "erased_stays"
        primary_key = CompositeKey("hotel_id", "digest")
