"""The mail relay: connection, EHLO, STARTTLS and log-in as for a real mail, which is then not sent."""

from __future__ import annotations

import contextlib
import smtplib
import ssl
from collections.abc import Iterator

from bellhop.doctor.finding import Finding, fail, ok, warn
from worker.transports.patience import Patience
from worker.transports.relay_opening import open_relay
from worker.transports.relay_url import read_relay_url
from workflow import clock
from workflow.errors import BellhopError
from workflow.settings import Settings

CHECK = "relay"
STEP_SECONDS, ALL_SECONDS = 4.0, 8.0


def look(settings: Settings) -> Iterator[Finding]:
    if not settings.smtp_relay_url:
        says = f"No relay is set: mail that goes out is only kept in {settings.home / 'outbox'}."
        yield warn(CHECK, says, "Set SMTP_RELAY_URL=smtps://user:password@host:465 and start Bellhop again.")
        return
    try:
        relay = read_relay_url(settings.smtp_relay_url)
        patience = Patience(STEP_SECONDS, clock.monotonic() + ALL_SECONDS)
        smtp = open_relay(relay, our_name=settings.mail_domain, tls=None, patience=patience)
    except BellhopError as error:
        remedy = "Correct SMTP_RELAY_URL (%40 stands for @ in user and password), and let this machine out to its port."
        yield fail(CHECK, str(error), remedy)
        return
    is_sealed = isinstance(smtp.sock, ssl.SSLSocket)
    with contextlib.suppress(smtplib.SMTPException, OSError):
        smtp.quit()
    how = f"{'with' if is_sealed else 'without'} TLS, {'logged in' if relay.user else 'without log-in'}"
    if is_sealed or relay.is_here:
        yield ok(CHECK, f"{relay} takes our mail, {how}.")
    else:
        remedy = "Use a relay that offers STARTTLS, or smtps://: guests' words go over the net in clear."
        yield warn(CHECK, f"{relay} takes our mail, {how}.", remedy)
