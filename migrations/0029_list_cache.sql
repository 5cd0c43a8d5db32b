-- What a server last answered to a program that asked what it offers, so that the program's next start need not wait.
-- The value is sealed: lists differ by account, and may say what is in one. client: whom it was answered to, as JSON.
CREATE TABLE list_cache (
  id         TEXT NOT NULL PRIMARY KEY,
  server_id  TEXT NOT NULL REFERENCES server (id) ON DELETE CASCADE,
  profile_id TEXT REFERENCES profile (id) ON DELETE CASCADE, -- NULL: the shared slot
  account    TEXT NOT NULL,
  client     TEXT NOT NULL,
  value      BLOB NOT NULL,
  saved_at   INTEGER NOT NULL
) STRICT;

CREATE INDEX list_cache_slot ON list_cache (server_id, profile_id);
CREATE INDEX list_cache_age ON list_cache (saved_at);
