-- Who has a ticket open at the moment, and who writes in it: worth seconds, so it may be lost with a crash.
CREATE UNLOGGED TABLE onlookers (
  hotel_id   bigint NOT NULL,
  ticket_id  bigint NOT NULL,
  staff_id   bigint NOT NULL,
  seen_at    timestamptz NOT NULL,
  writing_at timestamptz,
  PRIMARY KEY (ticket_id, staff_id)
) WITH (fillfactor = 50);
CREATE INDEX onlookers_of_staff ON onlookers (staff_id, hotel_id);
SELECT bellhop_protect('onlookers', 'SELECT, INSERT, UPDATE, DELETE');
