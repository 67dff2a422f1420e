"""SMTP_RELAY_URL taken apart: smtp[s]://user:password@host:port."""

from __future__ import annotations

from dataclasses import dataclass, field
from urllib.parse import unquote, urlsplit

from workflow.errors import SettingsError

_PORTS = {"smtp": 25, "smtps": 465}
_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


@dataclass(frozen=True, slots=True)
class Relay:
    """A mail server that takes our mails. The password is never shown, not even in a traceback."""

    host: str
    port: int
    is_tls: bool  # from the first byte, RFC 8314; else STARTTLS when it is offered
    user: str = field(default="", repr=False)
    password: str = field(default="", repr=False)

    @property
    def is_here(self) -> bool:
        return self.host in _LOOPBACK

    def __str__(self) -> str:
        return f"{self.host}:{self.port}"


def read_relay_url(url: str) -> Relay:
    """Raises SettingsError, which does not repeat the URL: a password may stand in it."""
    try:
        parts = urlsplit(url)
        scheme, host, port = parts.scheme, parts.hostname, parts.port
    except ValueError:
        raise SettingsError("SMTP_RELAY_URL is not a URL.") from None
    if scheme not in _PORTS or not host:
        raise SettingsError("SMTP_RELAY_URL must look like smtp://host:port or smtps://user:password@host.")
    return Relay(
        host=host,
        port=port or (587 if scheme == "smtp" and parts.username else _PORTS[scheme]),
        is_tls=scheme == "smtps",
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
    )
