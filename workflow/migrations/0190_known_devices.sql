-- Browsers that an account was opened with before (R-WEB-1, docs/decisions/accounts.md): what strangers do wrong at the
-- account, or at the address the browser comes from, does not stop them. digest: of the token in the browser's cookie.
CREATE TABLE known_devices (
  digest       bytea NOT NULL,
  staff_id     bigint NOT NULL REFERENCES staff,
  last_seen_at timestamptz NOT NULL,
  PRIMARY KEY (digest, staff_id)
);
CREATE INDEX known_devices_of_account ON known_devices (staff_id, last_seen_at);
ALTER TABLE known_devices ENABLE ROW LEVEL SECURITY;
ALTER TABLE known_devices FORCE ROW LEVEL SECURITY;
GRANT SELECT, INSERT, UPDATE, DELETE ON known_devices TO bellhop_lookup;
CREATE POLICY lookup ON known_devices TO bellhop_lookup USING (true) WITH CHECK (true);

-- device: of a try from a known device, which counts for that device alone; null: from a stranger.
ALTER TABLE login_tries ADD COLUMN device bytea;
CREATE INDEX login_tries_of_device ON login_tries (device, at) WHERE device IS NOT NULL;

-- Counts a try before it is looked at. what: '' for a password, 'code of ' for a code of the account. devices: digests of
-- the browser's token and of its session, either of which makes it known. refusal: 'quarter', 'hour' or 'day', what has
-- to pass; then there is no try_id. A known device has tries of its own. Strangers share theirs: few of an account from
-- an address, few accounts from an address, few of an account in all. Tries that share a count wait for each other; the
-- locks are taken in one order.
DROP FUNCTION bellhop_login_try(text, text, timestamptz, timestamptz, int, int, int);
CREATE FUNCTION bellhop_login_try(
  what text, who text, address text, devices bytea[], moment timestamptz, most_of_pair int, most_of_device int,
  most_accounts int, most_an_hour int, most_a_day int)
RETURNS TABLE (try_id bigint, refusal text, is_known boolean)
LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
DECLARE
  subject text := what || who;
  lately timestamptz := moment - interval '15 minutes';
  known bytea; others bigint; of_pair bigint; an_hour bigint; a_day bigint;
BEGIN
  SELECT found.digest INTO known FROM staff JOIN (
      SELECT d.staff_id, d.digest FROM known_devices d
        WHERE d.digest = ANY (devices) AND d.last_seen_at > moment - interval '180 days'
      UNION ALL
      SELECT s.staff_id, s.token_digest FROM sessions s
        WHERE s.token_digest = ANY (devices) AND NOT s.is_half AND s.expires_at > moment
    ) AS found ON found.staff_id = staff.id WHERE staff.email = who ORDER BY found.digest LIMIT 1;
  is_known := known IS NOT NULL;
  IF is_known THEN
    PERFORM pg_advisory_xact_lock(hashtextextended('log-in by ' || encode(known, 'hex'), 0));
    SELECT count(*) FILTER (WHERE at > lately), count(*) INTO of_pair, a_day FROM login_tries
      WHERE device = known AND account = subject AND at > moment - interval '1 day';
    refusal := CASE WHEN a_day >= most_a_day THEN 'day' WHEN of_pair >= most_of_device THEN 'quarter' END;
  ELSE
    PERFORM pg_advisory_xact_lock(key) FROM (
      SELECT DISTINCT key FROM unnest(ARRAY[hashtextextended('log-in of ' || subject, 0),
                                            hashtextextended('log-in from ' || address, 0)]) AS key ORDER BY key) locks;
    SELECT count(*) FILTER (WHERE peer = address AND at > lately),
        count(*) FILTER (WHERE at > moment - interval '1 hour'), count(*)
      INTO of_pair, an_hour, a_day FROM login_tries
      WHERE account = subject AND device IS NULL AND at > moment - interval '1 day';
    SELECT count(DISTINCT account) INTO others FROM login_tries
      WHERE peer = address AND device IS NULL AND at > lately AND account <> subject;
    refusal := CASE WHEN a_day >= most_a_day THEN 'day' WHEN an_hour >= most_an_hour THEN 'hour'
                    WHEN of_pair >= most_of_pair OR others >= most_accounts THEN 'quarter' END;
  END IF;
  IF refusal IS NULL THEN
    DELETE FROM login_tries WHERE id IN (
      SELECT id FROM login_tries WHERE at < moment - interval '1 day' LIMIT 500 FOR UPDATE SKIP LOCKED);
    INSERT INTO login_tries (account, peer, at, device) VALUES (subject, address, moment, known) RETURNING id INTO try_id;
  END IF;
  RETURN NEXT;
END $$;

-- Somebody got in with it, or set a new password by the link in his mail. An account knows twenty at most.
CREATE FUNCTION bellhop_device_known(wanted bytea, who bigint, moment timestamptz) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path FROM CURRENT AS $$
  INSERT INTO known_devices (digest, staff_id, last_seen_at) VALUES (wanted, who, moment)
    ON CONFLICT (digest, staff_id) DO UPDATE SET last_seen_at = moment;
  DELETE FROM known_devices WHERE staff_id = who AND (last_seen_at <= moment - interval '180 days' OR digest IN (
    SELECT digest FROM known_devices WHERE staff_id = who ORDER BY last_seen_at DESC, digest OFFSET 20))
$$;

-- A new password also forgets the devices that knew the old one.
CREATE OR REPLACE FUNCTION bellhop_password_set(who bigint, new_hash text, digest bytea, at timestamptz) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path FROM CURRENT AS $$
  UPDATE staff SET password_hash = new_hash WHERE id = who;
  UPDATE account_links SET used_at = at WHERE staff_id = who AND used_at IS NULL;
  DELETE FROM sessions WHERE staff_id = who AND token_digest <> digest;
  DELETE FROM known_devices WHERE staff_id = who
$$;

DO $$
DECLARE entry record;
BEGIN
  FOR entry IN SELECT p.oid::regprocedure AS signature FROM pg_proc p
    WHERE p.pronamespace = current_schema()::regnamespace AND p.proname = ANY (ARRAY['bellhop_login_try', 'bellhop_device_known'])
  LOOP
    EXECUTE format('ALTER FUNCTION %s OWNER TO bellhop_lookup', entry.signature);
    EXECUTE format('REVOKE ALL ON FUNCTION %s FROM PUBLIC', entry.signature);
    EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO bellhop_door', entry.signature);
  END LOOP;
END $$;
