-- Which process renews a sign-in now: a refresh token counts once, and several processes may share this database. Written
-- before the request is sent, gone after its answer is stored. Points to no token_set, which may live in memory.
CREATE TABLE renewal_lease (
  token_set_id TEXT PRIMARY KEY,
  server_id    TEXT NOT NULL REFERENCES server (id) ON DELETE CASCADE,
  owner        TEXT NOT NULL, -- the process, and which of its renewals
  taken_at     INTEGER NOT NULL,
  expires_at   INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX renewal_lease_by_server ON renewal_lease (server_id);
