"""TLS to the mail server: believed only with a certificate that is trusted, and never begun by STARTTLS."""

import dataclasses
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.dovecot import Dovecot, free_port, needs_dovecot
from tests.ingest.imap.polling import KEYS, House, Polling, account, mail
from tests.processes import wait_until
from tests.worker.certificates import make_certificate
from workflow import clock
from workflow.database import hotel
from workflow.mailbox import Transport
from workflow.models import MailboxRow
from workflow.services import mailboxes

pytestmark = needs_dovecot

_TLS = """
ssl = yes
ssl_cert = <{folder}/server.pem
ssl_key = <{folder}/server.pem
service imap-login {
  inet_listener imaps {
    port = PORT
    ssl = yes
  }
}
"""


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    make_certificate(tmp_path)
    return tmp_path / "server.pem"


@pytest.fixture
def office(certificate: Path) -> Iterator["Office"]:
    port = free_port()
    more = _TLS.replace("PORT", str(port))
    with Dovecot("desk", more=more, files={"server.pem": certificate.read_text()}) as running:
        yield Office(running, port)


@dataclasses.dataclass(frozen=True)
class Office:
    server: Dovecot
    tls_port: int


def connect(house: House, port: int) -> MailboxRow:
    by_tls = dataclasses.replace(account(port, "desk"), transport=Transport.TLS)
    with hotel(house.hotel.id):
        return mailboxes.add(house.channel, by_tls, keys=KEYS, now=clock.now())


def test_a_trusted_certificate(
    house: House, office: Office, certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """R-MAIL-3: an authority of one's own is named by SSL_CERT_FILE; the end of the connection is noticed as without TLS."""
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    box = connect(house, office.tls_port)
    with Polling():
        house.wait_until_read(box.id)
        office.server.say_bye()
        office.server.put(mail("Towels"))
        house.wait_for("Towels")


def test_a_certificate_that_nobody_vouches_for_is_refused(house: House, office: Office) -> None:
    """R-MAIL-3: no password is sent."""
    box = connect(house, office.tls_port)
    with Polling():
        wait_until(lambda: house.mailbox(box.id).last_error, what="it is told")
    assert "certificate is not trusted" in house.mailbox(box.id).last_error
    assert "Login" not in office.server.log()


def test_tls_on_the_port_without_says_that_starttls_is_not_supported(house: House, office: Office) -> None:
    """R-MAIL-3."""
    box = connect(house, office.server.port)
    with Polling():
        wait_until(lambda: house.mailbox(box.id).last_error, what="it is told")
    assert "STARTTLS is not supported, use the TLS port, usually 993" in house.mailbox(box.id).last_error
