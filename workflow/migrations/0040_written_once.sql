-- Forms and requests that were carried out, by what names the attempt: the same one again does nothing.
CREATE TABLE written_once (
  hotel_id bigint NOT NULL REFERENCES hotels,
  key      bytea NOT NULL,  -- digest of who asked and of the name he gave the attempt
  asked    bytea NOT NULL,  -- digest of what was asked
  answer   jsonb,           -- what a program was answered
  at       timestamptz NOT NULL,
  PRIMARY KEY (hotel_id, key)
);
CREATE INDEX written_once_oldest ON written_once (hotel_id, at);
SELECT bellhop_protect('written_once', 'SELECT, INSERT, UPDATE, DELETE');
