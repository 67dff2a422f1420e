"""The yardsticks that the desk is measured against: fixed loops, so that nobody can win by slowing them.

Read a change of this file with suspicion. Versions they were measured with stand in docs/performance.md.
"""

from __future__ import annotations

import email
import email.policy
import smtplib
import time
from collections.abc import Sequence
from email.message import EmailMessage

import psycopg2

_TABLES = """
CREATE SCHEMA IF NOT EXISTS yardstick;
CREATE TABLE IF NOT EXISTS yardstick.rows
  (id bigserial PRIMARY KEY, kind text NOT NULL, sender text, subject text, body text, at timestamptz DEFAULT now());
"""
_INSERT = "INSERT INTO yardstick.rows (kind, sender, subject, body) VALUES (%s, %s, %s, %s)"
_KINDS = ("ticket", "message", "event", "effect", "deadline")


def parse_and_commit_each(database_url: str, mails: Sequence[bytes]) -> float:
    """Mails a second of the bare loop: policy.default parse of all parts, five rows, a commit for each mail."""
    connection = psycopg2.connect(database_url)
    with connection, connection.cursor() as cursor:
        cursor.execute(_TABLES)
    began = time.perf_counter()
    for raw in mails:
        sender, subject, body = _parsed(raw)
        with connection, connection.cursor() as cursor:
            for kind in _KINDS:
                cursor.execute(_INSERT, (kind, sender, subject, body))
    elapsed = time.perf_counter() - began
    connection.close()
    return len(mails) / elapsed


def _parsed(raw: bytes) -> tuple[str, str, str]:
    mail = email.message_from_bytes(raw, policy=email.policy.default)
    parts = [str(part.get_content()) for part in mail.walk() if not part.is_multipart()]
    return str(mail["From"]), str(mail["Subject"]), parts[0]


def build_and_send(host: str, port: int, mails: int) -> float:
    """Mails a second of the bare loop: an EmailMessage with text and its HTML twin built, and sent on one connection."""
    with smtplib.SMTP(host, port) as connection:
        began = time.perf_counter()
        for number in range(mails):
            connection.sendmail("desk@desk.test", ["ana@aurora.example"], _built(number))
        return mails / (time.perf_counter() - began)


def _built(number: int) -> bytes:
    mail = EmailMessage(policy=email.policy.SMTP)
    mail["From"] = "Aurora <aurora@desk.test>"
    mail["To"] = "Ana <ana@aurora.example>"
    mail["Subject"] = f"[AUR-202611-{number:05}-1] Towels and pillows {number}"
    mail["Date"] = "Fri, 20 Nov 2026 09:12:00 +0000"
    mail["Message-ID"] = f"<notice-{number}@desk.test>"
    mail["In-Reply-To"] = mail["References"] = f"<thread-{number}@desk.test>"
    mail["Reply-To"] = f"aurora+token{number}@desk.test"
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(_NOTICE)
    mail.add_alternative(f"<html><body><p>{_NOTICE}</p></body></html>", subtype="html")
    return mail.as_bytes()


_NOTICE = (
    "A guest wrote: good evening, we arrived an hour ago and the room is lovely. There are only two towels though, and"
    " we are three. Could somebody bring one more, and perhaps a second pillow for the child?\n\nAnswer this mail, and"
    " your words go to the guest.\n"
) * 2
