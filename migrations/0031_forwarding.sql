-- A way for another machine to reach Keyfob's socket, with a key of its own. What may be used with it is kept as for a
-- program: `program.name` is its name. `key_hash` is SHA-256 of a random key of 256 bits, which is kept nowhere.
CREATE TABLE forwarding (
  program_id TEXT PRIMARY KEY REFERENCES program (id) ON DELETE CASCADE,
  profile_id TEXT NOT NULL REFERENCES profile (id) ON DELETE CASCADE, -- who made it
  key_hash   BLOB NOT NULL UNIQUE CHECK (length(key_hash) = 32),
  created_at INTEGER NOT NULL,
  last_used  INTEGER -- NULL: not used yet
) STRICT, WITHOUT ROWID;

CREATE INDEX forwarding_by_profile ON forwarding (profile_id);
