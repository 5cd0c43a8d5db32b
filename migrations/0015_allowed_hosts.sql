-- Authorization servers whose page and whose token endpoint are of two sites, as far as a person has said that both
-- belong together: where the browser goes and who gets the answer, for one issuer.
CREATE TABLE allowed_hosts (
  workspace_id TEXT NOT NULL REFERENCES workspace (id) ON DELETE CASCADE,
  issuer       TEXT NOT NULL,
  browser_host TEXT NOT NULL,
  answer_host  TEXT NOT NULL,
  allowed_by   TEXT REFERENCES profile (id) ON DELETE SET NULL,
  allowed_at   INTEGER NOT NULL,
  PRIMARY KEY (workspace_id, issuer, browser_host, answer_host)
) STRICT, WITHOUT ROWID;

CREATE INDEX allowed_hosts_by_profile ON allowed_hosts (allowed_by);
