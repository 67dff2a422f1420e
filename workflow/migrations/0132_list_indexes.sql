-- What lists are narrowed by stands in the index that they go by: no ticket is read that is not shown.
DROP INDEX tickets_queue;
CREATE INDEX tickets_queue ON tickets (hotel_id, id DESC)
  INCLUDE (state, priority, department_id, category_id, assignee_id, source) WHERE deleted_at IS NULL;
CREATE INDEX tickets_by_department ON tickets (hotel_id, department_id, priority, id DESC) WHERE deleted_at IS NULL;
DROP INDEX tickets_by_room;
CREATE INDEX tickets_by_room ON tickets (hotel_id, room_id, id DESC) WHERE deleted_at IS NULL AND room_id IS NOT NULL;
