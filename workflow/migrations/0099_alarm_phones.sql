-- Emergencies by WhatsApp: the phone of a member, and the alarm to which a report of the provider belongs.
ALTER TABLE memberships ADD COLUMN alarm_phone text NOT NULL DEFAULT '';
CREATE INDEX effects_alarm_sid ON effects (hotel_id, (result ->> 'sid')) WHERE kind = 'send_alarm_whatsapp';
