-- An answer to a mail about several tickets belongs to none; its author is told so all the same.
ALTER TABLE receipts ALTER COLUMN ticket_id DROP NOT NULL;
