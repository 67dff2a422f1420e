-- A snoozed ticket stays out of the queue until this moment, or until the guest writes.
ALTER TABLE tickets ADD COLUMN snoozed_until timestamptz;
CREATE INDEX tickets_snoozed ON tickets (hotel_id, snoozed_until) WHERE snoozed_until IS NOT NULL;

-- A message that only thanks: the ticket was left as it was.
ALTER TABLE messages ADD COLUMN is_politeness boolean NOT NULL DEFAULT false;

-- A tag's name is one name however it is written.
CREATE UNIQUE INDEX tags_one_a_name ON tags (hotel_id, lower(name));
CREATE INDEX ticket_tags_of_tag ON ticket_tags (tag_id, ticket_id);
CREATE INDEX watchers_of_staff ON watchers (staff_id);

-- What people say two tickets have to do with each other: read as "ticket is KIND of other".
CREATE TABLE ticket_links (
  hotel_id   bigint NOT NULL REFERENCES hotels,
  ticket_id  bigint NOT NULL REFERENCES tickets,
  other_id   bigint NOT NULL REFERENCES tickets,
  kind       text NOT NULL CHECK (kind IN ('related', 'duplicate', 'follow_up', 'split')),
  created_at timestamptz NOT NULL,
  PRIMARY KEY (ticket_id, other_id),
  CHECK (ticket_id <> other_id)
);
CREATE INDEX ticket_links_of_other ON ticket_links (other_id);
SELECT bellhop_protect('ticket_links', 'SELECT, INSERT, UPDATE, DELETE');
