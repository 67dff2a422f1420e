-- A deadline may belong to the hotel instead of a ticket (a shift ends); `subject` then says which one it is.
ALTER TABLE deadlines ALTER COLUMN ticket_id DROP NOT NULL;
ALTER TABLE deadlines ADD COLUMN subject text NOT NULL DEFAULT '';
ALTER TABLE deadlines ADD COLUMN payload jsonb NOT NULL DEFAULT '{}';
CREATE UNIQUE INDEX deadlines_one_a_subject ON deadlines (hotel_id, kind, subject)
  WHERE state = 'armed' AND ticket_id IS NULL;
