-- When a ticket was closed stands in the index that lists go by, too: what lies in the archive is left out there.
DROP INDEX tickets_queue;
CREATE INDEX tickets_queue ON tickets (hotel_id, id DESC)
  INCLUDE (state, priority, department_id, category_id, assignee_id, source, closed_at) WHERE deleted_at IS NULL;
