"""Opens the way to a relay: connection, TLS and log-in as its URL says.

Whatever fails here is temporary: no mail has been spoken of yet. What is said about it never holds the password.
"""

from __future__ import annotations

import smtplib
import socket
import ssl

from worker.transports.patience import Patience
from worker.transports.relay_reply import is_too_much, shown
from worker.transports.relay_url import Relay
from workflow.errors import DeliveryFailed, RelayBusy
from workflow.reasons import because


def open_relay(
    relay: Relay, *, our_name: str, tls: ssl.SSLContext | None, patience: Patience
) -> smtplib.SMTP:
    """Ready for MAIL FROM. Raises DeliveryFailed, always temporary."""
    try:
        smtp = _connected(relay, our_name=our_name, tls=tls, patience=patience)
    except smtplib.SMTPConnectError as error:
        said = shown(error.smtp_code, error.smtp_error)
        if is_too_much(error.smtp_code, error.smtp_error):
            raise RelayBusy(
                because("The relay %(relay)s takes no more for now: %(reply)s", relay=relay, reply=said)
            ) from error
        raise DeliveryFailed(
            because("The relay %(relay)s does not talk to us: %(reply)s", relay=relay, reply=said),
            permanent=False,
        ) from error
    except (smtplib.SMTPException, OSError) as error:
        raise DeliveryFailed(
            because("The relay %(relay)s cannot be reached: %(why)s.", relay=relay, why=_why(error)),
            permanent=False,
        ) from error
    try:
        _greet(smtp, relay, tls, patience)
        if relay.user:
            _log_in(smtp, relay, patience)
    except BaseException:
        smtp.close()
        raise
    return smtp


def _connected(
    relay: Relay, *, our_name: str, tls: ssl.SSLContext | None, patience: Patience
) -> smtplib.SMTP:
    if not relay.is_tls:
        return smtplib.SMTP(relay.host, relay.port, our_name, timeout=patience.step())
    context = tls or ssl.create_default_context()
    return smtplib.SMTP_SSL(relay.host, relay.port, our_name, timeout=patience.step(), context=context)


def _greet(smtp: smtplib.SMTP, relay: Relay, tls: ssl.SSLContext | None, patience: Patience) -> None:
    """EHLO, and STARTTLS when it is offered."""
    try:
        patience.for_step(smtp)
        smtp.ehlo_or_helo_if_needed()
        if not relay.is_tls and smtp.has_extn("starttls"):
            patience.for_step(smtp)
            smtp.starttls(context=tls or _context(verified=bool(relay.user)))
            patience.for_step(smtp)
            smtp.ehlo_or_helo_if_needed()
    except (smtplib.SMTPException, OSError) as error:
        raise DeliveryFailed(
            because("The relay %(relay)s cannot be used: %(why)s.", relay=relay, why=_why(error)),
            permanent=False,
        ) from error


def _log_in(smtp: smtplib.SMTP, relay: Relay, patience: Patience) -> None:
    if not isinstance(smtp.sock, ssl.SSLSocket) and not relay.is_here:
        raise DeliveryFailed(
            because("The relay %(relay)s offers no encryption, so the password was not sent.", relay=relay),
            permanent=False,
        )
    try:
        patience.for_step(smtp)
        smtp.login(relay.user, relay.password)
    except smtplib.SMTPAuthenticationError as error:
        raise DeliveryFailed(
            because(
                "The relay %(relay)s does not accept our log-in (%(code)s).",
                relay=relay,
                code=error.smtp_code,
            ),
            permanent=False,
        ) from None
    except smtplib.SMTPNotSupportedError:
        raise DeliveryFailed(
            because("The relay %(relay)s offers no log-in.", relay=relay), permanent=False
        ) from None
    except (smtplib.SMTPException, OSError, UnicodeError):
        raise DeliveryFailed(
            because("The log-in at the relay %(relay)s failed.", relay=relay), permanent=False
        ) from None


def _context(*, verified: bool) -> ssl.SSLContext:
    """Without a password at stake encryption is better than none, whoever made the certificate (RFC 7435)."""
    context = ssl.create_default_context()
    if not verified:
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    return context


def _why(error: Exception) -> str:
    """What went wrong on the way, in words that can hold no secret."""
    match error:
        case TimeoutError():
            return because("it did not answer in time")
        case ConnectionRefusedError():
            return because("nobody listens there")
        case ssl.SSLCertVerificationError():
            return because("its certificate is not trusted (%(why)s)", why=error.verify_message)
        case ssl.SSLError():
            return because("the encryption could not be agreed on")
        case socket.gaierror():
            return because("its name is not known")
        case smtplib.SMTPResponseException():
            return shown(error.smtp_code, error.smtp_error)
        case smtplib.SMTPServerDisconnected():
            return because("it closed the connection")
    return because("the connection failed")
