-- The hotel's PMS (R-PMS-1): the secrets it signs with, what it told us already, which tickets are its own.
-- The secrets are sealed under BELLHOP_SECRET. former: still taken until former_until, while the other side changes over.
CREATE TABLE pms_connections (
  hotel_id     bigint PRIMARY KEY REFERENCES hotels,
  secret       bytea NOT NULL,
  former       bytea,
  former_until timestamptz,
  made_at      timestamptz NOT NULL,
  made_by      text NOT NULL,
  heard_at     timestamptz
);
SELECT bellhop_protect('pms_connections', 'SELECT, INSERT, UPDATE, DELETE');

-- One row a delivery: the same webhook-id again is answered as it was the first time. asked: a digest of the body.
CREATE TABLE pms_deliveries (
  hotel_id   bigint NOT NULL REFERENCES hotels,
  webhook_id text NOT NULL,
  asked      bytea NOT NULL,
  answer     jsonb,
  at         timestamptz NOT NULL,
  PRIMARY KEY (hotel_id, webhook_id)
);
CREATE INDEX pms_deliveries_oldest ON pms_deliveries (hotel_id, at);
SELECT bellhop_protect('pms_deliveries', 'SELECT, INSERT, UPDATE, DELETE');

CREATE TABLE pms_tickets (
  hotel_id    bigint NOT NULL REFERENCES hotels,
  external_id text NOT NULL,
  ticket_id   bigint NOT NULL UNIQUE REFERENCES tickets,
  as_of       timestamptz NOT NULL,
  PRIMARY KEY (hotel_id, external_id)
);
SELECT bellhop_protect('pms_tickets', 'SELECT, INSERT, UPDATE');
