"""On well-formed mail our own reader and Python's careful one agree (R-MAIL-6)."""

from __future__ import annotations

from email import message_from_bytes
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP, default

from bellhop.bench.parsing import ordinary_mails
from tests.workflow.reading.generated import cases
from workflow.reading import read


def words(text: str) -> str:
    """Line ends and empty lines around the text are the transport's."""
    return text.replace("\r\n", "\n").strip("\n")


def by_python(raw: bytes) -> dict[str, object]:
    message = message_from_bytes(raw, policy=default)
    plain = message.get_body(("plain",))
    html = message.get_body(("html",))
    return {
        "subject": str(message["Subject"] or ""),
        "from": [one.addr_spec.lower() for one in message["From"].addresses],
        "name": message["From"].addresses[0].display_name,
        "to": [one.addr_spec.lower() for one in message["To"].addresses],
        "text": words(plain.get_content()) if plain else None,
        "html": words(html.get_content()) if html else "",
        "files": [(one.get_filename(), one.get_content()) for one in message.iter_attachments()],
    }


def by_us(raw: bytes) -> dict[str, object]:
    mail = read(raw)
    text = words(mail.text) if "text/plain" in raw.decode("latin-1") else None
    return {
        "subject": mail.subject,
        "from": [mail.from_address],
        "name": mail.from_name,
        "to": [one.address for one in mail.to],
        "text": text,
        "html": words(mail.html),
        "files": [(one.filename, one.content) for one in mail.attachments],
    }


def test_generated_mails_are_read_alike() -> None:
    """R-MAIL-6: the differential proof of a reader of our own."""
    for case in cases():
        theirs, ours = by_python(case.raw), by_us(case.raw)
        assert ours == theirs, case.name


def test_the_mails_of_the_bench_are_read_alike() -> None:
    """P7 measures the same work on both sides."""
    for name, raw in ordinary_mails().items():
        assert by_us(raw) == by_python(raw), name


def test_awkward_but_correct_mails_are_read_alike() -> None:
    """R-MAIL-6"""
    for subject, name in (
        ("a" * 300, "Ülkü Öz"),
        ("日本語の件名 " * 20, "田中 花子"),
        ("“quoted” — dash", 'A "B" C'),
    ):
        message = EmailMessage(policy=SMTP)
        message["Subject"] = subject.strip()
        message["From"] = Address(name, addr_spec="a@x.example")
        message["To"] = "b@y.example, C <c@z.example>"
        message.set_content("Grüße\n" * 50)
        message.add_attachment(
            b"\x00\xff" * 500, maintype="application", subtype="pdf", filename=f"{subject[:60].strip()}.pdf"
        )
        raw = message.as_bytes()
        ours, theirs = by_us(raw), by_python(raw)
        assert ours == theirs
