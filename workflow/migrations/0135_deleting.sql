-- When the words of a deleted ticket were taken for good; its number and its timeline are left (R-TKT-7).
ALTER TABLE tickets ADD COLUMN purged_at timestamptz;
CREATE INDEX tickets_deleted ON tickets (hotel_id, deleted_at) WHERE deleted_at IS NOT NULL;
-- What closed long ago is left out of lists: found by the moment, or by its being null.
CREATE INDEX tickets_by_close ON tickets (hotel_id, closed_at) WHERE deleted_at IS NULL;
