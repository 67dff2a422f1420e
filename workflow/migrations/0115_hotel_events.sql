-- A line of the timeline may belong to the hotel instead of a ticket: what its administrators set (R-TKT-4). The chain
-- covers it like any other.
ALTER TABLE events ALTER COLUMN ticket_id DROP NOT NULL;
CREATE INDEX events_of_hotel ON events (hotel_id, id DESC) WHERE ticket_id IS NULL;
