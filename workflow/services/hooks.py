"""What the webhook door keeps: a guest's message as an inbox row, a report as it came. Nothing is decided here.

2xx only after these have committed. What follows is done by a worker, from workflow/services/whatsapp_in.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping
from datetime import datetime

import psycopg2
from psycopg2.extensions import connection as Connection

from workflow.database import is_store_trouble, store_unavailable
from workflow.errors import StoreUnavailable
from workflow.services.inbox import clean
from workflow.services.whatsapp_channels import Number
from workflow.values import EffectKind
from workflow.wake import wake_clock

DOOR = "whatsapp"
TIMEOUT_SECONDS = 10  # Twilio waits 15 for an answer

_BEGIN = (
    "BEGIN; SELECT set_config('role', 'bellhop_app', true), set_config('bellhop.hotels', %s, true),"
    " set_config('statement_timeout', %s, true); "
)
_KEEP_MESSAGE = """
WITH kept AS (
  INSERT INTO inbox (hotel_id, channel_id, door, received_at, envelope_from, envelope_to, size)
  VALUES (%s, %s, %s, %s, %s, %s, %s) RETURNING id, hotel_id, received_at),
raw AS (INSERT INTO inbox_chunks (hotel_id, inbox_id, seq, data) SELECT hotel_id, id, 0, %s FROM kept)
INSERT INTO effects (hotel_id, kind, look_at, inbox_id, created_at)
SELECT hotel_id, %s, received_at, id, received_at FROM kept
"""
_KEEP_REPORT = """
WITH kept AS (
  INSERT INTO provider_reports (hotel_id, channel_id, sid, status, code, at) VALUES (%s, %s, %s, %s, %s, %s)
  ON CONFLICT DO NOTHING RETURNING hotel_id, sid, at)
INSERT INTO effects (hotel_id, kind, look_at, payload, created_at)
SELECT hotel_id, %s, at, jsonb_build_object('sid', sid), at FROM kept
"""


class HookWriter:
    """Each thread writes on a connection of its own, in one round trip: PostgreSQL shares the flushes of commits that
    come together.
    """

    def __init__(self, database_url: str) -> None:
        self._database_url = database_url
        self._own = threading.local()

    def keep_message(self, number: Number, form: Mapping[str, str], raw: bytes, *, now: datetime) -> None:
        """The bytes as they came, for whatever a later reader finds in them. Raises StoreUnavailable."""
        values = (number.hotel_id, number.channel_id, DOOR, now)
        ends = (clean(form.get("From", ""))[:200], clean(form.get("To", ""))[:200], len(raw), raw)
        self._commit(number.hotel_id, _KEEP_MESSAGE, (*values, *ends, EffectKind.PROCESS_INBOX))

    def keep_report(self, number: Number, form: Mapping[str, str], *, now: datetime) -> None:
        """The same report again changes nothing. Raises StoreUnavailable."""
        sid, status = clean(form.get("MessageSid", ""))[:64], clean(form.get("MessageStatus", ""))[:32]
        code = form.get("ErrorCode", "")
        number_of_code = int(code) if code.isascii() and code.isdigit() and len(code) < 9 else None
        values = (number.hotel_id, number.channel_id, sid, status, number_of_code, now)
        self._commit(number.hotel_id, _KEEP_REPORT, (*values, EffectKind.APPLY_REPORT))

    def _commit(self, hotel_id: int, statement: str, values: tuple[object, ...]) -> None:
        """A connection that died is replaced once: what is kept twice is handled once, by its MessageSid."""
        begin = (f"{{{hotel_id}}}", str(TIMEOUT_SECONDS * 1000))
        for is_last in (False, True):
            try:
                cursor = self._connection().cursor()
                cursor.execute(f"{_BEGIN}{statement}; COMMIT", (*begin, *values))
            except psycopg2.Error as error:
                self._drop()
                if is_last or not is_store_trouble(error):
                    raise store_unavailable(error) from error
            else:
                break
        if cursor.statusmessage != "COMMIT":
            raise StoreUnavailable("The database did not commit.")
        wake_clock()

    def _connection(self) -> Connection:
        connection: Connection | None = getattr(self._own, "connection", None)
        if connection is None or connection.closed:
            connection = psycopg2.connect(
                self._database_url,
                connect_timeout=5,
                tcp_user_timeout=TIMEOUT_SECONDS * 1000,  # for a host that vanished
                application_name="bellhop hooks",
            )
            connection.autocommit = True
            self._own.connection = connection
        return connection

    def _drop(self) -> None:
        connection: Connection | None = getattr(self._own, "connection", None)
        if connection is not None:
            connection.close()
        self._own.connection = None
