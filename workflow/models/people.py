"""Hotels and the people in them: members, guests, their addresses, stays and rooms."""

from __future__ import annotations

from peewee import (
    BigAutoField,
    BigIntegerField,
    BlobField,
    BooleanField,
    CompositeKey,
    DateField,
    IntegerField,
    TextField,
)

from workflow.models.base import JSONField, Moment, Table, TenantTable


class Hotel(Table):
    """parent_id: the hotel whose owners and managers look after this one too."""

    personal = ()
    id = BigAutoField()
    code = TextField()
    name = TextField()
    time_zone = TextField(default="UTC")
    language = TextField(default="en")
    parent_id = BigIntegerField(null=True)
    is_demo = BooleanField(default=False)
    settings = JSONField(default=dict)
    created_at = Moment()
    archived_at = Moment(null=True)

    class Meta:
        table_name = "hotels"


class Staff(Table):
    """An account. The password hash is not among the columns: only the log-in function may read it."""

    personal = ("email", "name")
    id = BigAutoField()
    email = TextField()
    name = TextField()
    disabled_at = Moment(null=True)
    created_at = Moment()

    class Meta:
        table_name = "staff"


class Membership(TenantTable):
    """mail_error: why his notices come back, "" when they do not. on_duty counts for who keeps no shifts."""

    personal = ("alarm_phone",)
    staff_id = BigIntegerField()
    role = TextField()
    department_id = BigIntegerField(null=True)
    on_duty = BooleanField(default=True)
    has_shifts = BooleanField(default=False)
    disabled_at = Moment(null=True)
    mail_error = TextField(default="")
    mail_failed_at = Moment(null=True)
    quiet_hours = TextField(default="hotel")  # or none, or 22:00-07:00
    mutes_receipts = BooleanField(default=False)
    alarm_phone = TextField(default="")
    language = TextField(default="")  # of mails to him; "": the hotel's
    removed_at = Moment(null=True)
    undo_seconds = IntegerField(null=True)  # null: as the hotel says

    class Meta:
        table_name = "memberships"
        primary_key = CompositeKey("hotel_id", "staff_id")


class Department(TenantTable):
    """lead_id: the second rung of an SLA ladder."""

    personal = ()
    id = BigAutoField()
    name = TextField()
    lead_id = BigIntegerField(null=True)

    class Meta:
        table_name = "departments"


class ApiToken(TenantTable):
    """maker: who made it, by name. parent_id, platform_token_id: the token that it was made with, and ends with."""

    personal = ()
    id = BigAutoField()
    name = TextField()
    role = TextField()
    token_digest = BlobField()
    created_at = Moment()
    created_by = BigIntegerField(null=True)
    parent_id = BigIntegerField(null=True)
    platform_token_id = BigIntegerField(null=True)
    maker = TextField(default="")
    last_used_at = Moment(null=True)
    revoked_at = Moment(null=True)

    class Meta:
        table_name = "api_tokens"


class AccountLink(TenantTable):
    """A link that sets a password, sent by this hotel."""

    personal = ()
    id = BigAutoField()
    staff_id = BigIntegerField()
    purpose = TextField()
    seed = BlobField()
    token_digest = BlobField()
    created_at = Moment()
    expires_at = Moment()
    used_at = Moment(null=True)

    class Meta:
        table_name = "account_links"


class Room(TenantTable):
    personal = ()
    id = BigAutoField()
    number = TextField()

    class Meta:
        table_name = "rooms"


class Guest(TenantTable):
    """merged_into_id: the guest that this one became part of."""

    personal = ("name", "language")
    id = BigAutoField()
    name = TextField(default="")
    language = TextField(default="")
    merged_into_id = BigIntegerField(null=True)
    erased_at = Moment(null=True)
    created_at = Moment()

    class Meta:
        table_name = "guests"


class GuestAddress(TenantTable):
    personal = ("value",)
    id = BigAutoField()
    guest_id = BigIntegerField()
    kind = TextField()
    value = TextField()

    class Meta:
        table_name = "guest_addresses"


class Stay(TenantTable):
    """as_of: the moment at which what stands here was true."""

    personal = ("confirmation", "arrival", "departure")
    id = BigAutoField()
    confirmation = TextField()
    guest_id = BigIntegerField()
    room_id = BigIntegerField(null=True)
    arrival = DateField()
    departure = DateField()
    status = TextField(default="booked")
    as_of = Moment(null=True)
    checked_in_at = Moment(null=True)
    checked_out_at = Moment(null=True)

    class Meta:
        table_name = "stays"


class Channel(TenantTable):
    """An address of the desk. `settings` for e-mail: authserv_id, the mail server whose word about senders counts."""

    personal = ()
    id = BigAutoField()
    kind = TextField()
    address = TextField()
    display_name = TextField(default="")
    settings = JSONField(default=dict)
    secret = BlobField(null=True)
    enabled = BooleanField(default=True)
    created_at = Moment()

    class Meta:
        table_name = "channels"
