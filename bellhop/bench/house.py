"""A house of several hotels that has been at work for years, for the bench of the panel: made in batches by the database.

Tickets are the older the smaller their id. What is not done is among the newest, as on a real desk; what is older is
closed. Each has its guest's words, an answer, its timeline, and its words for the search.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

import psycopg2
from psycopg2.extras import execute_values

from bellhop.bench.house_words import RARE, Phrase, phrases
from workflow import clock, database
from workflow.database import rows
from workflow.pid import Pid
from workflow.services import hotels
from workflow.values import Role

CODES = ("AUR", "SOL", "MAR", "LUN")
LARGE = 7  # of ten tickets are of the first hotel, the others share the rest
ROOMS, GUESTS = 300, 20_000  # of each hotel
DEPARTMENTS = ("Reception", "Housekeeping", "Maintenance", "Kitchen", "Spa")
BUSY = 2_000  # of the newest tickets some are not done
MEMBER = "ana@aurora.example"
BATCH = 25_000
MINUTES = 1.5  # between two tickets

# The bench's owner is a superuser: no trigger, no foreign key, no row security; rows fit by their numbers.
_PLACE = """
SELECT n, hotel, pid, at, word(n, 1) AS a, word(n, 2) AS b, word(n, 3) AS c, n > %(last)s - %(busy)s AS is_new,
  1 + (hotel - 1) * %(rooms)s + word(n, 4) %% %(rooms)s AS room,
  1 + (hotel - 1) * %(guests)s + word(n, 5) %% %(guests)s AS guest,
  1 + (hotel - 1) * %(departments)s + word(n, 6) %% %(departments)s AS department
FROM unnest(%(numbers)s::bigint[], %(hotels)s::bigint[], %(pids)s::text[], %(times)s::timestamptz[])
  AS asked (n, hotel, pid, at)
"""
_PICK = """
CREATE TEMP TABLE batch AS
SELECT place.*, subject.text AS subject, subject.words AS subject_words, guest_name.text AS name,
  guest_name.words AS name_words, first.text AS first, first.words AS first_words, second.text AS second,
  second.words AS second_words, answer.text AS answer, answer.words AS answer_words, (a %% {rare})::text AS rare,
  CASE WHEN is_new AND a %% 5 < 3 THEN (ARRAY['open', 'open', 'in_progress', 'answered', 'waiting_guest', 'on_hold'])[1 + b %% 6]
    ELSE 'closed' END AS state
FROM ({place}) AS place
JOIN phrases AS subject ON subject.kind = 'subject' AND subject.number = (a %% 240) * (b %% 240) / 240
JOIN phrases AS guest_name ON guest_name.kind = 'guest' AND guest_name.number = guest %% 280
JOIN phrases AS first ON first.kind = 'said' AND first.number = (b %% 20) * (c %% 20) / 20
JOIN phrases AS second ON second.kind = 'said' AND second.number = c %% 20
JOIN phrases AS answer ON answer.kind = 'answer' AND answer.number = a %% 4
"""
_FILL = (
    """
INSERT INTO tickets (id, hotel_id, pid, source, state, priority, subject, description, channel_id, requester_address,
  requester_name, language, guest_id, room_id, department_id, assignee_id, placed_by, created_by_kind, created_at,
  updated_by_kind, updated_at, first_response_at, resolved_at, closed_at, due_at)
SELECT n, hotel, pid, (ARRAY['email', 'email', 'whatsapp', 'qr'])[1 + a % 4], state,
  (ARRAY['low', 'medium', 'medium', 'high', 'urgent'])[1 + b % 5], subject, first, hotel,
  'guest' || guest || '@mailer.example', name, 'en', guest, room, department,
  CASE WHEN c % 3 = 0 THEN NULL ELSE 1 + (hotel - 1) * 4 + c % 4 END, 'new', 'guest', at, 'staff', at + interval '1 hour',
  CASE WHEN state = 'open' THEN NULL ELSE at + a % 90 * interval '1 minute' END,
  CASE WHEN state = 'closed' THEN at + b % 3000 * interval '1 minute' END,
  CASE WHEN state = 'closed' THEN at + b % 3000 * interval '1 minute' END,
  CASE WHEN state IN ('open', 'in_progress') THEN at + c % 4000 * interval '1 minute' END
FROM batch
""",
    """
INSERT INTO messages (hotel_id, ticket_id, direction, channel, author_kind, author_address, author_name, subject, body,
  placed_by, verdict, created_at)
SELECT hotel, n, 'in', 'email', 'guest', 'guest' || guest || '@mailer.example', name, subject,
  first || ' ' || second || ' wish' || rare, 'new', 'pass', at FROM batch
""",
    """
INSERT INTO messages (hotel_id, ticket_id, direction, channel, author_kind, author_id, author_name, body, placed_by,
  delivery_state, created_at)
SELECT hotel, n, 'out', 'email', 'staff', 1, 'Ana', answer, 'panel', 'sent', at + interval '20 minutes' FROM batch
WHERE state <> 'open'
""",
    """
INSERT INTO events (hotel_id, ticket_id, at, actor_kind, kind, field, old, new)
SELECT hotel, n, at + step.later, 'staff', step.kind, step.field, step.old, step.new FROM batch, LATERAL (VALUES
  (interval '0', 'created', '', NULL, NULL),
  (interval '9 minutes', 'assigned', 'assignee', NULL, 'Ana'),
  (interval '20 minutes', 'answered', '', NULL, NULL),
  (interval '1 day', 'state', 'state', 'answered', 'closed')) AS step (later, kind, field, old, new)
WHERE state = 'closed' OR step.kind = 'created'
""",
    """
INSERT INTO ticket_words (hotel_id, ticket_id, words)
SELECT hotel, n, format('''h:%s'' ''b:%s'' ''c:%s'' ''d:%s''', hotel, n >> 10, n >> 13, n >> 16)::tsvector
  || replace(lower(format('''%s'':1A ''%s'':2A ''%s'':3A', split_part(pid, '-', 1), split_part(pid, '-', 2),
     split_part(pid, '-', 3))), 'a ', 'A ')::tsvector
  || subject_words || name_words || format('''%s'':1A', (SELECT number FROM rooms WHERE id = room))::tsvector
  || first_words || second_words || format('''wish%s'':1B', rare)::tsvector
  || CASE WHEN state = 'open' THEN ''::tsvector ELSE answer_words END
FROM batch
""",
    "DROP TABLE batch",
)
_INDEXES = """
SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid) FROM pg_index
WHERE NOT indisunique AND indrelid = ANY (ARRAY['tickets', 'messages', 'events', 'ticket_words']::regclass[])
"""


@dataclass(frozen=True, slots=True)
class House:
    """tickets: how many there will be, so that ids and times of what comes later in the seeding stand before."""

    url: str
    tickets: int
    now: datetime

    def seed(self, first: int, last: int, *, done: Callable[[int], None]) -> None:
        """The tickets with these ids; tells how many more there are after each batch."""
        connection = psycopg2.connect(self.url)
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute("SET session_replication_role = replica")
            cursor.execute("SET synchronous_commit = off")
            cursor.execute(
                "CREATE FUNCTION pg_temp.word(n bigint, salt bigint) RETURNS bigint LANGUAGE sql IMMUTABLE AS"
                " 'SELECT abs(hashint8extended(n, salt) % 1000000007)'"
            )
            _keep_phrases(cursor, phrases())
            cursor.execute("SET maintenance_work_mem = '256MB'")
            cursor.execute(_INDEXES)
            indexes = cursor.fetchall()  # made once in the end, in a quarter of the time
            for name, _ in indexes:
                cursor.execute(f"DROP INDEX {name}")
            for start in range(first, last + 1, BATCH):
                numbers = range(start, min(start + BATCH, last + 1))
                self._fill(cursor, numbers)
                done(len(numbers))
            for _, definition in indexes:
                cursor.execute(definition)
        connection.close()

    def settle(self) -> None:
        """As a server that has run for a while has done by itself."""
        connection = psycopg2.connect(self.url)
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute("SELECT setval(pg_get_serial_sequence('tickets', 'id'), %s)", (self.tickets,))
            cursor.execute("VACUUM ANALYZE")
            cursor.execute("CHECKPOINT")
        connection.close()

    def pid(self, number: int) -> str:
        return str(Pid(CODES[self._hotel(number) - 1], f"{self.moment(number):%Y%m}", number))

    def newest(self, hotel_id: int) -> int:
        """The newest ticket of a hotel."""
        return next(number for number in range(self.tickets, 0, -1) if self._hotel(number) == hotel_id)

    def _fill(self, cursor: psycopg2.extensions.cursor, numbers: range) -> None:
        values = {
            "numbers": list(numbers),
            "hotels": [self._hotel(number) for number in numbers],
            "pids": [self.pid(number) for number in numbers],
            "times": [self.moment(number) for number in numbers],
            "last": self.tickets,
            "busy": BUSY,
            "rooms": ROOMS,
            "guests": GUESTS,
            "departments": len(DEPARTMENTS),
        }
        place = _PLACE.replace("word(", "pg_temp.word(")
        cursor.execute(_PICK.format(place=place, rare=RARE), values)
        for statement in _FILL:
            cursor.execute(statement)

    def _hotel(self, number: int) -> int:
        return 1 if number % 10 < LARGE else 2 + number % (len(CODES) - 1)

    def moment(self, number: int) -> datetime:
        return self.now - timedelta(minutes=(self.tickets - number) * MINUTES)


def open_house(url: str, tickets: int) -> House:
    """The hotels with their people, rooms, guests and departments; no tickets yet. The models point to it."""
    now = clock.now()
    for code in CODES:
        made = hotels.create_hotel(
            code=code, name=code.title(), time_zone="Europe/Rome", language="en", is_demo=False, now=now
        )
        with database.hotel(made.id):
            address = f"{code.lower()}@desk.test"
            hotels.add_mail_channel(
                hotel_id=made.id, address=address, display_name=code, settings={}, now=now
            )
            _furnish(made.id, now)
        for number, role in enumerate((Role.MANAGER, Role.RECEPTION, Role.STAFF, Role.STAFF)):
            email = MEMBER if made.id == 1 and number == 0 else f"member{number}@{code.lower()}.example"
            hotels.add_member(
                hotel_id=made.id,
                email=email,
                name=f"Member {number}",
                password="only for the bench",
                role=role,
                now=now,
            )
    return House(url, tickets, now)


def _furnish(hotel_id: int, now: datetime) -> None:
    rows(
        "INSERT INTO rooms (hotel_id, number) SELECT %s, (100 + n)::text FROM generate_series(1, %s) AS n",
        (hotel_id, ROOMS),
    )
    rows(
        "INSERT INTO guests (hotel_id, name, created_at) SELECT %s, 'Guest ' || n, %s FROM generate_series(1, %s) AS n",
        (hotel_id, now, GUESTS),
    )
    rows(
        "INSERT INTO departments (hotel_id, name) SELECT %s, name FROM unnest(%s::text[]) AS name",
        (hotel_id, list(DEPARTMENTS)),
    )


def _keep_phrases(cursor: psycopg2.extensions.cursor, found: list[Phrase]) -> None:
    cursor.execute("CREATE TEMP TABLE phrases (kind text, number int, text text, words tsvector)")
    execute_values(
        cursor,
        "INSERT INTO phrases SELECT v.kind, v.number, v.text, v.words::tsvector FROM (VALUES %s) AS v (kind, number, text, words)",
        [(one.kind, one.number, one.text, one.words) for one in found],
        page_size=1000,
    )
    cursor.execute("ANALYZE phrases")
