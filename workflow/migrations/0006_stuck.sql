-- Pages that list what is rare among very many rows.
CREATE INDEX messages_failed ON messages (hotel_id, id) WHERE delivery_state = 'failed';
CREATE INDEX effects_kept ON effects (hotel_id, id) WHERE state = 'done' AND (result ->> 'kept') IS NOT NULL;
CREATE INDEX tickets_linked ON tickets (linked_id) WHERE linked_id IS NOT NULL;
