-- Who reads what is sent to postmaster of this domain (RFC 5321 4.5.1)? The domain's first desk.
CREATE FUNCTION bellhop_postmaster(wanted_domain text)
RETURNS TABLE (channel_id bigint, hotel_id bigint, enabled boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path FROM CURRENT AS $$
  SELECT id, hotel_id, enabled FROM channels
  WHERE kind = 'email' AND split_part(address, '@', 2) = lower(wanted_domain) ORDER BY id LIMIT 1
$$;
ALTER FUNCTION bellhop_postmaster(text) OWNER TO bellhop_lookup;
REVOKE ALL ON FUNCTION bellhop_postmaster(text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION bellhop_postmaster(text) TO bellhop_app, bellhop_door;
