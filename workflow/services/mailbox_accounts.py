"""Changing the account of a mailbox by somebody who does not know its secrets: what he leaves empty stays.

Unless the server changes: then the old secrets are never sent there, they must be given anew.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, replace
from datetime import datetime

from workflow.errors import Invalid, NotFound
from workflow.mailbox import Account, Login, Secrets, Transport
from workflow.models import MailboxRow
from workflow.sealing import Keys
from workflow.services import hotel_events, mailboxes
from workflow.services.hotel_events import Thing
from workflow.values import Actor


def find(hotel_id: int, mailbox_id: int) -> MailboxRow:
    """One of the hotel's mailboxes, in the open transaction. Raises NotFound."""
    found: MailboxRow | None = MailboxRow.get_or_none(
        MailboxRow.id == mailbox_id, MailboxRow.hotel_id == hotel_id
    )
    if found is None:
        raise NotFound("There is no such mailbox.")
    return found


def change(
    hotel_id: int, mailbox_id: int, wanted: Account, *, keys: Keys, actor: Actor, now: datetime
) -> None:
    """In the open transaction. Raises NotFound, Invalid."""
    row = find(hotel_id, mailbox_id)
    before = mailboxes.account_of(row, keys=keys)
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
    if secrets != before.secrets:
        hotel_events.happened(hotel_id, "mailbox secret renewed", _name(row), actor=actor, now=now)


def note_added(row: MailboxRow, *, actor: Actor, now: datetime) -> None:
    """Writes down who connected a mailbox."""
    hotel_events.added(row.hotel_id, Thing.MAILBOX, _name(row), actor=actor, now=now)


@contextmanager
def written_down(hotel_id: int, mailbox_id: int, *, actor: Actor, now: datetime) -> Iterator[MailboxRow]:
    """Whatever is done to one of the hotel's mailboxes within is written down, with who did it. Raises NotFound."""
    row = find(hotel_id, mailbox_id)
    before = _shown(row)
    yield row
    after = MailboxRow.get_or_none(MailboxRow.id == mailbox_id)
    if after is None:
        hotel_events.removed(hotel_id, Thing.MAILBOX, _name(row), actor=actor, now=now)
        return
    hotel_events.changed(hotel_id, Thing.MAILBOX, _name(row), before, _shown(after), actor=actor, now=now)


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


def _name(row: MailboxRow) -> str:
    return f"{row.folder} of {row.username} at {row.host}"


def _shown(row: MailboxRow) -> dict[str, object]:
    return {
        "host": row.host,
        "port": row.port,
        "transport": row.transport,
        "user": row.username,
        "login": row.login,
        "tokenUrl": row.token_url,
        "clientId": row.client_id,
        "scope": row.scope,
        "afterwards": row.afterwards,
        "moveTo": row.move_to,
        "enabled": row.enabled,
    }
