"""Tickets and what hangs on them: messages, files, the timeline, tags, watchers, participants."""

from __future__ import annotations

from peewee import BigAutoField, BigIntegerField, BooleanField, CompositeKey, TextField

from workflow.models.base import JSONField, Moment, Table, TenantTable


class Category(Table):
    """hotel_id null: shared by all hotels."""

    personal = ()
    id = BigAutoField()
    hotel_id = BigIntegerField(null=True)
    name = TextField()

    class Meta:
        table_name = "categories"


class Tag(TenantTable):
    personal = ()
    id = BigAutoField()
    name = TextField()
    colour = TextField(default="#5b6b6b")

    class Meta:
        table_name = "tags"


class Ticket(TenantTable):
    """state, version and updated_* are written by workflow.apply alone."""

    personal = ("subject", "description", "requester_address", "requester_name", "language")
    id = BigAutoField()
    pid = TextField()
    source = TextField()
    state = TextField()
    priority = TextField(default="medium")
    subject = TextField(default="")
    description = TextField(default="")
    channel_id = BigIntegerField(null=True)
    contact_id = BigIntegerField(null=True)  # who wrote it by WhatsApp
    requester_address = TextField(default="")
    requester_name = TextField(default="")
    language = TextField(default="")
    guest_id = BigIntegerField(null=True)
    stay_id = BigIntegerField(null=True)
    room_id = BigIntegerField(null=True)
    category_id = BigIntegerField(null=True)
    department_id = BigIntegerField(null=True)
    assignee_id = BigIntegerField(null=True)
    linked_id = BigIntegerField(null=True)
    merged_into_id = BigIntegerField(null=True)
    placed_by = TextField()
    created_by_kind = TextField()
    created_by_id = BigIntegerField(null=True)
    created_at = Moment()
    updated_by_kind = TextField()
    updated_by_id = BigIntegerField(null=True)
    updated_at = Moment()
    deleted_by_id = BigIntegerField(null=True)
    deleted_at = Moment(null=True)
    purged_at = Moment(null=True)  # deleted for good: its number and its timeline are left
    first_response_at = Moment(null=True)
    resolved_at = Moment(null=True)
    closed_at = Moment(null=True)
    due_at = Moment(null=True)
    snoozed_until = Moment(null=True)  # out of the queue until then
    view_count = BigIntegerField(default=0)
    version = BigIntegerField(default=1)

    class Meta:
        table_name = "tickets"


class TicketTag(TenantTable):
    personal = ()
    ticket_id = BigIntegerField()
    tag_id = BigIntegerField()

    class Meta:
        table_name = "ticket_tags"
        primary_key = CompositeKey("ticket_id", "tag_id")


class TicketLink(TenantTable):
    """The ticket is `kind` of the other one."""

    personal = ()
    ticket_id = BigIntegerField()
    other_id = BigIntegerField()
    kind = TextField()
    created_at = Moment()

    class Meta:
        table_name = "ticket_links"
        primary_key = CompositeKey("ticket_id", "other_id")


class Watcher(TenantTable):
    personal = ()
    ticket_id = BigIntegerField()
    staff_id = BigIntegerField()

    class Meta:
        table_name = "watchers"
        primary_key = CompositeKey("ticket_id", "staff_id")


class Participant(TenantTable):
    """Somebody besides the requester: proposed, accepted or removed; reason: copied or wrote."""

    personal = ("address", "name")
    ticket_id = BigIntegerField()
    address = TextField()
    name = TextField(default="")
    state = TextField(default="proposed")
    reason = TextField(default="")

    class Meta:
        table_name = "participants"
        primary_key = CompositeKey("ticket_id", "address")


class Message(TenantTable):
    """One utterance in a thread. full_text is null when nothing was cut from the body."""

    personal = (
        "author_name",
        "author_address",
        "subject",
        "body",
        "full_text",
        "body_html",
        "recipients",
        "verdict_reason",
    )
    id = BigAutoField()
    ticket_id = BigIntegerField()
    direction = TextField()
    channel = TextField()
    author_kind = TextField()
    author_id = BigIntegerField(null=True)
    author_name = TextField(default="")
    author_address = TextField(default="")
    subject = TextField(default="")
    body = TextField()
    full_text = TextField(null=True)
    body_html = TextField(null=True)
    recipients = JSONField(default=list)
    is_solution = BooleanField(default=False)
    is_automatic = BooleanField(default=False)
    is_politeness = BooleanField(default=False)  # it only thanks: the ticket was left as it was
    auto_reason = TextField(default="")  # with is_automatic false: it is probably automatic
    rfc_message_id = TextField(null=True)
    placed_by = TextField(default="")
    verdict = TextField(default="")
    verdict_reason = TextField(default="")
    delivery_state = TextField(default="none")
    delivery_at = Moment(null=True)
    delivery_error = TextField(null=True)
    inbox_id = BigIntegerField(null=True)
    provider_sid = TextField(null=True)  # of an incoming WhatsApp
    contact_id = BigIntegerField(null=True)  # to whom, or from whom, by WhatsApp
    remark = TextField(default="")  # what one must know of how it came, or went
    created_at = Moment()

    class Meta:
        table_name = "messages"


class Attachment(TenantTable):
    """A file of a message; its bytes stand in the file store under hotel and sha256."""

    personal = ("filename", "sha256")
    id = BigAutoField()
    ticket_id = BigIntegerField()
    message_id = BigIntegerField(null=True)
    filename = TextField()
    content_type = TextField()
    size = BigIntegerField()
    sha256 = TextField()
    content_id = TextField(default="")
    is_inline = BooleanField(default=False)
    created_at = Moment()

    class Meta:
        table_name = "attachments"


class UploadedFile(TenantTable):
    """A file that waits for the message that will carry it."""

    personal = ("filename", "sha256")
    id = BigAutoField()
    author = TextField()
    filename = TextField()
    content_type = TextField()
    size = BigIntegerField()
    sha256 = TextField()
    announced = BooleanField(default=False)  # its bytes are on their way, straight to the store
    created_at = Moment()

    class Meta:
        table_name = "uploaded_files"


class Event(TenantTable):
    """One line of the timeline; never changed, never removed. Without a ticket it is the hotel's."""

    personal = ("actor_name", "old", "new")
    id = BigAutoField()
    ticket_id = BigIntegerField(null=True)
    at = Moment()
    actor_kind = TextField()
    actor_id = BigIntegerField(null=True)
    actor_name = TextField(default="")
    kind = TextField()
    field = TextField(default="")
    old = TextField(null=True)
    new = TextField(null=True)

    class Meta:
        table_name = "events"
