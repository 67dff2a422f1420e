-- The audit chain of the timeline (R-TKT-4, docs/decisions/audit-chain.md): a seal for each event, made by the clock
-- after the event has committed, in the order of sealing. A seal outlives the event it speaks of, so there is no
-- foreign key: that is how a deleted event is found.
CREATE TABLE event_seals (
  hotel_id      bigint NOT NULL REFERENCES hotels,
  position      bigint NOT NULL,
  event_id      bigint NOT NULL UNIQUE,
  actor_salt    bytea,  -- null: the name was erased
  actor_digest  bytea NOT NULL,
  change_salt   bytea,  -- null: old and new were erased
  change_digest bytea NOT NULL,
  key_id        bytea NOT NULL,
  link          bytea NOT NULL,
  sealed_at     timestamptz NOT NULL,
  PRIMARY KEY (hotel_id, position)
);
SELECT bellhop_protect('event_seals', 'SELECT, INSERT');

-- Which events wait for their seal. The transaction that writes an event lists it here, so an event that commits
-- late, with a small id, is found like any other.
CREATE TABLE unsealed_events (
  hotel_id bigint NOT NULL,
  event_id bigint NOT NULL,
  PRIMARY KEY (hotel_id, event_id)
);
SELECT bellhop_protect('unsealed_events', 'SELECT, INSERT, DELETE');
GRANT SELECT ON unsealed_events TO bellhop_clock;
CREATE POLICY clock ON unsealed_events FOR SELECT TO bellhop_clock USING (true);

CREATE FUNCTION bellhop_list_unsealed() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
  INSERT INTO unsealed_events (hotel_id, event_id) SELECT hotel_id, id FROM written;
  RETURN NULL;
END $$;
CREATE TRIGGER list_unsealed AFTER INSERT ON events REFERENCING NEW TABLE AS written
  FOR EACH STATEMENT EXECUTE FUNCTION bellhop_list_unsealed();

-- What was written before: an address moves from the column that is sealed openly to one that can be erased.
ALTER TABLE events NO FORCE ROW LEVEL SECURITY;
ALTER TABLE unsealed_events NO FORCE ROW LEVEL SECURITY;
UPDATE events SET old = field, field = '' WHERE kind = 'copy failed';
INSERT INTO unsealed_events (hotel_id, event_id) SELECT hotel_id, id FROM events;
ALTER TABLE events FORCE ROW LEVEL SECURITY;
ALTER TABLE unsealed_events FORCE ROW LEVEL SECURITY;

-- Erasing (R-PRIV-1): the words go together with their salt, so nobody can try which words the digest was made of.
-- The lock keeps the sealer from making a salt for words that are being erased. The app may do this and no other
-- change to an event; workflow/services/audit writes down that it was done.
GRANT SELECT (id, hotel_id, old, new, actor_name), UPDATE (old, new, actor_name) ON events TO bellhop_lookup;
GRANT SELECT (hotel_id, event_id), UPDATE (actor_salt, change_salt) ON event_seals TO bellhop_lookup;
CREATE POLICY erasing ON events TO bellhop_lookup
  USING (hotel_id = ANY ((SELECT bellhop_hotels())::bigint[]));
CREATE POLICY erasing ON event_seals TO bellhop_lookup
  USING (hotel_id = ANY ((SELECT bellhop_hotels())::bigint[]));

CREATE FUNCTION bellhop_erase_event_names(hotel bigint, ids bigint[]) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended('audit chain', hotel));
  UPDATE events SET actor_name = '' WHERE hotel_id = hotel AND id = ANY (ids);
  UPDATE event_seals SET actor_salt = NULL WHERE hotel_id = hotel AND event_id = ANY (ids);
END $$;
CREATE FUNCTION bellhop_erase_event_changes(hotel bigint, ids bigint[]) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended('audit chain', hotel));
  UPDATE events SET old = NULL, new = NULL WHERE hotel_id = hotel AND id = ANY (ids);
  UPDATE event_seals SET change_salt = NULL WHERE hotel_id = hotel AND event_id = ANY (ids);
END $$;
DO $$
DECLARE signature text;
BEGIN
  FOREACH signature IN ARRAY ARRAY['bellhop_erase_event_names(bigint, bigint[])',
                                   'bellhop_erase_event_changes(bigint, bigint[])'] LOOP
    EXECUTE format('ALTER FUNCTION %s OWNER TO bellhop_lookup', signature);
    EXECUTE format('REVOKE ALL ON FUNCTION %s FROM PUBLIC', signature);
    EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO bellhop_app', signature);
  END LOOP;
END $$;
