"""Mailboxes that are polled, and the mails in them that give trouble. The sets of UIDs are only spoken to in SQL."""

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

from workflow.models.base import Moment, TenantTable


class MailboxRow(TenantTable):
    """`had` and `owed` are missing here on purpose: services/mailbox_cursor changes them, under the fence."""

    personal = ()
    id = BigAutoField()
    channel_id = BigIntegerField()
    host = TextField()
    port = IntegerField()
    transport = TextField()
    username = TextField()
    folder = TextField(default="INBOX")
    login = TextField()
    token_url = TextField(default="")
    client_id = TextField(default="")
    scope = TextField(default="")
    secrets = BlobField()
    afterwards = TextField(default="leave")
    move_to = TextField(default="")
    old_mail = TextField(default="leave")
    enabled = BooleanField(default=True)
    revision = IntegerField(default=1)
    created_at = Moment()
    fence = BigIntegerField(default=0)
    lease_until = Moment(null=True)
    connected_since = Moment(null=True)
    first_uidvalidity = BigIntegerField(null=True)
    uidvalidity = BigIntegerField(null=True)
    uidnext = BigIntegerField(null=True)
    seen_at = Moment(null=True)
    failing_since = Moment(null=True)
    last_error = TextField(default="")

    class Meta:
        table_name = "mailboxes"


class MailboxTrouble(TenantTable):
    personal = ()
    mailbox_id = BigIntegerField()
    uid = BigIntegerField()
    tries = IntegerField()
    look_at = Moment()
    inbox_id = BigIntegerField(null=True)

    class Meta:
        table_name = "mailbox_troubles"
        primary_key = CompositeKey("mailbox_id", "uid")
