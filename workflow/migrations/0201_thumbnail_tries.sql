-- A small picture that could not be made by chance (a busy machine, no memory) is tried again, a few times (docs/decisions/files.md).
ALTER TABLE stored_files ADD COLUMN thumbnail_tries smallint NOT NULL DEFAULT 0;
ALTER TABLE stored_files ADD COLUMN thumbnail_at timestamptz;
