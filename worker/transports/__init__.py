"""The ways out for mail, and the choice between them."""

from __future__ import annotations

from worker.transports.outbox_folder import OutboxFolder
from worker.transports.smtp import SmtpRelay
from worker.transports.transport import Receipt, Transport
from workflow.settings import Settings

__all__ = ["OutboxFolder", "Receipt", "SmtpRelay", "Transport", "make_door_transport", "make_transport"]


def make_transport(settings: Settings) -> Transport:
    """The relay of SMTP_RELAY_URL; without one, a folder. Raises SettingsError."""
    if settings.smtp_relay_url:
        return SmtpRelay(settings.smtp_relay_url, our_name=settings.mail_domain)
    return OutboxFolder(settings.home)


def make_door_transport(settings: Settings) -> Transport:
    """To the desk's own mail door, for a live test without a relay."""
    listen = settings.smtp_listen
    host = {"": "127.0.0.1", "0.0.0.0": "127.0.0.1", "::": "::1"}.get(listen.host, listen.host)
    address = f"[{host}]" if ":" in host else host
    return SmtpRelay(f"smtp://{address}:{listen.port}", our_name=settings.mail_domain)
