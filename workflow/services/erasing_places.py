"""Where something about a guest stands, table by table, and the statement that takes it away (R-PRIV-1).

Every table that declares personal columns is here or among those that hold nothing about guests; a test walks over all.
Tickets, the timeline, the search and the store are erasing's own work.
"""

from __future__ import annotations

from dataclasses import dataclass

GONE = "(erased)"
"""Where a text must be."""


@dataclass(frozen=True, slots=True)
class Place:
    """%(…)s are the names of personal_data.Held.values, and %(now)s."""

    table: str
    statement: str


OTHERS = frozenset(
    {
        "staff",  # members and what they do: no guests
        "shifts",
        "memberships",
        "handover_answers",
    }
)
BY_ERASING = frozenset({"tickets", "events", "ticket_words", "stored_files"})

# In this order: what waits to be sent first, what others are found by last.
PLACES = (
    Place(
        "effects",
        "UPDATE effects SET payload = '{}', result = NULL, error = NULL,"
        " finished_at = coalesce(finished_at, %(now)s),"
        " state = CASE WHEN state IN ('waiting', 'queued') THEN 'done' ELSE state END"
        " WHERE hotel_id = %(hotel)s AND (ticket_id = ANY(%(tickets)s) OR message_id = ANY(%(messages)s)"
        " OR inbox_id = ANY(%(mails)s) OR payload ->> 'to' = ANY(%(addresses)s))",
    ),
    Place(
        "unsent_answers",
        "DELETE FROM unsent_answers WHERE hotel_id = %(hotel)s AND ticket_id = ANY(%(tickets)s)",
    ),
    Place(
        "deadlines",
        "UPDATE deadlines SET state = 'cancelled', finished_at = %(now)s WHERE hotel_id = %(hotel)s"
        " AND ticket_id = ANY(%(tickets)s) AND state = 'armed' AND kind IN ('remind_waiting', 'window_closes')",
    ),
    Place(
        "webhook_attempts",
        "UPDATE webhook_attempts SET answer = '' WHERE hotel_id = %(hotel)s AND delivery_id IN"
        " (SELECT d.id FROM webhook_deliveries d JOIN webhook_events e ON e.id = d.event_id"
        "  WHERE e.ticket_id = ANY(%(tickets)s))",
    ),
    Place(
        "webhook_deliveries",
        "UPDATE webhook_deliveries SET state = 'dropped', finished_at = %(now)s WHERE hotel_id = %(hotel)s"
        " AND state = 'waiting' AND event_id IN"
        " (SELECT id FROM webhook_events WHERE ticket_id = ANY(%(tickets)s))",
    ),
    Place(
        "webhook_events",
        "UPDATE webhook_events SET body = '{}' WHERE hotel_id = %(hotel)s AND ticket_id = ANY(%(tickets)s)",
    ),
    Place(
        "written_once",
        "DELETE FROM written_once WHERE hotel_id = %(hotel)s AND (answer -> 'body' ->> 'pid' = ANY(%(pids)s)"
        " OR answer ->> 'pid' = ANY(%(pids)s)"
        " OR answer -> 'body' ->> 'ticketId' = ANY(SELECT id::text FROM unnest(%(tickets)s::bigint[]) AS id))",
    ),
    Place(
        "held_mails",
        "UPDATE held_mails SET words = '', files = '[]',"
        " state = CASE WHEN state = 'held' THEN 'dropped' ELSE state END"
        " WHERE hotel_id = %(hotel)s AND ticket_id = ANY(%(tickets)s)",
    ),
    Place(
        "receipts",
        "UPDATE receipts SET lines = '[]', words = '', subject = ''"
        " WHERE hotel_id = %(hotel)s AND ticket_id = ANY(%(tickets)s)",
    ),
    Place(
        "media_waiting",
        "UPDATE media_waiting SET url = '', error = '', state = 'stored'"
        " WHERE hotel_id = %(hotel)s AND message_id = ANY(%(messages)s)",
    ),
    Place(
        "participants",
        "DELETE FROM participants WHERE hotel_id = %(hotel)s"
        " AND (ticket_id = ANY(%(tickets)s) OR address = ANY(%(addresses)s))",
    ),
    Place(
        "messages",
        f"UPDATE messages SET body = '{GONE}', full_text = NULL, body_html = NULL, subject = '',"
        " author_name = CASE WHEN author_kind IN ('guest', 'outsider') THEN '' ELSE author_name END,"
        " author_address = CASE WHEN author_kind IN ('guest', 'outsider') THEN '' ELSE author_address END,"
        " recipients = '[]', verdict_reason = '', delivery_error = NULL, remark = '', auto_reason = '',"
        " rfc_message_id = CASE WHEN direction = 'in' THEN NULL ELSE rfc_message_id END"
        " WHERE hotel_id = %(hotel)s AND id = ANY(%(messages)s)",
    ),
    Place(  # copies of other tickets' answers went to him too
        "messages",
        "UPDATE messages SET recipients = '[]', delivery_error = NULL WHERE hotel_id = %(hotel)s"
        " AND (recipients::text ILIKE ANY(%(patterns)s) OR delivery_error ILIKE ANY(%(patterns)s))",
    ),
    Place(
        "attachments",
        f"UPDATE attachments SET filename = '{GONE}', sha256 = '', content_id = ''"
        " WHERE hotel_id = %(hotel)s AND (ticket_id = ANY(%(tickets)s) OR message_id = ANY(%(messages)s))",
    ),
    Place(
        "inbox_chunks",
        "DELETE FROM inbox_chunks WHERE hotel_id = %(hotel)s AND inbox_id = ANY(%(mails)s)",
    ),
    Place(
        "inbox",
        "UPDATE inbox SET envelope_from = '', envelope_to = '', peer = '', helo = '', sender = '', subject = '',"
        " reason = 'Erased.', erased_at = %(now)s,"
        " state = CASE WHEN state IN ('held', 'quarantined', 'spam') THEN 'ignored' ELSE state END"
        " WHERE hotel_id = %(hotel)s AND id = ANY(%(mails)s)",
    ),
    Place(
        "automatic_mails",
        "DELETE FROM automatic_mails WHERE hotel_id = %(hotel)s AND address = ANY(%(addresses)s)",
    ),
    Place(
        "muted_addresses",
        "DELETE FROM muted_addresses WHERE hotel_id = %(hotel)s AND address = ANY(%(addresses)s)",
    ),
    Place(
        "blocked_senders",
        "DELETE FROM blocked_senders WHERE hotel_id = %(hotel)s AND pattern = ANY(%(addresses)s)",
    ),
    Place(
        "saved_views",
        "DELETE FROM saved_views WHERE hotel_id = %(hotel)s AND (filters::text ILIKE ANY(%(patterns)s)"
        " OR filters ->> 'q' = ANY(%(names)s))",
    ),
    Place(
        "qr_tokens",
        "UPDATE qr_tokens SET revoked_at = coalesce(revoked_at, %(now)s)"
        " WHERE hotel_id = %(hotel)s AND guest_id = ANY(%(guests)s)",
    ),
    Place(  # what he sent ahead and never used; its bytes leave with the row, a day after it came
        "uploaded_files",
        f"UPDATE uploaded_files SET filename = '{GONE}' WHERE hotel_id = %(hotel)s AND author IN"
        " (SELECT 'token ' || encode(token_digest, 'hex') FROM guest_sessions"
        "  WHERE hotel_id = %(hotel)s AND guest_id = ANY(%(guests)s))",
    ),
    Place(
        "guest_sessions",
        "UPDATE guest_sessions SET revoked_at = coalesce(revoked_at, %(now)s)"
        " WHERE hotel_id = %(hotel)s AND guest_id = ANY(%(guests)s)",
    ),
    Place(
        "whatsapp_contacts",
        "UPDATE whatsapp_contacts SET user_id = '', wa_id = '', phone = '', name = '', address = '', asked = NULL,"
        " template_error = '' WHERE hotel_id = %(hotel)s AND id = ANY(%(contacts)s)",
    ),
    Place(
        "erased_stays",
        "INSERT INTO erased_stays (hotel_id, digest) SELECT hotel_id, sha256(convert_to(confirmation, 'UTF8'))"
        " FROM stays WHERE hotel_id = %(hotel)s AND guest_id = ANY(%(guests)s) ON CONFLICT DO NOTHING",
    ),
    Place(
        "stays",
        "UPDATE stays SET confirmation = 'erased-' || id, arrival = '1970-01-01', departure = '1970-01-01',"
        " room_id = NULL, checked_in_at = NULL, checked_out_at = NULL, as_of = %(now)s,"
        " status = CASE WHEN status = 'booked' THEN 'cancelled' ELSE status END"
        " WHERE hotel_id = %(hotel)s AND guest_id = ANY(%(guests)s)",
    ),
    Place(
        "guest_merges",
        "UPDATE guest_merges SET moved = '{}' WHERE hotel_id = %(hotel)s"
        " AND (guest_id = ANY(%(guests)s) OR into_id = ANY(%(guests)s))",
    ),
    Place(
        "guest_addresses",
        "DELETE FROM guest_addresses WHERE hotel_id = %(hotel)s AND guest_id = ANY(%(guests)s)",
    ),
    Place(
        "guests",
        "UPDATE guests SET name = '', language = '', erased_at = %(now)s"
        " WHERE hotel_id = %(hotel)s AND id = ANY(%(guests)s)",
    ),
)
