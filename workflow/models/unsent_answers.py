"""Answers that can still be taken back by their authors."""

from __future__ import annotations

from peewee import BigAutoField, BigIntegerField, BooleanField, TextField

from workflow.models.base import JSONField, Moment, TenantTable


class UnsentAnswer(TenantTable):
    """channel "": the way the guest used last. file_ids: of uploaded_files."""

    personal = ("body",)
    id = BigAutoField()
    ticket_id = BigIntegerField()
    staff_id = BigIntegerField()
    author_name = TextField()
    body = TextField()
    channel = TextField(default="")
    is_solution = BooleanField(default=False)
    file_ids = JSONField(default=list)
    due_at = Moment()
    created_at = Moment()

    class Meta:
        table_name = "unsent_answers"
