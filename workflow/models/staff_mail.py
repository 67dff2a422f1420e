"""What members do by mail: canned replies, answers of theirs that wait, and what they are told about their mails."""

from __future__ import annotations

from peewee import BigAutoField, BigIntegerField, TextField

from workflow.models.base import JSONField, Moment, TenantTable


class CannedReply(TenantTable):
    personal = ()
    id = BigAutoField()
    name = TextField()
    body = TextField()
    created_at = Moment()
    updated_at = Moment()

    class Meta:
        table_name = "canned_replies"


class HeldMail(TenantTable):
    """why: unproven, collision or queued. state: held, released, dropped or expired."""

    personal = ("words", "files", "decided_by")
    inbox_id = BigIntegerField(primary_key=True)
    ticket_id = BigIntegerField()
    staff_id = BigIntegerField()
    why = TextField()
    state = TextField(default="held")
    words = TextField(default="")
    files = JSONField(default=list)
    told_id = BigIntegerField(default=0)
    held_at = Moment()
    asked_at = Moment(null=True)
    expires_at = Moment()
    decided_at = Moment(null=True)
    decided_by = TextField(default="")

    class Meta:
        table_name = "held_mails"


class Receipt(TenantTable):
    """kind: the folder under templates/mail. lines: sentences about what was done, or was not. ticket_id: null when the
    mail belonged to none.
    """

    personal = ("lines", "words", "subject")
    id = BigAutoField()
    ticket_id = BigIntegerField(null=True)
    staff_id = BigIntegerField()
    inbox_id = BigIntegerField(null=True)
    kind = TextField()
    lines = JSONField(default=list)
    words = TextField(default="")
    subject = TextField(default="")
    in_reply_to = TextField(default="")
    created_at = Moment()

    class Meta:
        table_name = "receipts"
