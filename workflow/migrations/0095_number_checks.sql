-- What Twilio said of a WhatsApp number when somebody asked last; one row a number.
CREATE TABLE number_checks (
  channel_id  bigint PRIMARY KEY REFERENCES channels,
  hotel_id    bigint NOT NULL REFERENCES hotels,
  asked_by    text NOT NULL,
  asked_at    timestamptz NOT NULL,
  finished_at timestamptz,
  lines       jsonb NOT NULL DEFAULT '[]'  -- {outcome, says, remedy}
);
SELECT bellhop_protect('number_checks', 'SELECT, INSERT, UPDATE');
