"""A desk that has been at work for years: very many old tickets with all their rows, made by the database itself."""

from __future__ import annotations

import psycopg2

_GUESTS = 50_000

# As a server's owner, without triggers and foreign keys: the rows are consistent by their numbers.
_STATEMENTS = (
    "SET session_replication_role = replica",
    """
INSERT INTO inbox (id, hotel_id, channel_id, door, received_at, envelope_from, envelope_to, size, state, ticket_id,
  message_id, processed_at)
SELECT n, 1, 1, 'smtp', at, 'old@mailer.example', 'aurora@desk.test', 4096, 'processed', n, n, at
FROM generate_series(1, %(count)s) AS n, LATERAL (SELECT now() - (%(count)s - n) * interval '1 minute' AS at) AS moment
""",
    """
INSERT INTO tickets (id, hotel_id, pid, source, state, subject, description, channel_id, requester_address,
  requester_name, language, placed_by, created_by_kind, created_at, updated_by_kind, updated_at, closed_at)
SELECT n, 1, 'OLD-' || n, 'email', CASE WHEN n %% 20 = 0 THEN 'open' ELSE 'closed' END, 'Towels and pillows ' || n,
  repeat('Could somebody bring one more towel, please? ', 6), 1, 'old' || n %% %(guests)s || '@mailer.example',
  'Guest ' || n, 'en', 'new', 'guest', at, 'system', at, CASE WHEN n %% 20 = 0 THEN NULL ELSE at END
FROM generate_series(1, %(count)s) AS n, LATERAL (SELECT now() - (%(count)s - n) * interval '1 minute' AS at) AS moment
""",
    """
INSERT INTO messages (id, hotel_id, ticket_id, direction, channel, author_kind, author_address, subject, body,
  rfc_message_id, placed_by, inbox_id, created_at)
SELECT n, 1, n, 'in', 'email', 'guest', 'old' || n %% %(guests)s || '@mailer.example', 'Towels and pillows ' || n,
  repeat('Could somebody bring one more towel, please? ', 6), '<old-' || n || '@mailer.example>', 'new', n, now()
FROM generate_series(1, %(count)s) AS n
""",
    """
INSERT INTO events (hotel_id, ticket_id, at, actor_kind, kind)
SELECT 1, 1 + n / 2, now(), 'guest', 'created' FROM generate_series(1, 2 * %(count)s - 1) AS n
""",
    """
INSERT INTO effects (hotel_id, kind, state, look_at, fence, attempts, ticket_id, message_id, inbox_id, created_at,
  finished_at)
SELECT 1, CASE WHEN n %% 2 = 0 THEN 'process_inbox' ELSE 'send_notice' END, 'done', now(), 1, 1, 1 + n / 2, 1 + n / 2,
  1 + n / 2, now(), now()
FROM generate_series(1, 2 * %(count)s - 1) AS n
""",
    """
INSERT INTO mail_keys (hotel_id, channel_id, digest, inbox_id)
SELECT 1, 1, sha256(('old ' || n)::bytea), n FROM generate_series(1, %(count)s) AS n
""",
    """
INSERT INTO deadlines (hotel_id, ticket_id, kind, due_at, look_at, created_at)
SELECT 1, n, 'close_resolved', now() + interval '1 year', now() + interval '1 year', now()
FROM generate_series(20, %(count)s, 20) AS n
""",
    "SELECT setval(pg_get_serial_sequence(name, 'id'), %(count)s) FROM unnest(ARRAY['inbox', 'tickets', 'messages']) name",
    "SET session_replication_role = origin",
)


def grow(database_url: str, tickets: int) -> None:
    """For the bench's only hotel and channel. The server's owner must be a superuser, as the embedded one's is."""
    connection = psycopg2.connect(database_url)
    connection.autocommit = True
    with connection.cursor() as cursor:
        for statement in _STATEMENTS:
            cursor.execute(statement, {"count": tickets, "guests": _GUESTS})
        cursor.execute("VACUUM ANALYZE")
        cursor.execute("CHECKPOINT")
    connection.close()
