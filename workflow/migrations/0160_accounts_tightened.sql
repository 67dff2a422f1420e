-- An API token counts while who made it could still make it (R-STAFF-6): however he got his seat, by a membership, by a
-- group or as the platform's. made_by also stands for who made it with a token of his own.
DROP FUNCTION bellhop_token(bytea);
CREATE FUNCTION bellhop_token(digest bytea)
RETURNS TABLE (token_id bigint, name text, role text, hotel_id bigint, code text, hotel_name text, made_by bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path FROM CURRENT AS $$
  SELECT t.id, t.name, t.role, h.id, h.code, h.name, t.created_by FROM api_tokens t JOIN hotels h ON h.id = t.hotel_id
  WHERE t.token_digest = digest AND t.revoked_at IS NULL AND (t.created_by IS NULL OR EXISTS (
    SELECT FROM bellhop_memberships(t.created_by) AS seat JOIN staff ON staff.id = t.created_by
    WHERE seat.hotel_id = t.hotel_id AND staff.disabled_at IS NULL
      AND array_position(ARRAY['platform', 'owner', 'manager', 'reception', 'staff', 'ai_agent'], seat.role)
       <= array_position(ARRAY['platform', 'owner', 'manager', 'reception', 'staff', 'ai_agent'], t.role)))
$$;
ALTER FUNCTION bellhop_token(bytea) OWNER TO bellhop_lookup;
REVOKE ALL ON FUNCTION bellhop_token(bytea) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION bellhop_token(bytea) TO bellhop_door;

-- The second factor of the platform's people opens every hotel: no owner of one takes it away.
CREATE OR REPLACE FUNCTION bellhop_totp_reset(who bigint, owned bigint[]) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
BEGIN
  IF EXISTS (SELECT FROM memberships WHERE staff_id = who AND removed_at IS NULL AND NOT hotel_id = ANY (owned))
    OR EXISTS (SELECT FROM platform_staff WHERE staff_id = who)
    OR NOT EXISTS (SELECT FROM memberships WHERE staff_id = who AND hotel_id = ANY (bellhop_hotels())) THEN
    RETURN false;
  END IF;
  DELETE FROM recovery_codes WHERE staff_id = who;
  DELETE FROM staff_totp WHERE staff_id = who;
  RETURN true;
END $$;

-- A session is opened only while the password that was proved is still the account's: one that is being set at this
-- moment is waited for, and ends the sessions of before. False when it is another by now.
DROP FUNCTION bellhop_session_open(bytea, bigint, timestamptz, timestamptz, text, text, boolean);
CREATE FUNCTION bellhop_session_open(
  digest bytea, who bigint, at timestamptz, until timestamptz, address text DEFAULT '', agent text DEFAULT '',
  half boolean DEFAULT false, proved text DEFAULT NULL)
RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
BEGIN
  PERFORM FROM staff WHERE id = who AND (proved IS NULL OR password_hash = proved) FOR SHARE;
  IF NOT FOUND THEN RETURN false; END IF;
  DELETE FROM sessions WHERE expires_at < at;
  INSERT INTO sessions (token_digest, staff_id, created_at, expires_at, last_seen_at, peer, browser, is_half)
    VALUES (digest, who, at, until, at, address, agent, half);
  RETURN true;
END $$;
DROP FUNCTION bellhop_half_session(bytea, timestamptz);
CREATE FUNCTION bellhop_half_session(digest bytea, at timestamptz)
RETURNS TABLE (staff_id bigint, email text, name text, proved text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path FROM CURRENT AS $$
  SELECT s.id, s.email, s.name, s.password_hash FROM sessions JOIN staff s ON s.id = sessions.staff_id
  WHERE token_digest = digest AND is_half AND expires_at > at AND s.disabled_at IS NULL
$$;
-- A hash of the same password with today's cost; false when another came meanwhile, which stands.
DROP FUNCTION bellhop_password_rehash(bigint, text, text);
CREATE FUNCTION bellhop_password_rehash(who bigint, old_hash text, new_hash text) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
BEGIN
  UPDATE staff SET password_hash = new_hash WHERE id = who AND password_hash = old_hash;
  RETURN FOUND;
END $$;
DO $$
DECLARE entry record;
BEGIN
  FOR entry IN SELECT p.oid::regprocedure AS signature FROM pg_proc p
    WHERE p.pronamespace = current_schema()::regnamespace
      AND p.proname = ANY (ARRAY['bellhop_session_open', 'bellhop_half_session', 'bellhop_password_rehash'])
  LOOP
    EXECUTE format('ALTER FUNCTION %s OWNER TO bellhop_lookup', entry.signature);
    EXECUTE format('REVOKE ALL ON FUNCTION %s FROM PUBLIC', entry.signature);
    EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO bellhop_door', entry.signature);
  END LOOP;
END $$;
