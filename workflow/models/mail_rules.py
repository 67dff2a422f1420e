"""What mail may do: automatic mails sent, muted and blocked addresses, claims."""

from __future__ import annotations

from peewee import BigAutoField, BigIntegerField, CompositeKey, IntegerField, TextField

from workflow.models.base import Moment, TenantTable


class AutomaticMail(TenantTable):
    """An automatic mail to somebody outside, remembered for the limits. words: a digest; depth: of its chain."""

    personal = ("address", "domain")
    address = TextField()
    domain = TextField()
    words = TextField()
    depth = IntegerField(default=1)
    at = Moment()

    class Meta:
        table_name = "automatic_mails"
        primary_key = False


class MutedAddress(TenantTable):
    """Mail to it came back."""

    personal = ("address", "reason")
    address = TextField()
    reason = TextField()
    muted_at = Moment()

    class Meta:
        table_name = "muted_addresses"
        primary_key = CompositeKey("hotel_id", "address")


class BlockedSender(TenantTable):
    """An address or "@domain" whose mail is spam."""

    personal = ("pattern", "blocked_by")
    id = BigAutoField()
    pattern = TextField()
    blocked_by = TextField()
    blocked_at = Moment()

    class Meta:
        table_name = "blocked_senders"


class TicketClaim(TenantTable):
    """A ticket whose first mail pointed to another one, without a right to it."""

    personal = ()
    id = BigAutoField()
    ticket_id = BigIntegerField()
    target_id = BigIntegerField()
    state = TextField(default="open")
    created_at = Moment()
    decided_at = Moment(null=True)
    decided_by_id = BigIntegerField(null=True)

    class Meta:
        table_name = "claims"
