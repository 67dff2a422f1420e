"""What lists are found and kept by. The app may not read the words: bellhop_search of 0130_search.sql does."""

from __future__ import annotations

from peewee import BigAutoField, BigIntegerField, CompositeKey, TextField

from workflow.models.base import JSONField, Moment, TenantTable


class TicketWords(TenantTable):
    """Gathered anew whenever the ticket changes, so erasing the ticket's own words erases these."""

    personal = ("words",)
    ticket_id = BigIntegerField()
    words = TextField()

    class Meta:
        table_name = "ticket_words"
        primary_key = CompositeKey("hotel_id", "ticket_id")


class UnreadWords(TenantTable):
    """A ticket whose words are not gathered yet."""

    personal = ()
    id = BigAutoField()
    ticket_id = BigIntegerField()

    class Meta:
        table_name = "unread_words"


class TicketReading(TenantTable):
    """How far a member has read a ticket."""

    personal = ()
    ticket_id = BigIntegerField()
    staff_id = BigIntegerField()
    message_id = BigIntegerField()

    class Meta:
        table_name = "ticket_readings"
        primary_key = CompositeKey("ticket_id", "staff_id")


class SavedView(TenantTable):
    """A list that somebody keeps. staff_id null: the whole hotel's."""

    personal = ("filters",)  # words he searched for
    id = BigAutoField()
    staff_id = BigIntegerField(null=True)
    name = TextField()
    filters = JSONField()
    sort = TextField()
    created_at = Moment()

    class Meta:
        table_name = "saved_views"
