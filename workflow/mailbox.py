"""A mailbox that is polled for a desk address: its account, how far it was read, and which of its mails are old.

Pure values. Where they stand in the database is workflow/services/mailboxes and mailbox_cursor.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Transport(StrEnum):
    """How the connection is protected. There is no STARTTLS: what is sent before it could be changed on the way."""

    TLS = "tls"
    LOOPBACK = "loopback"  # unencrypted, to a server on this machine
    CLEARTEXT = "cleartext"  # unencrypted to anywhere: somebody said so in as many words


class Login(StrEnum):
    PASSWORD = "password"
    XOAUTH2 = "xoauth2"


class Afterwards(StrEnum):
    """What happens in the mailbox to a mail that the desk has kept."""

    LEAVE = "leave"
    SEEN = "seen"
    MOVE = "move"
    DELETE = "delete"


class OldMail(StrEnum):
    """What happens to mail that lay in the mailbox before it was connected."""

    LEAVE = "leave"
    IMPORT = "import"  # kept and read like any other, but quiet


class Fate(StrEnum):
    """What becomes of a mail that is found in the mailbox."""

    NORMAL = "normal"
    QUIET = "quiet"  # nothing automatic comes of it
    LEFT = "left"  # not fetched at all


@dataclass(frozen=True, slots=True)
class Secrets:
    """What is sealed. A refresh token may be replaced by the token endpoint at any log-in."""

    password: str = ""
    client_secret: str = ""
    refresh_token: str = ""


@dataclass(frozen=True, slots=True)
class Account:
    """Whom we log in to, and how."""

    host: str
    port: int
    username: str
    secrets: Secrets
    transport: Transport = Transport.TLS
    login: Login = Login.PASSWORD
    token_url: str = ""
    client_id: str = ""
    scope: str = ""


@dataclass(frozen=True, slots=True)
class Mailbox:
    """One folder of an account, polled for one desk address."""

    id: int
    hotel_id: int
    channel_id: int
    address: str
    account: Account
    folder: str = "INBOX"
    afterwards: Afterwards = Afterwards.LEAVE
    move_to: str = ""
    old_mail: OldMail = OldMail.LEAVE


@dataclass(frozen=True, slots=True)
class Cursor:
    """Where reading stands. UIDs mean something only together with their UIDVALIDITY (RFC 3501, 2.3.1.1)."""

    uidvalidity: int
    first_uidvalidity: int
    uidnext: int  # when this UIDVALIDITY was met first: lower UIDs existed already
    connected_since: datetime

    def fate(self, uid: int, arrived: datetime, old_mail: OldMail) -> Fate:
        """Mail that existed when the mailbox was connected is old; so is older mail that somebody moves in later.

        INTERNALDATE has whole seconds. What comes within the second of the connection counts as new while UIDs tell
        it apart, and as old after UIDVALIDITY has changed: it was had then.
        """
        existed = uid < self.uidnext
        if self.uidvalidity == self.first_uidvalidity:
            old = existed or arrived < self.connected_since.replace(microsecond=0)
        else:
            old = arrived < self.connected_since
        if not old:
            return Fate.NORMAL
        return Fate.LEFT if existed and old_mail is OldMail.LEAVE else Fate.QUIET
