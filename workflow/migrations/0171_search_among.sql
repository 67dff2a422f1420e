-- Planned once for any ids, which goes by their key. Planned for some thousand given ones, the first five times on each
-- connection, it went through all answers in the index of words.
ALTER FUNCTION bellhop_search_among(bigint, text, bigint[]) SET plan_cache_mode = force_generic_plan;
