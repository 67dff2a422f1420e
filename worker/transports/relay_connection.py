"""One connection to a relay, which takes one mail after the other. How it is opened is relay_opening's.

Every sentence it raises may be shown to staff.
"""

from __future__ import annotations

import contextlib
import smtplib
import ssl

from worker.compose import Composed
from worker.transports.patience import Patience
from worker.transports.relay_opening import open_relay
from worker.transports.relay_reply import is_too_much, shown
from worker.transports.relay_url import Relay
from worker.transports.transport import Receipt
from workflow import clock
from workflow.errors import DeliveryFailed, RelayBusy
from workflow.reasons import because

CLOSING = 421
LOGIN_CODES = frozenset({530, 534, 535, 538})  # RFC 4954: about our log-in, not about this mail
FAREWELL_SECONDS = 1.0


class Stale(DeliveryFailed):
    """The kept connection was dead before anything of this mail was said: a new one may be tried at once."""


class RelayConnection:
    """Belongs to one thread. After trouble it is closed and `is_open` says so."""

    def __init__(
        self, relay: Relay, *, our_name: str, tls: ssl.SSLContext | None, patience: Patience
    ) -> None:
        """Raises DeliveryFailed, always temporary."""
        self.mails = 0
        self._relay = relay
        self._patience = patience
        self._used_at = clock.monotonic()
        self._smtp = open_relay(relay, our_name=our_name, tls=tls, patience=patience)

    @property
    def is_open(self) -> bool:
        return self._smtp.sock is not None

    @property
    def idle_seconds(self) -> float:
        return clock.monotonic() - self._used_at

    def send(self, composed: Composed, patience: Patience) -> Receipt:
        """Raises DeliveryFailed, Stale."""
        self._patience = patience
        options = self._options(composed)
        self._begin(composed, options)
        try:
            self._patience.for_step(self._smtp)
            self._check(*self._smtp.rcpt(composed.envelope_to))
            self._patience.for_rest(self._smtp)
            code, reply = self._smtp.data(composed.message_bytes)
            self._check(code, reply)
        except smtplib.SMTPDataError as error:
            self._check(error.smtp_code, error.smtp_error)
            raise self._broken(
                because("The relay %(relay)s broke the rules of SMTP.", relay=self._relay)
            ) from error
        except (smtplib.SMTPException, OSError) as error:
            raise self._broken(
                because("The relay %(relay)s broke off in the middle of a mail.", relay=self._relay)
            ) from error
        self.mails += 1
        self._used_at = clock.monotonic()
        return Receipt(f"{self._relay}: {shown(code, reply)}")

    def quit(self) -> None:
        """Says goodbye, without waiting long for the answer."""
        with contextlib.suppress(smtplib.SMTPException, OSError):
            Patience(FAREWELL_SECONDS, clock.monotonic() + FAREWELL_SECONDS).for_step(self._smtp)
            self._smtp.quit()
        self._smtp.close()

    def _begin(self, composed: Composed, options: list[str]) -> None:
        """MAIL FROM: the first word about this mail, and the first chance to notice that nobody listens."""
        try:
            self._patience.for_step(self._smtp)
            code, reply = self._smtp.mail(composed.envelope_from, options)
        except (smtplib.SMTPException, OSError) as error:
            raise self._gone() from error
        if code == CLOSING and not is_too_much(code, reply):
            raise self._gone()
        self._check(code, reply)

    def _gone(self) -> DeliveryFailed:
        self._smtp.close()
        kind = Stale if self.mails else DeliveryFailed
        return kind(because("The relay %(relay)s closed the connection.", relay=self._relay), permanent=False)

    def _options(self, composed: Composed) -> list[str]:
        """What MAIL FROM announces. Raises DeliveryFailed when this relay can never take this mail."""
        size = len(composed.message_bytes)
        features = self._smtp.esmtp_features
        limit = features.get("size", "")
        if limit.isdigit() and 0 < int(limit) < size:
            raise DeliveryFailed(
                because(
                    "The mail has %(size)s MB, the relay takes at most %(most)s MB.",
                    size=f"{size / 1e6:.1f}",
                    most=f"{int(limit) / 1e6:.1f}",
                ),
                permanent=True,
            )
        options = [f"SIZE={size}"] if "size" in features else []
        if (composed.envelope_from + composed.envelope_to).isascii():
            return options
        if "smtputf8" not in features:
            raise DeliveryFailed(
                because("The relay cannot send to an address with letters beyond ASCII before the @."),
                permanent=True,
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
        if is_too_much(code, reply):
            raise RelayBusy(
                because(
                    "The relay %(relay)s takes no more for now: %(reply)s",
                    relay=self._relay,
                    reply=shown(code, reply),
                )
            )
        permanent = 500 <= code < 600 and code not in LOGIN_CODES
        raise DeliveryFailed(
            because("The relay refused the mail: %(reply)s", reply=shown(code, reply)), permanent=permanent
        )

    def _reset(self) -> None:
        try:
            self._patience.for_step(self._smtp)
            self._smtp.rset()
        except (smtplib.SMTPException, OSError):
            self._smtp.close()

    def _broken(self, why: str) -> DeliveryFailed:
        self._smtp.close()
        return DeliveryFailed(why, permanent=False)
