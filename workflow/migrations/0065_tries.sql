-- losses: how often a claim ended because its worker did; holder: the process that has the claim. behind: the effect that goes first (docs/decisions/order-of-answers.md).
-- line: what must stay in order, a guest or a participant of one ticket; a digest, since the clock may see it and no address.
ALTER TABLE effects ADD COLUMN losses int NOT NULL DEFAULT 0;
ALTER TABLE effects ADD COLUMN holder text NOT NULL DEFAULT '';
ALTER TABLE effects ADD COLUMN behind bigint;
ALTER TABLE effects ADD COLUMN line bigint GENERATED ALWAYS AS (
  CASE WHEN kind IN ('send_answer', 'send_copy', 'send_whatsapp') AND ticket_id IS NOT NULL
       THEN hashtextextended(kind || ' ' || coalesce(lower(payload ->> 'to'), ''), ticket_id) END) STORED;
GRANT SELECT (losses, holder, behind, line), UPDATE (losses, holder, behind) ON effects TO bellhop_clock;

-- The sweep walks from hotel to hotel, so that one with very much to do does not stand before the others.
DROP INDEX effects_due;
CREATE INDEX effects_due ON effects (kind, hotel_id, look_at, id) WHERE state IN ('waiting', 'queued');
CREATE INDEX effects_held ON effects (look_at, id) WHERE state = 'inflight';
CREATE INDEX effects_in_line ON effects (line, id)
  WHERE line IS NOT NULL AND state IN ('waiting', 'queued', 'inflight');
CREATE INDEX effects_behind ON effects (behind) WHERE behind IS NOT NULL;

-- A deadline is tried a few times, each counted before the work; then it is dead and a person looks at it.
ALTER TABLE deadlines ADD COLUMN attempts int NOT NULL DEFAULT 0;
ALTER TABLE deadlines ADD COLUMN error text NOT NULL DEFAULT '';
ALTER TABLE deadlines DROP CONSTRAINT deadlines_state_check;
ALTER TABLE deadlines ADD CONSTRAINT deadlines_state_check
  CHECK (state IN ('armed', 'fired', 'cancelled', 'dead'));
DROP INDEX deadlines_due;
CREATE INDEX deadlines_due ON deadlines (look_at, id) WHERE state = 'armed' AND attempts = 0;
CREATE INDEX deadlines_due_again ON deadlines (look_at, id) WHERE state = 'armed' AND attempts > 0;
CREATE INDEX deadlines_dead ON deadlines (hotel_id, id) WHERE state = 'dead';
GRANT SELECT (attempts), UPDATE (attempts) ON deadlines TO bellhop_clock;

-- What may go to the relay in a minute: each slot is free again some seconds after a mail took it. Rows, not a counter,
-- so that workers do not wait for each other (R-WF-7).
CREATE TABLE relay_slots (
  slot    int PRIMARY KEY,
  free_at timestamptz NOT NULL
);
-- Until when nothing goes to the relay, because it said that it is too much; one row.
CREATE TABLE relay_rest (
  only_row bool PRIMARY KEY DEFAULT true CHECK (only_row),
  until    timestamptz NOT NULL,
  rests    int NOT NULL
);
ALTER TABLE relay_slots ENABLE ROW LEVEL SECURITY;
ALTER TABLE relay_slots FORCE ROW LEVEL SECURITY;
ALTER TABLE relay_rest ENABLE ROW LEVEL SECURITY;
ALTER TABLE relay_rest FORCE ROW LEVEL SECURITY;
GRANT SELECT, INSERT, UPDATE ON relay_slots, relay_rest TO bellhop_clock;
CREATE POLICY clock ON relay_slots TO bellhop_clock USING (true) WITH CHECK (true);
CREATE POLICY clock ON relay_rest TO bellhop_clock USING (true) WITH CHECK (true);
