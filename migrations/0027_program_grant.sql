-- Programs of this computer that asked to use a server. `pattern` recognizes one after an update and a restart: JSON of
-- the family of its path, its package, and whether a shell started it. `path` is where it was seen last, to be shown.
CREATE TABLE program (
  id         TEXT PRIMARY KEY,
  name       TEXT NOT NULL,
  pattern    TEXT NOT NULL UNIQUE,
  path       TEXT NOT NULL,
  first_seen INTEGER NOT NULL,
  last_seen  INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- What the user decided for a program and a sign-in. `profile_id` NULL: the shared one of the workspace.
CREATE TABLE program_grant (
  program_id TEXT NOT NULL REFERENCES program (id) ON DELETE CASCADE,
  server_id  TEXT NOT NULL REFERENCES server (id) ON DELETE CASCADE,
  profile_id TEXT REFERENCES profile (id) ON DELETE CASCADE,
  answer     TEXT NOT NULL CHECK (answer IN ('always', 'never')),
  decided_at INTEGER NOT NULL,
  last_used  INTEGER -- NULL: not used yet
) STRICT;

CREATE UNIQUE INDEX program_grant_shared ON program_grant (program_id, server_id) WHERE profile_id IS NULL;
CREATE UNIQUE INDEX program_grant_own ON program_grant (program_id, server_id, profile_id) WHERE profile_id IS NOT NULL;
CREATE INDEX program_grant_by_server ON program_grant (server_id);
CREATE INDEX program_grant_by_profile ON program_grant (profile_id);
