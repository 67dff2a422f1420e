"""The ways out for mail, and the choice between them."""

from __future__ import annotations

from worker.transports.outbox_folder import OutboxFolder
from worker.transports.smtp import SmtpRelay
from worker.transports.transport import Receipt, Transport
from workflow.settings import Settings

__all__ = ["OutboxFolder", "Receipt", "SmtpRelay", "Transport", "make_transport"]


def make_transport(settings: Settings) -> Transport:
    """The relay of SMTP_RELAY_URL; without one, a folder. Raises SettingsError."""
    if settings.smtp_relay_url:
        return SmtpRelay(settings.smtp_relay_url, our_name=settings.mail_domain)
    return OutboxFolder(settings.home)
