-- Whether somebody looks after the installation, has a second factor, and which hotels demand one of him: each names the
-- roles in its settings (workflow/services/factor_demand), by whatever way he got his seat.
CREATE FUNCTION bellhop_standing(wanted bigint)
RETURNS TABLE (is_platform boolean, has_factor boolean, demanded_by text[])
LANGUAGE sql STABLE SECURITY DEFINER SET search_path FROM CURRENT AS $$
  SELECT EXISTS (SELECT FROM platform_staff WHERE staff_id = wanted),
    EXISTS (SELECT FROM staff_totp WHERE staff_id = wanted AND confirmed_at IS NOT NULL),
    ARRAY(SELECT seat.hotel_name FROM bellhop_memberships(wanted) AS seat JOIN hotels h ON h.id = seat.hotel_id
      WHERE h.settings -> 'second_factor_roles' ? seat.role ORDER BY seat.code)
$$;
ALTER FUNCTION bellhop_standing(bigint) OWNER TO bellhop_lookup;
REVOKE ALL ON FUNCTION bellhop_standing(bigint) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION bellhop_standing(bigint) TO bellhop_door;
