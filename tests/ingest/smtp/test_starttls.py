"""STARTTLS, with a certificate made for the test."""

import smtplib
import ssl
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.ingest.smtp.conftest import DESK, House
from tests.ingest.smtp.doors import DoorProcess, Peer, kept, mail
from workflow import clock


@pytest.fixture
def certificate(tmp_path: Path) -> tuple[Path, Path]:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "desk.localhost")])
    now = clock.now()
    signed = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    cert_file, key_file = tmp_path / "cert.pem", tmp_path / "key.pem"
    cert_file.write_bytes(signed.public_bytes(serialization.Encoding.PEM))
    key_file.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )
    return cert_file, key_file


def test_a_mail_comes_in_by_tls(
    house: House, database_url: str, tmp_path: Path, certificate: tuple[Path, Path]
) -> None:
    """R-MAIL-1: STARTTLS when a certificate is given; no log-in is offered inside either."""
    cert, key = certificate
    with (
        DoorProcess(database_url, tmp_path, TLS_CERT=str(cert), TLS_KEY=str(key)) as door,
        smtplib.SMTP("localhost", door.port, timeout=20) as client,
    ):
        client.starttls(context=ssl.create_default_context(cafile=str(cert)))
        client.ehlo()
        assert not client.has_extn("auth")
        assert not client.has_extn("starttls")
        assert client.docmd("STARTTLS")[0] == 454
        client.sendmail("mia@guest.example", [DESK], mail())
    assert [row["raw"] for row in kept(house.hotel)] == [mail()]


def test_what_was_said_before_tls_is_forgotten(
    house: House, database_url: str, tmp_path: Path, certificate: tuple[Path, Path]
) -> None:
    """Commands sent in the clear together with STARTTLS are not carried out inside (CVE-2024-34083)."""
    cert, key = certificate
    with (
        DoorProcess(database_url, tmp_path, TLS_CERT=str(cert), TLS_KEY=str(key)) as door,
        Peer(door.port) as peer,
    ):
        peer.say("EHLO peer.example")
        peer.send(b"STARTTLS\r\nNOOP\r\nQUIT\r\n")
        assert peer.reply().startswith("220")
        context = ssl.create_default_context(cafile=str(cert))
        with context.wrap_socket(peer.socket, server_hostname="localhost") as inside:
            inside.sendall(b"MAIL FROM:<a@b.example>\r\n")
            assert inside.recv(100).startswith(b"503 5.5.1 Say hello first")


def test_a_certificate_that_cannot_be_read_is_a_plain_refusal(database_url: str, tmp_path: Path) -> None:
    missing = str(tmp_path / "no.pem")
    door = DoorProcess(database_url, tmp_path, TLS_CERT=missing, TLS_KEY=missing)
    with pytest.raises(AssertionError, match="TLS_CERT and TLS_KEY cannot be used: No such file"):
        door.start()
    assert door.process.returncode == 1
