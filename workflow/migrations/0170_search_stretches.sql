-- As in 0133_search_totals.sql, but a stretch of ids is a condition of its own. GIN leaps from condition to condition,
-- while within one condition it goes through every entry of the rarest word, wherever the stretch is.
CREATE OR REPLACE FUNCTION bellhop_search(hotel bigint, asked text, before bigint, most integer) RETURNS SETOF bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT SET plan_cache_mode = force_custom_plan AS $$
DECLARE
  wanted  tsquery := format('''h:%s''', hotel)::tsquery && asked::tsquery;
  above   bigint;
  below   bigint;
  stretch bigint;
  missing bigint := most;
  given   bigint;
  way     bigint;  -- twice as many tickets as the statistics say must be looked at to meet so many
BEGIN
  IF NOT hotel = ANY (bellhop_hotels()) THEN
    RETURN;
  END IF;
  SELECT least(before, max(ticket_id) + 1) INTO above FROM ticket_words WHERE hotel_id = hotel;
  SELECT 2 * most * greatest(reltuples, 1) / bellhop_search_guess(asked::tsquery) INTO way
    FROM pg_class WHERE oid = 'ticket_words'::regclass;
  IF way <= 30000 + 10 * most THEN
    RETURN QUERY SELECT ticket_id FROM (
        SELECT ticket_id, words FROM ticket_words WHERE hotel_id = hotel AND ticket_id < above
        ORDER BY ticket_id DESC LIMIT way) AS newest
      WHERE words @@ wanted LIMIT most;
    GET DIAGNOSTICS given = ROW_COUNT;
    missing := missing - given;
    SELECT min(seen.ticket_id) INTO below FROM (
      SELECT ticket_id FROM ticket_words WHERE hotel_id = hotel AND ticket_id < above
      ORDER BY ticket_id DESC LIMIT way) AS seen WHERE missing > 0;
    above := coalesce(below, above);
  END IF;
  FOR size IN 0..2 LOOP
    EXIT WHEN above IS NULL OR missing <= 0 OR most > 1000;
    stretch := (above - 1) >> (10 + 3 * size);
    EXIT WHEN stretch <= 1;
    below := (stretch - 1) << (10 + 3 * size);
    RETURN QUERY SELECT ticket_id FROM ticket_words
      WHERE words @@ format('''%1$s:%2$s'' | ''%1$s:%3$s''', substr('bcd', size + 1, 1), stretch, stretch - 1)::tsquery
        AND words @@ wanted AND hotel_id = hotel AND ticket_id < above ORDER BY ticket_id DESC LIMIT missing;
    GET DIAGNOSTICS given = ROW_COUNT;
    missing := missing - given;
    above := below;
  END LOOP;
  IF missing > 0 THEN
    RETURN QUERY SELECT ticket_id FROM ticket_words
      WHERE words @@ wanted AND hotel_id = hotel AND ticket_id < above ORDER BY ticket_id DESC LIMIT missing;
  END IF;
END $$;

-- The newest so many ids of a hotel as a question for the index, in stretches as small as eight of them reach; null when
-- the largest do not: then all of the index is read sooner.
CREATE FUNCTION bellhop_search_stretches(hotel bigint, reach bigint) RETURNS tsquery
LANGUAGE plpgsql STABLE SET search_path FROM CURRENT AS $$
DECLARE
  newest bigint;
BEGIN
  SELECT max(ticket_id) INTO newest FROM ticket_words WHERE hotel_id = hotel;
  FOR size IN 0..2 LOOP
    IF reach >> (10 + 3 * size) < 8 THEN
      RETURN (SELECT string_agg(format('''%s:%s''', substr('bcd', size + 1, 1), stretch), ' | ')::tsquery
              FROM generate_series(greatest(newest - reach, 0) >> (10 + 3 * size), newest >> (10 + 3 * size)) AS stretch);
    END IF;
  END LOOP;
  RETURN NULL;
END $$;

-- How many tickets answer the question: counted to so many, always; beyond that at least as many as the statistics say.
-- reach: among how many of the newest ids the caller expects more than so many; null when he expects fewer in all. There
-- the words are counted first without what they may go on to: a part of the answers, and when it is too many, so are all.
CREATE OR REPLACE FUNCTION bellhop_search_count(hotel bigint, asked text, most bigint, reach bigint)
RETURNS TABLE (number bigint, is_estimate boolean)
LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT SET plan_cache_mode = force_custom_plan AS $$
DECLARE
  goes_on   boolean := position(':*' IN asked) > 0;  -- a tsquery equals the one without
  wanted    tsquery := format('''h:%s''', hotel)::tsquery && asked::tsquery;
  whole     tsquery := format('''h:%s''', hotel)::tsquery && replace(asked, ':*', '')::tsquery;
  stretches tsquery;
  question  tsquery;
  counted   bigint := 0;
BEGIN
  IF NOT hotel = ANY (bellhop_hotels()) THEN
    RETURN QUERY SELECT 0::bigint, false;
    RETURN;
  END IF;
  stretches := bellhop_search_stretches(hotel, reach);
  IF stretches IS NOT NULL THEN
    FOREACH question IN ARRAY CASE WHEN goes_on THEN ARRAY[whole, wanted] ELSE ARRAY[wanted] END LOOP
      EXIT WHEN counted > most;
      SELECT count(*) INTO counted FROM (
        SELECT FROM ticket_words WHERE words @@ stretches AND words @@ question AND hotel_id = hotel LIMIT most + 1) AS found;
    END LOOP;
  ELSIF reach IS NOT NULL AND goes_on THEN
    SELECT count(*) INTO counted FROM (
      SELECT FROM ticket_words WHERE words @@ whole AND hotel_id = hotel LIMIT most + 1) AS found;
  END IF;
  IF counted <= most THEN
    SELECT count(*) INTO counted FROM (
      SELECT FROM ticket_words WHERE words @@ wanted AND hotel_id = hotel LIMIT most + 1) AS found;
  END IF;
  IF counted > most THEN
    RETURN QUERY SELECT greatest(counted, bellhop_search_guess(wanted)), true;
  ELSE
    RETURN QUERY SELECT counted, false;
  END IF;
END $$;
ALTER FUNCTION bellhop_search_stretches(bigint, bigint) OWNER TO bellhop_lookup;
REVOKE ALL ON FUNCTION bellhop_search_stretches(bigint, bigint) FROM PUBLIC;
