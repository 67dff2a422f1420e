"""Changing the account of a mailbox by somebody who does not know its secrets: what he leaves empty stays.

Unless the server changes: then the old secrets are never sent there, they must be given anew.
"""

from __future__ import annotations

from dataclasses import asdict, replace

import structlog

from workflow.errors import Invalid, NotFound
from workflow.mailbox import Account, Login, Secrets, Transport
from workflow.models import MailboxRow
from workflow.sealing import Keys
from workflow.services import mailboxes
from workflow.values import Actor

_log = structlog.get_logger(__name__)


def find(hotel_id: int, mailbox_id: int) -> MailboxRow:
    """One of the hotel's mailboxes, in the open transaction. Raises NotFound."""
    found: MailboxRow | None = MailboxRow.get_or_none(
        MailboxRow.id == mailbox_id, MailboxRow.hotel_id == hotel_id
    )
    if found is None:
        raise NotFound("There is no such mailbox.")
    return found


def change(hotel_id: int, mailbox_id: int, wanted: Account, *, keys: Keys) -> None:
    """In the open transaction. Raises NotFound, Invalid."""
    before = mailboxes.account_of(find(hotel_id, mailbox_id), keys=keys)
    given = {name: value for name, value in asdict(wanted.secrets).items() if value}
    if _place(wanted) == _place(before):
        secrets = replace(before.secrets, **given)
    elif _is_complete(wanted):
        secrets = Secrets(**given)
    else:
        raise Invalid(
            "The server has changed, and the old secrets are not sent to another one: give them again.",
            "password" if wanted.login is Login.PASSWORD else "clientSecret",
        )
    mailboxes.change_account(mailbox_id, replace(wanted, secrets=secrets), keys=keys)


def note(event: str, hotel_id: int, mailbox_id: int, actor: Actor) -> None:
    """The line in the log that says who changed a mailbox."""
    _log.info(event, hotel=hotel_id, mailbox=mailbox_id, by=actor.kind, by_id=actor.id)


def for_panel(account: Account, *, is_public: bool) -> Account:
    """Raises Invalid for a connection without TLS on a desk that people outside reach; only the command sets that up."""
    if account.transport is not Transport.TLS and is_public:
        raise Invalid("Only TLS is taken here.", "transport")
    return account


def _place(account: Account) -> tuple[object, ...]:
    """Where secrets are sent, and as whom."""
    return (
        account.host.strip().lower(),
        account.port,
        account.username,
        account.transport,
        account.login,
        account.token_url,
        account.client_id,
    )


def _is_complete(account: Account) -> bool:
    secrets = account.secrets
    return (
        bool(secrets.password)
        if account.login is Login.PASSWORD
        else bool(secrets.client_secret or secrets.refresh_token)
    )
