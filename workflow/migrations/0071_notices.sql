-- Quiet hours of a member: 'hotel' (its default), 'none', or '22:00-07:00' by the hotel's clocks.
ALTER TABLE memberships ADD COLUMN quiet_hours text NOT NULL DEFAULT 'hotel';

-- What waits for one person, and what he got lately: how many notices make a flood (workflow/services/notice_pace).
CREATE INDEX notices_pending ON effects (hotel_id, member_id)
  WHERE kind = 'send_notice' AND state IN ('waiting', 'queued', 'inflight');
CREATE INDEX notices_sent ON effects (hotel_id, member_id, finished_at)
  WHERE kind = 'send_notice' AND state = 'done';
