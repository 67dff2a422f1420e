"""Codes that let a guest in and the sessions they open (R-QR-1 to R-QR-4). Only digests of what is sent are kept."""

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


class QrToken(TenantTable):
    """A code for one stay in one room, good once. is_card: printed, good from check-in to check-out. kid: its key."""

    personal = ()
    id = BigAutoField()
    guest_id = BigIntegerField()
    room_id = BigIntegerField()
    stay_id = BigIntegerField()
    token_digest = BlobField()
    kid = IntegerField()
    is_card = BooleanField()
    issued_by = TextField()
    issued_at = Moment()
    expires_at = Moment()
    used_at = Moment(null=True)
    revoked_at = Moment(null=True)

    class Meta:
        table_name = "qr_tokens"


class RoomCode(TenantTable):
    """The code of a room's sign; sealed, so that the sign can be printed again."""

    personal = ()
    id = BigAutoField()
    room_id = BigIntegerField()
    code_digest = BlobField()
    sealed = BlobField()
    created_at = Moment()
    revoked_at = Moment(null=True)

    class Meta:
        table_name = "room_codes"


class GuestSession(TenantTable):
    """room_code_id: opened by a sign and a last name, so it sees only the tickets that it opened itself."""

    personal = ()
    id = BigAutoField()
    guest_id = BigIntegerField()
    room_id = BigIntegerField()
    stay_id = BigIntegerField()
    qr_token_id = BigIntegerField(null=True)
    room_code_id = BigIntegerField(null=True)
    token_digest = BlobField()
    created_at = Moment()
    expires_at = Moment()
    revoked_at = Moment(null=True)

    class Meta:
        table_name = "guest_sessions"


class SessionTicket(TenantTable):
    """A session opened this ticket."""

    personal = ()
    session_id = BigIntegerField()
    ticket_id = BigIntegerField()

    class Meta:
        table_name = "session_tickets"
        primary_key = CompositeKey("session_id", "ticket_id")


class RoomTry(TenantTable):
    """A last name was tried at a room's sign, and was not (yet) right."""

    personal = ()
    id = BigAutoField()
    room_id = BigIntegerField()
    at = Moment()

    class Meta:
        table_name = "room_tries"


class RoomGreeting(TenantTable):
    """A short code that a room's sign put into a message; it ties one ticket to the room."""

    personal = ()
    id = BigAutoField()
    room_code_id = BigIntegerField()
    code_digest = BlobField()
    created_at = Moment()
    used_at = Moment(null=True)

    class Meta:
        table_name = "room_greetings"
