"""Logging in to an account: by password, or by XOAUTH2 with an access token."""

from __future__ import annotations

from ingest.imap.connection import Connection
from ingest.imap.faults import LoginRefused
from ingest.imap.tokens import Tokens
from workflow.mailbox import Account, Login


async def log_in(connection: Connection, account: Account, tokens: Tokens) -> None:
    """An access token that is not taken any more is replaced once. Raises LoginRefused."""
    if account.login is Login.PASSWORD:
        await connection.log_in(account.username, account.secrets.password)
        return
    is_fresh = not tokens.has_one
    try:
        await connection.log_in_with_token(account.username, await tokens.get())
    except LoginRefused:
        tokens.forget()
        if is_fresh:
            raise
        await connection.log_in_with_token(account.username, await tokens.get())
