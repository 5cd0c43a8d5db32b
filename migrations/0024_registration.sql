-- The scope that a client was registered for: it may not get any other, so that a sign-in for more needs a new
-- registration. NULL: for none in particular, as all of before.
ALTER TABLE client_registration ADD COLUMN scope TEXT;

-- Authorization servers that refuse redirects to 127.0.0.1 and take the name localhost: a third form of return address.
CREATE TABLE new_issuer_return_path (
  workspace_id TEXT NOT NULL REFERENCES workspace (id) ON DELETE CASCADE,
  issuer       TEXT NOT NULL,
  return_path  TEXT NOT NULL CHECK (return_path IN ('app_link', 'loopback', 'localhost')),
  learned_at   INTEGER NOT NULL,
  PRIMARY KEY (workspace_id, issuer)
) STRICT, WITHOUT ROWID;

INSERT INTO new_issuer_return_path (workspace_id, issuer, return_path, learned_at)
  SELECT workspace_id, issuer, return_path, learned_at FROM issuer_return_path;
DROP TABLE issuer_return_path;
ALTER TABLE new_issuer_return_path RENAME TO issuer_return_path;

-- The redirect URI of a client that a person made by hand, where the authorization server compares it letter by letter.
-- NULL: the app link or any port of 127.0.0.1, by return_path.
ALTER TABLE server ADD COLUMN redirect_uri TEXT;
