"""The yardsticks that the desk is measured against: fixed loops, so that nobody can win by slowing them.

Read a change of this file with suspicion. Versions they were measured with stand in docs/performance.md.
"""

from __future__ import annotations

import email
import email.policy
import time
from collections.abc import Sequence

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
