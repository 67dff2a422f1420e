"""WhatsApp: the people who write, our messages as the provider knows them, files that lie there."""

from __future__ import annotations

from peewee import BigAutoField, BigIntegerField, BooleanField, CompositeKey, IntegerField, TextField
from playhouse.postgres_ext import ArrayField

from workflow.models.base import JSONField, Moment, TenantTable


class WhatsappContact(TenantTable):
    """One person on one of the hotel's numbers."""

    personal = ("user_id", "wa_id", "phone", "name", "address")
    id = BigAutoField()
    channel_id = BigIntegerField()
    user_id = TextField(default="")
    wa_id = TextField(default="")
    phone = TextField(default="")
    name = TextField(default="")
    address = TextField(default="")
    guest_id = BigIntegerField(null=True)
    last_heard_at = Moment(null=True)
    stopped_at = Moment(null=True)
    asked = JSONField(null=True)
    is_new_owner = BooleanField(default=False)
    template_at = Moment(null=True)
    template_error = TextField(default="")
    created_at = Moment()

    class Meta:
        table_name = "whatsapp_contacts"


class ProviderMessage(TenantTable):
    """A part of one of our messages. state: `asked` (not known yet whether the provider took it), `refused` (it surely
    did not), else how far it came.
    """

    personal = ()
    id = BigAutoField()
    channel_id = BigIntegerField()
    message_id = BigIntegerField()
    part = IntegerField(default=0)
    sid = TextField(null=True)
    state = TextField()
    code = IntegerField(null=True)
    past_sids = ArrayField(TextField, default=list)
    asked_at = Moment()
    updated_at = Moment()

    class Meta:
        table_name = "provider_messages"


class ProviderReport(TenantTable):
    """What the provider reported of a message, kept as it came."""

    personal = ()
    channel_id = BigIntegerField()
    sid = TextField()
    status = TextField()
    code = IntegerField(null=True)
    at = Moment()

    class Meta:
        table_name = "provider_reports"
        primary_key = CompositeKey("hotel_id", "sid", "status")


class MediaWaiting(TenantTable):
    """A guest's file that lies at the provider, until it is an attachment."""

    personal = ("url",)
    id = BigAutoField()
    channel_id = BigIntegerField()
    ticket_id = BigIntegerField()
    message_id = BigIntegerField()
    position = IntegerField()
    url = TextField()
    content_type = TextField()
    state = TextField(default="waiting")
    error = TextField(default="")
    created_at = Moment()

    class Meta:
        table_name = "media_waiting"


class NumberCheck(TenantTable):
    """What Twilio said of a number when somebody asked last."""

    personal = ()
    channel_id = BigIntegerField(primary_key=True)
    asked_by = TextField()
    asked_at = Moment()
    finished_at = Moment(null=True)
    lines = JSONField(default=list)

    class Meta:
        table_name = "number_checks"


class WhatsappCursor(TenantTable):
    """Up to where the provider's list of messages of a number has been read."""

    personal = ()
    channel_id = BigIntegerField(primary_key=True)
    listed_to = Moment()

    class Meta:
        table_name = "whatsapp_cursors"
