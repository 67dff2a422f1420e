-- A ticket that is purged takes with it that the PMS knows it too. Checking the rows that are there needs no hotel.
ALTER TABLE pms_tickets NO FORCE ROW LEVEL SECURITY;
ALTER TABLE tickets NO FORCE ROW LEVEL SECURITY;
ALTER TABLE pms_tickets
  DROP CONSTRAINT pms_tickets_ticket_id_fkey,
  ADD FOREIGN KEY (ticket_id) REFERENCES tickets ON DELETE CASCADE;
ALTER TABLE tickets FORCE ROW LEVEL SECURITY;
ALTER TABLE pms_tickets FORCE ROW LEVEL SECURITY;
