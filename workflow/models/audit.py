"""The audit chain: the seal of each event, and which events still wait for theirs (docs/decisions/audit-chain.md)."""

from __future__ import annotations

from peewee import BigIntegerField, BlobField, CompositeKey

from workflow.models.base import Moment, TenantTable


class EventSeal(TenantTable):
    """Only ever inserted; a salt is null once the words beside it were erased."""

    personal = ()
    position = BigIntegerField()
    event_id = BigIntegerField()
    actor_salt = BlobField(null=True)
    actor_digest = BlobField()
    change_salt = BlobField(null=True)
    change_digest = BlobField()
    key_id = BlobField()
    link = BlobField()
    sealed_at = Moment()

    class Meta:
        table_name = "event_seals"
        primary_key = CompositeKey("hotel_id", "position")


class UnsealedEvent(TenantTable):
    """Listed by the transaction that writes the event, taken off by the one that seals it."""

    personal = ()
    event_id = BigIntegerField()

    class Meta:
        table_name = "unsealed_events"
        primary_key = CompositeKey("hotel_id", "event_id")
