-- Since when a hotel's policies and calendars are what they are: what came due before that is shown, and nobody is told.
ALTER TABLE sla_policies ADD COLUMN in_force_since timestamptz;
UPDATE sla_policies SET in_force_since = updated_at;
ALTER TABLE sla_policies ALTER COLUMN in_force_since SET NOT NULL;
