-- What came and went by WhatsApp, told apart for sure: sids of incoming messages, parts asked for, templates sent.

-- How the person is written to (Twilio's From), which need not be a number. is_new_owner: his number was somebody
-- else's before, so it says nothing about who he is.
ALTER TABLE whatsapp_contacts ADD COLUMN address text NOT NULL DEFAULT '';
ALTER TABLE whatsapp_contacts ADD COLUMN is_new_owner boolean NOT NULL DEFAULT false;
ALTER TABLE whatsapp_contacts ADD COLUMN template_at timestamptz;     -- when he was last asked to tap
ALTER TABLE whatsapp_contacts ADD COLUMN template_error text NOT NULL DEFAULT '';  -- why that did not work

-- provider_sid: of an incoming message. remark: what one must know of how it came, or went.
ALTER TABLE messages ADD COLUMN provider_sid text;
ALTER TABLE messages ADD COLUMN remark text NOT NULL DEFAULT '';
ALTER TABLE messages ADD COLUMN contact_id bigint REFERENCES whatsapp_contacts;
CREATE INDEX messages_by_provider_sid ON messages (hotel_id, provider_sid) WHERE provider_sid IS NOT NULL;
CREATE INDEX messages_of_contact ON messages (contact_id, id) WHERE contact_id IS NOT NULL;
CREATE INDEX messages_parked ON messages (contact_id, id) WHERE delivery_state = 'parked';

-- Sids under which the provider failed the part before it was asked for again.
ALTER TABLE provider_messages ADD COLUMN past_sids text[] NOT NULL DEFAULT '{}';

-- Up to where the provider's list of messages has been read (R-WA-8).
CREATE TABLE whatsapp_cursors (
  channel_id bigint PRIMARY KEY REFERENCES channels,
  hotel_id   bigint NOT NULL REFERENCES hotels,
  listed_to  timestamptz NOT NULL
);
SELECT bellhop_protect('whatsapp_cursors', 'SELECT, INSERT, UPDATE');

-- Answers by WhatsApp stand in one line for each person, whatever their ticket: the provider's list cannot tell two
-- of them apart that are on their way at once.
DROP INDEX effects_in_line;
ALTER TABLE effects DROP COLUMN line;
ALTER TABLE effects ADD COLUMN line bigint GENERATED ALWAYS AS (
  CASE WHEN kind = 'send_whatsapp' THEN hashtextextended('send_whatsapp ' || (payload ->> 'contact'), 0)
       WHEN kind IN ('send_answer', 'send_copy') AND ticket_id IS NOT NULL
       THEN hashtextextended(kind || ' ' || coalesce(lower(payload ->> 'to'), ''), ticket_id) END) STORED;
GRANT SELECT (line) ON effects TO bellhop_clock;
CREATE INDEX effects_in_line ON effects (line, id)
  WHERE line IS NOT NULL AND state IN ('waiting', 'queued', 'inflight');
