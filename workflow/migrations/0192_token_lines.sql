-- A token that was made with a token ends with it. maker: who made it, by name, as the hotel that has it may know.
ALTER TABLE api_tokens ADD COLUMN parent_id bigint REFERENCES api_tokens;
ALTER TABLE api_tokens ADD COLUMN platform_token_id bigint REFERENCES platform_tokens;
ALTER TABLE api_tokens ADD COLUMN maker text NOT NULL DEFAULT '';
CREATE INDEX api_tokens_of_parent ON api_tokens (parent_id) WHERE parent_id IS NOT NULL;

-- Whether neither this token nor any that it descends from was revoked; they may belong to other hotels of a group.
CREATE FUNCTION bellhop_token_stands(wanted bigint) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path FROM CURRENT AS $$
  WITH RECURSIVE line AS (
    SELECT id, parent_id, platform_token_id, revoked_at FROM api_tokens WHERE id = wanted
    UNION SELECT t.id, t.parent_id, t.platform_token_id, t.revoked_at FROM line JOIN api_tokens t ON t.id = line.parent_id)
  SELECT NOT EXISTS (
    SELECT FROM line LEFT JOIN platform_tokens p ON p.id = line.platform_token_id
    WHERE line.revoked_at IS NOT NULL OR p.revoked_at IS NOT NULL)
$$;

CREATE OR REPLACE FUNCTION bellhop_token(digest bytea)
RETURNS TABLE (token_id bigint, name text, role text, hotel_id bigint, code text, hotel_name text, made_by bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path FROM CURRENT AS $$
  SELECT t.id, t.name, t.role, h.id, h.code, h.name, t.created_by FROM api_tokens t JOIN hotels h ON h.id = t.hotel_id
  WHERE t.token_digest = digest AND bellhop_token_stands(t.id) AND (t.created_by IS NULL OR EXISTS (
    SELECT FROM bellhop_memberships(t.created_by) AS seat JOIN staff ON staff.id = t.created_by
    WHERE seat.hotel_id = t.hotel_id AND staff.disabled_at IS NULL
      AND array_position(ARRAY['platform', 'owner', 'manager', 'reception', 'staff', 'ai_agent'], seat.role)
       <= array_position(ARRAY['platform', 'owner', 'manager', 'reception', 'staff', 'ai_agent'], t.role)))
$$;
ALTER FUNCTION bellhop_token_stands(bigint) OWNER TO bellhop_lookup;
REVOKE ALL ON FUNCTION bellhop_token_stands(bigint) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION bellhop_token_stands(bigint) TO bellhop_app, bellhop_door;
