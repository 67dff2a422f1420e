"""The desk's mail addresses with how it goes: the last mail, their mailboxes, their last live test, muted recipients.

No secret is among the columns that are read here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from workflow.channel_test import Known
from workflow.database import rows
from workflow.errors import NotFound
from workflow.services import channel_tests

MUTED_SHOWN = 50


class MailboxState(StrEnum):
    STOPPED = "stopped"
    FAILING = "failing"
    READ = "read"
    NEW = "new"  # not looked through yet


@dataclass(frozen=True, slots=True)
class MailboxLine:
    id: int
    channel_id: int
    host: str
    port: int
    username: str
    folder: str
    state: MailboxState
    seen_at: datetime | None
    error: str


@dataclass(frozen=True, slots=True)
class ChannelLine:
    id: int
    hotel: str  # its code
    address: str
    display_name: str
    enabled: bool
    authserv_id: str
    last_mail_at: datetime | None
    mailboxes: tuple[MailboxLine, ...]
    test: Known | None

    @property
    def error(self) -> str:
        """What is wrong now, as far as the desk can see by itself."""
        return next((box.error for box in self.mailboxes if box.state is MailboxState.FAILING), "")


@dataclass(frozen=True, slots=True)
class Muted:
    address: str
    reason: str
    at: datetime


# inbox_of_channel serves the last mail.
_CHANNELS = """
SELECT c.id, h.code, c.address, c.display_name, c.enabled, coalesce(c.settings ->> 'authserv_id', ''),
  (SELECT i.received_at FROM inbox i WHERE i.channel_id = c.id ORDER BY i.id DESC LIMIT 1)
FROM channels c JOIN hotels h ON h.id = c.hotel_id
WHERE c.kind = 'email' AND c.hotel_id = ANY(%s) ORDER BY h.code, c.address
"""
_MAILBOXES = """
SELECT id, channel_id, host, port, username, folder, enabled, failing_since, seen_at, last_error
FROM mailboxes WHERE channel_id = ANY(%s) ORDER BY id
"""


def of_hotels(hotel_ids: Sequence[int]) -> tuple[ChannelLine, ...]:
    """In the open transaction."""
    found = rows(_CHANNELS, (list(hotel_ids),))
    ids = [row[0] for row in found]
    boxes = [_mailbox(*row) for row in rows(_MAILBOXES, (ids,))]
    tests = channel_tests.newest(ids)
    return tuple(
        ChannelLine(
            id, hotel, address, name, enabled, authserv_id, last_mail_at, _of(id, boxes), tests.get(id)
        )
        for id, hotel, address, name, enabled, authserv_id, last_mail_at in found
    )


def of_hotel(hotel_id: int, channel_id: int) -> ChannelLine:
    """Raises NotFound."""
    found = next((line for line in of_hotels((hotel_id,)) if line.id == channel_id), None)
    if found is None:
        raise NotFound("There is no such desk address.")
    return found


def muted(hotel_id: int) -> tuple[Muted, ...]:
    """Recipients that mail came back from (R-MAIL-11), the newest first."""
    found = rows(
        "SELECT address, reason, muted_at FROM muted_addresses WHERE hotel_id = %s ORDER BY muted_at DESC LIMIT %s",
        (hotel_id, MUTED_SHOWN),
    )
    return tuple(Muted(*row) for row in found)


def _of(channel_id: int, boxes: Sequence[MailboxLine]) -> tuple[MailboxLine, ...]:
    return tuple(box for box in boxes if box.channel_id == channel_id)


def _mailbox(
    id: int,
    channel_id: int,
    host: str,
    port: int,
    username: str,
    folder: str,
    enabled: bool,
    failing_since: datetime | None,
    seen_at: datetime | None,
    error: str,
) -> MailboxLine:
    state = state_of(enabled, failing_since, seen_at)
    return MailboxLine(id, channel_id, host, port, username, folder, state, seen_at, error)


def state_of(enabled: bool, failing_since: datetime | None, seen_at: datetime | None) -> MailboxState:
    if not enabled:
        return MailboxState.STOPPED
    if failing_since is not None:
        return MailboxState.FAILING
    return MailboxState.READ if seen_at else MailboxState.NEW
