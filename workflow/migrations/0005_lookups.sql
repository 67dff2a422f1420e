-- The few questions that come before a hotel is known. Each function answers one of them and nothing else.
GRANT USAGE ON SEQUENCE hotels_id_seq TO bellhop_lookup;
GRANT SELECT ON hotels, channels, memberships, api_tokens TO bellhop_lookup;
GRANT SELECT, INSERT, UPDATE ON staff TO bellhop_lookup;
GRANT SELECT, INSERT, DELETE ON sessions, login_failures TO bellhop_lookup;
GRANT SELECT, INSERT ON categories TO bellhop_lookup;
CREATE POLICY lookup ON hotels FOR SELECT TO bellhop_lookup USING (true);
CREATE POLICY lookup ON channels FOR SELECT TO bellhop_lookup USING (true);
CREATE POLICY lookup ON memberships FOR SELECT TO bellhop_lookup USING (true);
CREATE POLICY lookup ON api_tokens FOR SELECT TO bellhop_lookup USING (true);
CREATE POLICY lookup ON staff TO bellhop_lookup USING (true) WITH CHECK (true);
CREATE POLICY lookup ON sessions TO bellhop_lookup USING (true) WITH CHECK (true);
CREATE POLICY lookup ON login_failures TO bellhop_lookup USING (true) WITH CHECK (true);
CREATE POLICY lookup ON categories TO bellhop_lookup USING (true) WITH CHECK (true);

-- Which desk address is this? Also for one that is switched off, so that the door can say so.
CREATE FUNCTION bellhop_channel(wanted text)
RETURNS TABLE (channel_id bigint, hotel_id bigint, enabled boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path FROM CURRENT AS $$
  SELECT id, hotel_id, enabled FROM channels WHERE address = lower(wanted)
$$;

CREATE FUNCTION bellhop_hotel_id(wanted text) RETURNS bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path FROM CURRENT AS $$
  SELECT id FROM hotels WHERE code = wanted
$$;

CREATE FUNCTION bellhop_new_hotel_id() RETURNS bigint
LANGUAGE sql SECURITY DEFINER SET search_path FROM CURRENT AS $$
  SELECT nextval(pg_get_serial_sequence('hotels', 'id'))
$$;

CREATE FUNCTION bellhop_account(wanted text)
RETURNS TABLE (staff_id bigint, email text, name text, password_hash text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path FROM CURRENT AS $$
  SELECT id, email, name, password_hash FROM staff WHERE email = lower(wanted) AND disabled_at IS NULL
$$;

CREATE FUNCTION bellhop_account_save(wanted text, wanted_name text, wanted_hash text, at timestamptz)
RETURNS bigint LANGUAGE sql SECURITY DEFINER SET search_path FROM CURRENT AS $$
  INSERT INTO staff (email, name, password_hash, created_at) VALUES (lower(wanted), wanted_name, wanted_hash, at)
  ON CONFLICT (email) DO UPDATE SET name = staff.name RETURNING id
$$;

CREATE FUNCTION bellhop_memberships(wanted bigint)
RETURNS TABLE (hotel_id bigint, code text, hotel_name text, role text, department_id bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path FROM CURRENT AS $$
  SELECT h.id, h.code, h.name, m.role, m.department_id FROM memberships m JOIN hotels h ON h.id = m.hotel_id
  WHERE m.staff_id = wanted AND m.disabled_at IS NULL ORDER BY h.code
$$;

CREATE FUNCTION bellhop_session_open(digest bytea, who bigint, at timestamptz, until timestamptz)
RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path FROM CURRENT AS $$
  DELETE FROM sessions WHERE expires_at < at;
  INSERT INTO sessions (token_digest, staff_id, created_at, expires_at) VALUES (digest, who, at, until)
$$;

CREATE FUNCTION bellhop_session(digest bytea, at timestamptz)
RETURNS TABLE (staff_id bigint, email text, name text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path FROM CURRENT AS $$
  SELECT s.id, s.email, s.name FROM sessions JOIN staff s ON s.id = sessions.staff_id
  WHERE token_digest = digest AND expires_at > at AND s.disabled_at IS NULL
$$;

CREATE FUNCTION bellhop_session_close(digest bytea)
RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path FROM CURRENT AS $$
  DELETE FROM sessions WHERE token_digest = digest
$$;

CREATE FUNCTION bellhop_token(digest bytea)
RETURNS TABLE (token_id bigint, name text, role text, hotel_id bigint, code text, hotel_name text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path FROM CURRENT AS $$
  SELECT t.id, t.name, t.role, h.id, h.code, h.name FROM api_tokens t JOIN hotels h ON h.id = t.hotel_id
  WHERE t.token_digest = digest AND t.revoked_at IS NULL
$$;

CREATE FUNCTION bellhop_login_failed(who text, at timestamptz)
RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path FROM CURRENT AS $$
  DELETE FROM login_failures WHERE login_failures.at < bellhop_login_failed.at - interval '1 day';
  INSERT INTO login_failures (key, at) VALUES (who, bellhop_login_failed.at)
$$;

CREATE FUNCTION bellhop_login_failures(who text, since timestamptz)
RETURNS bigint LANGUAGE sql STABLE SECURITY DEFINER SET search_path FROM CURRENT AS $$
  SELECT count(*) FROM login_failures WHERE key = who AND login_failures.at > since
$$;

CREATE FUNCTION bellhop_share_category(wanted text)
RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path FROM CURRENT AS $$
  INSERT INTO categories (hotel_id, name) VALUES (NULL, wanted) ON CONFLICT DO NOTHING
$$;

DO $$
DECLARE entry record;
BEGIN
  FOR entry IN SELECT p.oid::regprocedure AS signature FROM pg_proc p
    WHERE p.pronamespace = current_schema()::regnamespace AND p.prosecdef AND p.proname LIKE 'bellhop\_%'
  LOOP
    EXECUTE format('ALTER FUNCTION %s OWNER TO bellhop_lookup', entry.signature);
    EXECUTE format('REVOKE ALL ON FUNCTION %s FROM PUBLIC', entry.signature);
    EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO bellhop_app, bellhop_door', entry.signature);
  END LOOP;
END $$;
SELECT bellhop_share_category(name) FROM unnest(
  ARRAY['Housekeeping', 'Maintenance', 'Reception', 'Food and drink', 'Billing', 'Feedback']) AS name;
