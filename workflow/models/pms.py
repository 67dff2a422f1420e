"""The hotel's PMS: the secrets it signs with, what it has told us, which tickets are its own."""

from __future__ import annotations

from peewee import BigIntegerField, BlobField, CompositeKey, TextField

from workflow.models.base import JSONField, Moment, TenantTable


class PmsConnection(TenantTable):
    """former: the secret before, taken until former_until."""

    personal = ()
    hotel_id = BigIntegerField(primary_key=True)
    secret = BlobField()
    former = BlobField(null=True)
    former_until = Moment(null=True)
    made_at = Moment()
    made_by = TextField()
    heard_at = Moment(null=True)

    class Meta:
        table_name = "pms_connections"


class PmsDelivery(TenantTable):
    """answer: outcomes and ids in the order of the body, nothing about a person."""

    personal = ()
    webhook_id = TextField()
    asked = BlobField()
    answer = JSONField(null=True)
    at = Moment()

    class Meta:
        table_name = "pms_deliveries"
        primary_key = CompositeKey("hotel_id", "webhook_id")


class PmsTicket(TenantTable):
    personal = ()
    external_id = TextField()
    ticket_id = BigIntegerField()
    as_of = Moment()

    class Meta:
        table_name = "pms_tickets"
        primary_key = CompositeKey("hotel_id", "external_id")


class PmsMirror(TenantTable):
    """version: the one that the PMS was told of last."""

    personal = ()
    ticket_id = BigIntegerField(primary_key=True)
    version = BigIntegerField()

    class Meta:
        table_name = "pms_mirrors"


class PmsMirrorCursor(TenantTable):
    """position: of the last seal of the timeline that was looked at."""

    personal = ()
    hotel_id = BigIntegerField(primary_key=True)
    position = BigIntegerField()

    class Meta:
        table_name = "pms_mirror_cursors"
