-- Since when a hotel's policies and calendars are what they are: what came due before that is shown, and nobody is told.
ALTER TABLE sla_policies ADD COLUMN in_force_since timestamptz;
-- The owner is bound by row security too: it is lifted while he carries old policies over.
ALTER TABLE sla_policies NO FORCE ROW LEVEL SECURITY;
UPDATE sla_policies SET in_force_since = updated_at;
ALTER TABLE sla_policies FORCE ROW LEVEL SECURITY;
ALTER TABLE sla_policies ALTER COLUMN in_force_since SET NOT NULL;
