-- Messages at the provider that may still fail: reconciling reads its list from the oldest of them on.
CREATE INDEX provider_messages_undecided ON provider_messages (channel_id, asked_at)
  WHERE state IN ('pending', 'sent') AND sid IS NOT NULL;
