"""One connection to a relay: opened with TLS and log-in as its URL says, then one mail after the other.

Every sentence it raises may be shown to staff: the relay's words are cleaned and capped, ours never name the password.
"""

from __future__ import annotations

import contextlib
import re
import smtplib
import socket
import ssl

from worker.compose import Composed
from worker.transports.relay_url import Relay
from worker.transports.transport import Receipt
from workflow import clock
from workflow.errors import DeliveryFailed

MAX_REPLY = 300
CLOSING = 421
LOGIN_CODES = frozenset({530, 534, 535, 538})  # RFC 4954: about our log-in, not about this mail
_SHORTEST_STEP = 0.1


class Stale(DeliveryFailed):
    """The kept connection was dead before anything of this mail was said: a new one may be tried at once."""


class RelayConnection:
    """Belongs to one thread. After trouble it is closed and `is_open` says so."""

    def __init__(
        self,
        relay: Relay,
        *,
        our_name: str,
        tls: ssl.SSLContext | None,
        step_seconds: float,
        deadline: float,
    ) -> None:
        """Connects. `deadline` is a moment of clock.monotonic(). Raises DeliveryFailed, always temporary."""
        self.mails = 0
        self._relay = relay
        self._our_name = our_name
        self._step_seconds = step_seconds
        self._deadline = deadline
        self._used_at = clock.monotonic()
        self._smtp = self._connected(tls)

    @property
    def is_open(self) -> bool:
        return self._smtp.sock is not None

    @property
    def idle_seconds(self) -> float:
        return clock.monotonic() - self._used_at

    def send(self, composed: Composed, *, deadline: float) -> Receipt:
        """Raises DeliveryFailed, Stale."""
        self._deadline = deadline
        options = self._options(composed)
        self._begin(composed, options)
        try:
            self._step()
            self._check(*self._smtp.rcpt(composed.envelope_to))
            self._step(whole=True)
            code, reply = self._smtp.data(composed.message_bytes)
            self._check(code, reply)
        except smtplib.SMTPDataError as error:
            self._check(error.smtp_code, error.smtp_error)
            raise self._broken("broke the rules of SMTP") from error
        except (smtplib.SMTPException, OSError) as error:
            raise self._broken("broke off in the middle of a mail") from error
        self.mails += 1
        self._used_at = clock.monotonic()
        return Receipt(f"{self._relay}: {_shown(code, reply)}")

    def quit(self) -> None:
        """Says goodbye, without waiting long for the answer."""
        with contextlib.suppress(smtplib.SMTPException, OSError):
            self._deadline = clock.monotonic() + 1.0
            self._step()
            self._smtp.quit()
        self._smtp.close()

    def _begin(self, composed: Composed, options: list[str]) -> None:
        """MAIL FROM: the first word about this mail, and the first chance to notice that nobody listens."""
        try:
            self._step()
            code, reply = self._smtp.mail(composed.envelope_from, options)
        except (smtplib.SMTPException, OSError) as error:
            raise self._gone() from error
        if code == CLOSING:
            raise self._gone()
        self._check(code, reply)

    def _gone(self) -> DeliveryFailed:
        self._smtp.close()
        kind = Stale if self.mails else DeliveryFailed
        return kind(f"The relay {self._relay} closed the connection.", permanent=False)

    def _options(self, composed: Composed) -> list[str]:
        """What MAIL FROM announces. Raises DeliveryFailed when this relay can never take this mail."""
        size = len(composed.message_bytes)
        features = self._smtp.esmtp_features
        limit = features.get("size", "")
        if limit.isdigit() and 0 < int(limit) < size:
            raise DeliveryFailed(
                f"The mail has {size / 1e6:.1f} MB, the relay takes at most {int(limit) / 1e6:.1f} MB.",
                permanent=True,
            )
        options = [f"SIZE={size}"] if "size" in features else []
        if (composed.envelope_from + composed.envelope_to).isascii():
            return options
        if "smtputf8" not in features:
            raise DeliveryFailed(
                "The relay cannot send to an address with letters beyond ASCII before the @.", permanent=True
            )
        return [*options, "SMTPUTF8", "BODY=8BITMIME"]

    def _check(self, code: int, reply: bytes | str) -> None:
        """Raises DeliveryFailed unless the relay said yes; the connection stays usable where it can."""
        if 200 <= code < 300:
            return
        if code == CLOSING:
            self._smtp.close()
        else:
            self._reset()
        permanent = 500 <= code < 600 and code not in LOGIN_CODES
        raise DeliveryFailed(f"The relay refused the mail: {_shown(code, reply)}", permanent=permanent)

    def _reset(self) -> None:
        try:
            self._step()
            self._smtp.rset()
        except (smtplib.SMTPException, OSError):
            self._smtp.close()

    def _broken(self, what: str) -> DeliveryFailed:
        self._smtp.close()
        return DeliveryFailed(f"The relay {self._relay} {what}.", permanent=False)

    def _step(self, *, whole: bool = False) -> None:
        """Gives the next command its time: a step, or all that is left for the bytes of the mail."""
        left = self._left()
        if self._smtp.sock is None:
            raise smtplib.SMTPServerDisconnected("closed")
        self._smtp.sock.settimeout(left if whole else min(left, self._step_seconds))

    def _left(self) -> float:
        return max(_SHORTEST_STEP, self._deadline - clock.monotonic())

    def _connected(self, tls: ssl.SSLContext | None) -> smtplib.SMTP:
        relay, seconds = self._relay, min(self._left(), self._step_seconds)
        try:
            if relay.is_tls:
                context = tls or ssl.create_default_context()
                self._smtp = smtplib.SMTP_SSL(
                    relay.host, relay.port, self._our_name, timeout=seconds, context=context
                )
            else:
                self._smtp = smtplib.SMTP(relay.host, relay.port, self._our_name, timeout=seconds)
        except smtplib.SMTPConnectError as error:
            shown = _shown(error.smtp_code, error.smtp_error)
            raise DeliveryFailed(
                f"The relay {relay} does not talk to us: {shown}", permanent=False
            ) from error
        except (smtplib.SMTPException, OSError) as error:
            why = _why(error)
            raise DeliveryFailed(f"The relay {relay} cannot be reached: {why}.", permanent=False) from error
        try:
            self._greet(tls)
        except BaseException:
            self._smtp.close()
            raise
        return self._smtp

    def _greet(self, tls: ssl.SSLContext | None) -> None:
        """EHLO, STARTTLS when it is offered, log-in when there is a name. Raises DeliveryFailed."""
        relay = self._relay
        try:
            self._step()
            self._smtp.ehlo_or_helo_if_needed()
            if not relay.is_tls and self._smtp.has_extn("starttls"):
                self._step()
                self._smtp.starttls(context=tls or _context(verified=bool(relay.user)))
                self._smtp.ehlo_or_helo_if_needed()
        except (smtplib.SMTPException, OSError) as error:
            raise DeliveryFailed(
                f"The relay {relay} cannot be used: {_why(error)}.", permanent=False
            ) from error
        if not relay.user:
            return
        if not isinstance(self._smtp.sock, ssl.SSLSocket) and not relay.is_here:
            raise DeliveryFailed(
                f"The relay {relay} offers no encryption, so the password was not sent.", permanent=False
            )
        self._log_in()

    def _log_in(self) -> None:
        try:
            self._step()
            self._smtp.login(self._relay.user, self._relay.password)
        except smtplib.SMTPAuthenticationError as error:
            raise DeliveryFailed(
                f"The relay {self._relay} does not accept our log-in ({error.smtp_code}).", permanent=False
            ) from None
        except smtplib.SMTPNotSupportedError:
            raise DeliveryFailed(f"The relay {self._relay} offers no log-in.", permanent=False) from None
        except (smtplib.SMTPException, OSError):
            raise DeliveryFailed(f"The log-in at the relay {self._relay} failed.", permanent=False) from None


def _context(*, verified: bool) -> ssl.SSLContext:
    """Without a password at stake encryption is better than none, whoever made the certificate (RFC 7435)."""
    context = ssl.create_default_context()
    if not verified:
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    return context


def _shown(code: int, reply: bytes | str) -> str:
    """The relay's words on one line, for people."""
    text = reply.decode("utf-8", "replace") if isinstance(reply, bytes) else reply
    text = re.sub(r"[\x00-\x20\x7f-\x9f]+", " ", f"{code} {text}").strip()
    return text if len(text) <= MAX_REPLY else text[:MAX_REPLY] + "…"


def _why(error: Exception) -> str:
    """What went wrong on the way, in words that can hold no secret."""
    match error:
        case TimeoutError():
            return "it did not answer in time"
        case ConnectionRefusedError():
            return "nobody listens there"
        case ssl.SSLCertVerificationError():
            return f"its certificate is not trusted ({error.verify_message})"
        case ssl.SSLError():
            return "the encryption could not be agreed on"
        case socket.gaierror():
            return "its name is not known"
        case smtplib.SMTPResponseException():
            return _shown(error.smtp_code, error.smtp_error)
        case smtplib.SMTPServerDisconnected():
            return "it closed the connection"
    return "the connection failed"
