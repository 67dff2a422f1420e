"""Setting up the mailboxes that are polled, and reading what was set up.

Every change raises the row's revision, so that the process that polls the mailbox begins anew with it. How far a
mailbox was read is mailbox_cursor's.
"""

from __future__ import annotations

import json
import re
from dataclasses import asdict
from datetime import datetime
from ipaddress import ip_address
from urllib.parse import urlsplit

import peewee

from workflow.database import rows
from workflow.errors import Invalid, NotFound
from workflow.mailbox import Account, Afterwards, Login, Mailbox, OldMail, Secrets, Transport
from workflow.models import Channel, MailboxRow
from workflow.sealing import Keys
from workflow.values import ChannelKind

_UNFIT = re.compile(r"[\x00-\x1f\x7f]")
MAX_WORD = 1000
MAX_SECRET = 10_000


def add(
    channel: Channel,
    account: Account,
    *,
    keys: Keys,
    now: datetime,
    folder: str = "INBOX",
    afterwards: Afterwards = Afterwards.LEAVE,
    move_to: str = "",
    old_mail: OldMail = OldMail.LEAVE,
) -> MailboxRow:
    """A mailbox for a desk address, in the open transaction. Raises Invalid."""
    if channel.kind != ChannelKind.EMAIL:
        raise Invalid("Only an e-mail address of the desk can have a mailbox.", "channel")
    _check_account(account)
    _check_afterwards(folder, afterwards, move_to)
    made: MailboxRow
    try:
        with MailboxRow._meta.database.atomic():
            made = MailboxRow.create(
                hotel_id=channel.hotel_id,
                channel_id=channel.id,
                folder=folder,
                afterwards=afterwards,
                move_to=move_to,
                old_mail=old_mail,
                created_at=now,
                **_columns(account, keys),
            )
    except peewee.IntegrityError:
        raise Invalid(
            "The folder %(folder)s of %(username)s is polled for this address already.",
            values={"folder": folder, "username": account.username},
        ) from None
    return made


def change_account(mailbox_id: int, account: Account, *, keys: Keys) -> None:
    """Another password, another server. A changed host or user is another mailbox: it is connected anew."""
    row = _locked(mailbox_id)
    _check_account(account)
    if (row.host, row.username) != (account.host, account.username):
        _forget_cursor(mailbox_id)
    MailboxRow.update(revision=MailboxRow.revision + 1, **_columns(account, keys)).where(
        MailboxRow.id == mailbox_id
    ).execute()


def change_afterwards(mailbox_id: int, afterwards: Afterwards, *, move_to: str = "") -> None:
    """What happens to kept mail from now on, and to what still waits for it. Raises Invalid."""
    row = _locked(mailbox_id)
    _check_afterwards(row.folder, afterwards, move_to)
    if afterwards is Afterwards.LEAVE:
        rows("UPDATE mailboxes SET owed = '{}' WHERE id = %s", (mailbox_id,))
    MailboxRow.update(afterwards=afterwards, move_to=move_to, revision=MailboxRow.revision + 1).where(
        MailboxRow.id == mailbox_id
    ).execute()


def switch_off(mailbox_id: int) -> None:
    """It is polled no more, until it is switched on again."""
    _switch(mailbox_id, enabled=False)


def switch_on(mailbox_id: int) -> None:
    """Polling begins where it stopped."""
    _switch(mailbox_id, enabled=True)


def remove(mailbox_id: int) -> None:
    """The mailbox is polled no more; what was kept of it stays."""
    _locked(mailbox_id)
    MailboxRow.delete().where(MailboxRow.id == mailbox_id).execute()


def load(mailbox_id: int, *, keys: Keys) -> Mailbox:
    """Everything needed to poll it, in the open transaction. Raises NotFound, SettingsError for another secret."""
    row = MailboxRow.get_or_none(MailboxRow.id == mailbox_id)
    if row is None:
        raise NotFound("There is no such mailbox.")
    return Mailbox(
        id=row.id,
        hotel_id=row.hotel_id,
        channel_id=row.channel_id,
        address=Channel.get_by_id(row.channel_id).address,
        account=account_of(row, keys=keys),
        folder=row.folder,
        afterwards=Afterwards(row.afterwards),
        move_to=row.move_to,
        old_mail=OldMail(row.old_mail),
    )


def account_of(row: MailboxRow, *, keys: Keys) -> Account:
    return Account(
        host=row.host,
        port=row.port,
        username=row.username,
        secrets=Secrets(**json.loads(keys.decrypt(row.secrets))),
        transport=Transport(row.transport),
        login=Login(row.login),
        token_url=row.token_url,
        client_id=row.client_id,
        scope=row.scope,
    )


def keep_secrets(mailbox_id: int, secrets: Secrets, *, keys: Keys) -> None:
    """The token endpoint gave a new refresh token. No new revision: who polls it is the one who knows."""
    MailboxRow.update(secrets=keys.encrypt(json.dumps(asdict(secrets)))).where(
        MailboxRow.id == mailbox_id
    ).execute()


def _switch(mailbox_id: int, *, enabled: bool) -> None:
    _locked(mailbox_id)
    MailboxRow.update(
        enabled=enabled, revision=MailboxRow.revision + 1, failing_since=None, last_error=""
    ).where(MailboxRow.id == mailbox_id).execute()


def _locked(mailbox_id: int) -> MailboxRow:
    row = MailboxRow.select().where(MailboxRow.id == mailbox_id).for_update().get_or_none()
    if row is None:
        raise NotFound("There is no such mailbox.")
    found: MailboxRow = row
    return found


def _columns(account: Account, keys: Keys) -> dict[str, object]:
    return {
        "host": account.host,
        "port": account.port,
        "transport": account.transport,
        "username": account.username,
        "login": account.login,
        "token_url": account.token_url,
        "client_id": account.client_id,
        "scope": account.scope,
        "secrets": keys.encrypt(json.dumps(asdict(account.secrets))),
    }


def _forget_cursor(mailbox_id: int) -> None:
    rows(
        "UPDATE mailboxes SET connected_since = NULL, first_uidvalidity = NULL, uidvalidity = NULL, uidnext = NULL,"
        " had = '{}', owed = '{}', seen_at = NULL WHERE id = %s",
        (mailbox_id,),
    )
    rows("DELETE FROM mailbox_troubles WHERE mailbox_id = %s", (mailbox_id,))


def _check_account(account: Account) -> None:
    _check_word(account.host, "host")
    _check_word(account.username, "user")
    if not 1 <= account.port <= 65535:
        raise Invalid("A port is a number from 1 to 65535.", "port")
    if account.transport is Transport.LOOPBACK and not _is_loopback(account.host):
        raise Invalid(
            "Without TLS the password would cross the network in the clear. Use TLS, usually on port 993;"
            " STARTTLS is not supported.",
            "transport",
        )
    for secret in asdict(account.secrets).values():
        if len(secret) > MAX_SECRET or _UNFIT.search(secret):
            raise Invalid("A password or token has no control characters.", "password")
    if account.login is Login.PASSWORD:
        _check_password(account.secrets.password)
    else:
        _check_oauth(account)


def _check_password(password: str) -> None:
    if not password:
        raise Invalid("The password is missing.", "password")
    if not password.isascii():
        raise Invalid("IMAP takes only ASCII characters in a password; make an app password.", "password")


def _check_oauth(account: Account) -> None:
    url = urlsplit(account.token_url)
    if url.scheme != "https" and not (url.scheme == "http" and _is_loopback(url.hostname or "")):
        raise Invalid("The token URL begins with https://.", "tokenUrl")
    _check_word(account.client_id, "clientId")
    if not account.secrets.refresh_token and not account.secrets.client_secret:
        raise Invalid("XOAUTH2 needs a refresh token, or a client secret with a scope.", "refreshToken")
    if not account.secrets.refresh_token and not account.scope:
        raise Invalid("Without a refresh token the scope must be named.", "scope")


def _check_afterwards(folder: str, afterwards: Afterwards, move_to: str) -> None:
    _check_word(folder, "folder")
    if afterwards is Afterwards.MOVE:
        _check_word(move_to, "moveTo")
        if move_to == folder:
            raise Invalid("Mail cannot be moved to the folder it is in.", "moveTo")
    elif move_to:
        raise Invalid("A folder to move to goes only with moving.", "moveTo")


def _check_word(value: str, field: str) -> None:
    if not value.strip() or len(value) > MAX_WORD or _UNFIT.search(value):
        raise Invalid(
            "The %(field)s is missing or has characters that cannot be.", field, values={"field": field}
        )


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
