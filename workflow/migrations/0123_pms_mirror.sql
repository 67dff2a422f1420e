-- Up to which version a ticket's life was told to the hotel's PMS.
CREATE TABLE pms_mirrors (
  ticket_id bigint PRIMARY KEY REFERENCES tickets ON DELETE CASCADE,
  hotel_id  bigint NOT NULL REFERENCES hotels,
  version   bigint NOT NULL
);
SELECT bellhop_protect('pms_mirrors', 'SELECT, INSERT, UPDATE, DELETE');
