"""Webhooks out: the endpoints, the events as they were, their deliveries and each attempt."""

from __future__ import annotations

from peewee import BigAutoField, BigIntegerField, BlobField, BooleanField, IntegerField, TextField

from workflow.models.base import JSONField, Moment, TenantTable


class WebhookEndpoint(TenantTable):
    """secret and old_secret are sealed; off_because: why Bellhop switched it off."""

    personal = ()
    id = BigAutoField()
    url = TextField()
    description = TextField(default="")
    events = JSONField()
    enabled = BooleanField(default=True)
    off_because = TextField(default="")
    secret = BlobField()
    old_secret = BlobField(null=True)
    old_secret_until = Moment(null=True)
    created_at = Moment()
    updated_at = Moment()
    delivered_at = Moment(null=True)
    failing_since = Moment(null=True)
    last_error = TextField(default="")
    lease_until = Moment(null=True)
    rest_until = Moment(null=True)

    class Meta:
        table_name = "webhook_endpoints"


class WebhookEvent(TenantTable):
    """body: the very text that is signed."""

    personal = ("body",)
    id = BigAutoField()
    key = TextField()
    type = TextField()
    ticket_id = BigIntegerField(null=True)
    at = Moment()
    body = TextField()

    class Meta:
        table_name = "webhook_events"


class WebhookDelivery(TenantTable):
    """One event for one endpoint."""

    personal = ()
    id = BigAutoField()
    endpoint_id = BigIntegerField()
    event_id = BigIntegerField()
    state = TextField(default="waiting")
    created_at = Moment()
    finished_at = Moment(null=True)

    class Meta:
        table_name = "webhook_deliveries"


class WebhookAttempt(TenantTable):
    """One try. answer: how the receiver's answer began."""

    personal = ("answer",)
    id = BigAutoField()
    delivery_id = BigIntegerField()
    at = Moment()
    status = IntegerField(null=True)
    ms = IntegerField()
    answer = TextField(default="")
    error = TextField(default="")

    class Meta:
        table_name = "webhook_attempts"
