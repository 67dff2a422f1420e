-- Four roles that nobody can log in as. Every transaction steps into one of the first three (SET LOCAL ROLE).
--   bellhop_app     serves one request: sees the hotels named in bellhop.hotels, and no other
--   bellhop_clock   sees ids and times of inbox, effects and deadlines of all hotels, never content
--   bellhop_door    may read no table at all, only call the look-up functions of 0005_lookups.sql
--   bellhop_lookup  owns the few functions that must look before a hotel is known (log-in, recipient)
DO $$
DECLARE name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['bellhop_app', 'bellhop_clock', 'bellhop_door', 'bellhop_lookup'] LOOP
    BEGIN
      IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = name) THEN
        EXECUTE format('CREATE ROLE %I NOLOGIN NOINHERIT', name);
      END IF;
    EXCEPTION WHEN duplicate_object OR unique_violation THEN
      NULL;  -- another installation of the same cluster made it at this moment
    END;
    IF NOT (SELECT rolsuper FROM pg_roles WHERE rolname = current_user) THEN
      EXECUTE format('GRANT %I TO %I', name, current_user);
    END IF;
  END LOOP;
  EXECUTE format('GRANT USAGE ON SCHEMA %I TO bellhop_app, bellhop_clock, bellhop_door', current_schema());
  EXECUTE format('GRANT USAGE, CREATE ON SCHEMA %I TO bellhop_lookup', current_schema());
END $$;

-- The hotels this transaction works for. Unset is a fault of ours and raises; it never means "none".
CREATE FUNCTION bellhop_hotels() RETURNS bigint[] LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
DECLARE hotels text := current_setting('bellhop.hotels', true);
BEGIN
  IF hotels IS NULL OR hotels = '' THEN
    RAISE EXCEPTION 'no hotel is named for this transaction' USING ERRCODE = 'BH001';
  END IF;
  RETURN hotels::bigint[];
END $$;

-- Puts a table with a hotel_id under row security and opens it to the app, within its hotels.
-- The sub-select is evaluated once a query and its value serves the index.
CREATE FUNCTION bellhop_protect(target regclass, privileges text, tenant text DEFAULT 'hotel_id')
RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', target);
  EXECUTE format('ALTER TABLE %s FORCE ROW LEVEL SECURITY', target);
  EXECUTE format('GRANT %s ON %s TO bellhop_app', privileges, target);
  EXECUTE format(
    'CREATE POLICY tenant ON %s TO bellhop_app
       USING (%I = ANY ((SELECT bellhop_hotels())::bigint[]))
       WITH CHECK (%I = ANY ((SELECT bellhop_hotels())::bigint[]))', target, tenant, tenant);
END $$;
REVOKE ALL ON FUNCTION bellhop_protect(regclass, text, text) FROM PUBLIC;
