"""What happens in the mailbox to mails that the desk has kept: marked as seen, moved or deleted, as was configured.

Only after their rows were committed, and only those: which they are stands in the database, so that a lost connection
or a killed process leaves nothing half done for ever.
"""

from __future__ import annotations

from collections.abc import Sequence

from ingest.imap.connection import Connection
from ingest.imap.store import Store
from workflow.mailbox import Afterwards, Mailbox
from workflow.services import mailbox_cursor
from workflow.services.mailbox_lease import Lease

AT_ONCE = 100


async def tidy(
    uids: Sequence[int], *, connection: Connection, mailbox: Mailbox, lease: Lease, store: Store
) -> None:
    """`uids`: what is in the folder now. Raises CommandRefused when the server does not do it."""
    if mailbox.afterwards is Afterwards.LEAVE:
        return
    owed = await store.call(mailbox_cursor.owed, lease, uids)
    for start in range(0, len(owed), AT_ONCE):
        some = owed[start : start + AT_ONCE]
        await _do(some, connection, mailbox)
        await store.call(mailbox_cursor.settle, lease, some)


async def _do(uids: Sequence[int], connection: Connection, mailbox: Mailbox) -> None:
    match mailbox.afterwards:
        case Afterwards.SEEN:
            await connection.mark_seen(uids)
        case Afterwards.MOVE:
            await connection.move(uids, mailbox.move_to)
        case Afterwards.DELETE:
            await connection.delete(uids)
        case Afterwards.LEAVE:
            pass
