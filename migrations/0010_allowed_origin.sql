-- Places in a person's own network that they allowed for servers they typed in, as https://host:port.
CREATE TABLE allowed_origin (
  workspace_id TEXT NOT NULL REFERENCES workspace (id) ON DELETE CASCADE,
  origin       TEXT NOT NULL,
  allowed_by   TEXT REFERENCES profile (id) ON DELETE SET NULL,
  allowed_at   INTEGER NOT NULL,
  PRIMARY KEY (workspace_id, origin)
) STRICT, WITHOUT ROWID;

CREATE INDEX allowed_origin_by_profile ON allowed_origin (allowed_by);
