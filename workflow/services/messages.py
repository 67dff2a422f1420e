"""Messages and their files on their way into a ledger."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from workflow.ledger import Ledger
from workflow.models import Attachment, Message
from workflow.reading import Mail

_MESSAGE_COLUMNS = tuple(Message._meta.columns)
_FILE_COLUMNS = tuple(column for column in Attachment._meta.columns if column != "id")


def add(book: Ledger, message: Message) -> Message:
    """The message with an id, to be inserted when the ledger is flushed."""
    message.id = book.next_id("messages")
    book.add("messages", {column: getattr(message, column) for column in _MESSAGE_COLUMNS})
    return message


def attach(book: Ledger, message: Message, files: Sequence[Attachment]) -> None:
    """Hangs the files on the message: new ones are inserted, uploaded ones find their place."""
    for file in files:
        file.message_id = message.id
        file.ticket_id = message.ticket_id
        file.hotel_id = message.hotel_id
        if file.id is None:
            book.add("attachments", {column: getattr(file, column) for column in _FILE_COLUMNS})
        else:
            file.save(only=[Attachment.message_id, Attachment.ticket_id])


def files_of(mail: Mail, *, now: datetime) -> list[Attachment]:
    """Rows for the files of a mail; their bytes are in the store already."""
    return [
        Attachment(
            filename=file.filename or "attachment",
            content_type=file.content_type,
            size=file.size,
            sha256=file.sha256,
            content_id=file.content_id,
            is_inline=file.inline,
            created_at=now,
        )
        for file in mail.attachments
    ]
