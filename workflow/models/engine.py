"""What moves the desk: the inbox, what must be done (effects) and when to look again (deadlines)."""

from __future__ import annotations

from peewee import (
    BigAutoField,
    BigIntegerField,
    BlobField,
    BooleanField,
    CompositeKey,
    IntegerField,
    TextField,
)

from workflow.models.base import JSONField, Moment, TenantTable


class Inbox(TenantTable):
    """One mail at one desk address, as it came."""

    personal = ("envelope_from", "envelope_to", "peer", "helo", "sender", "subject")
    id = BigAutoField()
    channel_id = BigIntegerField()
    door = TextField()
    received_at = Moment()
    envelope_from = TextField(default="")
    envelope_to = TextField(default="")
    peer = TextField(default="")
    helo = TextField(default="")
    size = BigIntegerField()
    quiet = BooleanField(default=False)
    not_spam = BooleanField(default=False)
    confirmed = BooleanField(default=False)
    heard_id = BigIntegerField(null=True)
    state = TextField(default="received")
    reason = TextField(default="")
    sender = TextField(default="")
    subject = TextField(default="")
    ticket_id = BigIntegerField(null=True)
    message_id = BigIntegerField(null=True)
    processed_at = Moment(null=True)
    erased_at = Moment(null=True)

    class Meta:
        table_name = "inbox"


class InboxChunk(TenantTable):
    """At most 1 MiB of the raw bytes."""

    personal = ("data",)
    inbox_id = BigIntegerField()
    seq = IntegerField()
    data = BlobField()

    class Meta:
        table_name = "inbox_chunks"
        primary_key = CompositeKey("inbox_id", "seq")


class MailKey(TenantTable):
    """Digest of a mail that a desk address has had (R-MAIL-4)."""

    personal = ()
    channel_id = BigIntegerField()
    digest = BlobField()
    inbox_id = BigIntegerField()

    class Meta:
        table_name = "mail_keys"
        primary_key = CompositeKey("channel_id", "digest")


class Effect(TenantTable):
    """Something that must be done outside. payload never holds words of a guest, only names and ids."""

    personal = ("result",)
    id = BigAutoField()
    kind = TextField()
    state = TextField(default="waiting")
    look_at = Moment()
    fence = BigIntegerField(default=0)
    attempts = IntegerField(default=0)
    losses = IntegerField(default=0)
    inbox_id = BigIntegerField(null=True)
    ticket_id = BigIntegerField(null=True)
    message_id = BigIntegerField(null=True)
    member_id = BigIntegerField(null=True)
    endpoint_id = BigIntegerField(null=True)
    payload = JSONField(default=dict)
    result = JSONField(null=True)
    error = TextField(null=True)
    created_at = Moment()
    finished_at = Moment(null=True)

    class Meta:
        table_name = "effects"


class Deadline(TenantTable):
    """When to look again: at a ticket, or without one at the hotel, where `subject` says what of it."""

    personal = ()
    id = BigAutoField()
    ticket_id = BigIntegerField(null=True)
    kind = TextField()
    subject = TextField(default="")
    payload = JSONField(default=dict)
    due_at = Moment()
    look_at = Moment()
    state = TextField(default="armed")
    attempts = IntegerField(default=0)
    error = TextField(default="")
    created_at = Moment()
    finished_at = Moment(null=True)

    class Meta:
        table_name = "deadlines"
