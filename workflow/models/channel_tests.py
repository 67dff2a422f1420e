"""Live tests of desk addresses; what a row means is said by workflow/channel_test."""

from __future__ import annotations

from peewee import BigAutoField, BigIntegerField, TextField

from workflow.models.base import Moment, TenantTable


class ChannelTest(TenantTable):
    personal = ()
    id = BigAutoField()
    channel_id = BigIntegerField()
    way = TextField()
    asked_by = TextField()
    started_at = Moment()
    sent_at = Moment(null=True)
    said = TextField(default="")
    failed_at = Moment(null=True)
    error = TextField(default="")
    arrived_at = Moment(null=True)
    arrived_to = TextField(default="")
    door = TextField(default="")
    peer = TextField(default="")
    recognised_at = Moment(null=True)
    verdict = TextField(default="")
    verdict_reason = TextField(default="")
    tagged_at = Moment(null=True)
    tagged_error = TextField(default="")

    class Meta:
        table_name = "channel_tests"
