"""What is known of the bytes in the file store, whichever rows use them."""

from __future__ import annotations

from peewee import CompositeKey, SmallIntegerField, TextField

from workflow.models.base import Moment, TenantTable


class StoredFile(TenantTable):
    """finding: what the check said of it. look_at null: some row uses the bytes, until somebody lets go of one.
    thumbnail_at: before then nobody tries again to make the small picture that could not be made.
    """

    personal = ("sha256", "finding")
    sha256 = TextField()
    put_at = Moment()
    look_at = Moment(null=True)
    state = TextField(default="unchecked")
    finding = TextField(default="")
    checked_at = Moment(null=True)
    thumbnail_tries = SmallIntegerField(default=0)
    thumbnail_at = Moment(null=True)

    class Meta:
        table_name = "stored_files"
        primary_key = CompositeKey("hotel_id", "sha256")
