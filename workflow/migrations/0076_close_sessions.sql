-- Ends every session of an account that is a member nowhere any more (R-STAFF-6). Of one that still is, the sessions go
-- on for its other hotels; each request reads the memberships anew.
CREATE FUNCTION bellhop_sessions_end(who bigint)
RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path FROM CURRENT AS $$
  DELETE FROM sessions WHERE staff_id = who
    AND NOT EXISTS (SELECT FROM memberships WHERE memberships.staff_id = who AND disabled_at IS NULL)
$$;
ALTER FUNCTION bellhop_sessions_end(bigint) OWNER TO bellhop_lookup;
REVOKE ALL ON FUNCTION bellhop_sessions_end(bigint) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION bellhop_sessions_end(bigint) TO bellhop_app;
