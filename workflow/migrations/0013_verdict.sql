-- Why the sender of a message is believed or not, as a sentence; messages.verdict is the machine's word for it.
ALTER TABLE messages ADD COLUMN verdict_reason text NOT NULL DEFAULT '';
