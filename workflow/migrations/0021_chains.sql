-- How many automatic mails, one after the other, led to this one: each was there before the next mail came in.
-- Many guests who write at the same time make no chain; machines that answer each other do.
ALTER TABLE automatic_mails ADD COLUMN depth int NOT NULL DEFAULT 1;
