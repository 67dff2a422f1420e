-- What is known of the bytes in the file store, whichever rows use them: whether they were checked, when to look for users.
CREATE TABLE stored_files (
  hotel_id   bigint NOT NULL REFERENCES hotels,
  sha256     text NOT NULL,
  put_at     timestamptz NOT NULL,  -- the last time that somebody was about to use them
  look_at    timestamptz,           -- when it is seen whether any row uses them; null: one did
  state      text NOT NULL DEFAULT 'unchecked' CHECK (state IN ('unchecked', 'waiting', 'clean', 'held', 'released')),
  finding    text NOT NULL DEFAULT '',
  checked_at timestamptz,
  PRIMARY KEY (hotel_id, sha256)
);
CREATE INDEX stored_files_to_look_at ON stored_files (hotel_id, look_at) WHERE look_at IS NOT NULL;
SELECT bellhop_protect('stored_files', 'SELECT, INSERT, UPDATE, DELETE');

CREATE INDEX attachments_of_content ON attachments (hotel_id, sha256);
CREATE INDEX uploaded_files_of_content ON uploaded_files (hotel_id, sha256);

-- Its bytes are still on their way, straight to the store.
ALTER TABLE uploaded_files ADD COLUMN announced boolean NOT NULL DEFAULT false;
GRANT UPDATE ON uploaded_files TO bellhop_app;
