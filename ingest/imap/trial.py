"""Tries a mailbox out: connects, logs in, opens the folder, changes nothing. For operators and for `bellhop doctor`."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from ingest.imap.connection import Connection
from ingest.imap.logging_in import log_in
from ingest.imap.pace import Pace
from ingest.imap.tokens import Tokens
from workflow.mailbox import Account, Secrets


@dataclass(frozen=True, slots=True)
class Trial:
    """What was found."""

    mails: int
    pushes: bool  # IDLE: new mail is seen at once
    moves: bool  # MOVE or UIDPLUS: mail can be moved and deleted one by one


async def try_out(
    account: Account, folder: str, *, keep: Callable[[Secrets], Awaitable[None]], pace: Pace
) -> Trial:
    """`keep` is told of a refresh token that was replaced meanwhile. Raises MailboxFault with a sentence."""
    connection = await Connection.open(account, pace=pace)
    try:
        await log_in(connection, account, Tokens(account, keep=keep))
        await connection.open_folder(folder)
        return Trial(
            mails=len(await connection.uids()),
            pushes=connection.can("IDLE"),
            moves=connection.can("MOVE") or connection.can("UIDPLUS"),
        )
    finally:
        connection.close()
