-- As in 0130_search.sql, but it goes back from the newest ticket as often as few enough are met on that way, and asks
-- the index for stretches only when a page is wanted: thousands of ids are had sooner from all of it at once.
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
      WHERE words @@ (wanted && format('''%1$s:%2$s'' | ''%1$s:%3$s''', substr('bcd', size + 1, 1), stretch,
                                       stretch - 1)::tsquery)
        AND hotel_id = hotel AND ticket_id < above ORDER BY ticket_id DESC LIMIT missing;
    GET DIAGNOSTICS given = ROW_COUNT;
    missing := missing - given;
    above := below;
  END LOOP;
  IF missing > 0 THEN
    RETURN QUERY SELECT ticket_id FROM ticket_words
      WHERE words @@ wanted AND hotel_id = hotel AND ticket_id < above ORDER BY ticket_id DESC LIMIT missing;
  END IF;
END $$;

-- How many tickets answer the question: counted to so many, always; beyond that at least as many as the statistics say.
-- reach: among how many of the newest ids the caller expects more than so many; null when he expects fewer in all. There
-- the words are counted first without what they may go on to: a part of the answers, and when it is too many, so are all.
-- Up to three stretches of 65,536 ids are asked for as words of the index (d:15); more of them would be slower than none.
DROP FUNCTION bellhop_search_count(bigint, text, bigint);
CREATE FUNCTION bellhop_search_count(hotel bigint, asked text, most bigint, reach bigint)
RETURNS TABLE (number bigint, is_estimate boolean)
LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT SET plan_cache_mode = force_custom_plan AS $$
DECLARE
  wanted  tsquery := format('''h:%s''', hotel)::tsquery && asked::tsquery;
  part    tsquery := format('''h:%s''', hotel)::tsquery && replace(asked, ':*', '')::tsquery;
  newest  bigint;  -- stretches
  oldest  bigint;
  counted bigint;
BEGIN
  IF NOT hotel = ANY (bellhop_hotels()) THEN
    RETURN QUERY SELECT 0::bigint, false;
    RETURN;
  END IF;
  IF reach IS NOT NULL THEN
    SELECT max(ticket_id) >> 16, greatest(max(ticket_id) - reach, 0) >> 16 INTO newest, oldest
      FROM ticket_words WHERE hotel_id = hotel;
    IF newest - oldest <= 2 THEN
      part := part && (SELECT string_agg(format('''d:%s''', stretch), ' | ')::tsquery
                       FROM generate_series(oldest, newest) AS stretch);
    END IF;
    SELECT count(*) INTO counted FROM (
      SELECT FROM ticket_words WHERE words @@ part AND hotel_id = hotel LIMIT most + 1) AS found;
  END IF;
  IF counted IS NULL OR (counted <= most AND part <> wanted) THEN
    SELECT count(*) INTO counted FROM (
      SELECT FROM ticket_words WHERE words @@ wanted AND hotel_id = hotel LIMIT most + 1) AS found;
  END IF;
  IF counted > most THEN
    RETURN QUERY SELECT greatest(counted, bellhop_search_guess(wanted)), true;
  ELSE
    RETURN QUERY SELECT counted, false;
  END IF;
END $$;
ALTER FUNCTION bellhop_search_count(bigint, text, bigint, bigint) OWNER TO bellhop_lookup;
REVOKE ALL ON FUNCTION bellhop_search_count(bigint, text, bigint, bigint) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION bellhop_search_count(bigint, text, bigint, bigint) TO bellhop_app;
