-- Up to which seal of the hotel's timeline the tickets were told to its PMS: a round looks at what has happened since.
CREATE TABLE pms_mirror_cursors (
  hotel_id bigint PRIMARY KEY REFERENCES hotels,
  position bigint NOT NULL
);
SELECT bellhop_protect('pms_mirror_cursors', 'SELECT, INSERT, UPDATE');
