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

-- What is due next is found without reading every sign-in: by when it ends, or by a time that has not come yet.
CREATE INDEX token_set_by_end ON token_set (expires_at) WHERE ended_at IS NULL;
CREATE INDEX token_set_by_issue ON token_set (issued_at) WHERE ended_at IS NULL;
