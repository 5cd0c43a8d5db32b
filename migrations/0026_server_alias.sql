-- The name by which agents know a server. It stays when the server is renamed, because it stands in their settings, and
-- is unique over all workspaces. It is made from the server's name when agents are first told of it.
CREATE TABLE server_alias (
  alias     TEXT PRIMARY KEY,
  server_id TEXT NOT NULL UNIQUE REFERENCES server (id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
