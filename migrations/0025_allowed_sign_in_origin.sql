-- Sign-in services in a person's own network, each as https://host:port, that they allowed for one server of theirs
-- there: for the place of that server, which is itself allowed, and for no other.
CREATE TABLE allowed_sign_in_origin (
  workspace_id  TEXT NOT NULL REFERENCES workspace (id) ON DELETE CASCADE,
  server_origin TEXT NOT NULL,
  origin        TEXT NOT NULL,
  allowed_by    TEXT REFERENCES profile (id) ON DELETE SET NULL,
  allowed_at    INTEGER NOT NULL,
  PRIMARY KEY (workspace_id, server_origin, origin)
) STRICT, WITHOUT ROWID;

CREATE INDEX allowed_sign_in_origin_by_profile ON allowed_sign_in_origin (allowed_by);
