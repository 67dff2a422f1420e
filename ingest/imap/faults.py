"""What goes wrong between us and a mail server. Each message is a sentence for the operator of the mailbox."""

from __future__ import annotations


class MailboxFault(Exception):
    """Root of the tree. Never raised itself."""


class ConnectionLost(MailboxFault):
    """The connection is gone, or an answer did not come in time: connect again."""


class CommandRefused(MailboxFault):
    """The server answered NO or BAD; the connection stands."""


class LoginRefused(MailboxFault):
    """The server does not take our name, password or token: only a person can help."""


class TokenRefused(LoginRefused):
    """The token endpoint gives no access token any more: somebody must consent again."""
