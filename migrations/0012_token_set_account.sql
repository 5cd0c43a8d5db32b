-- Whose account it is, where the authorization server says so. A list shows it, so it stands before what makes a row long: a
-- column that is added later would come after it, and each row would be read to its end.
CREATE TABLE new_token_set (
  id                   TEXT PRIMARY KEY NOT NULL,
  server_id            TEXT NOT NULL REFERENCES server (id) ON DELETE CASCADE,
  profile_id           TEXT REFERENCES profile (id) ON DELETE CASCADE, -- NULL is the shared slot
  registration_id      TEXT NOT NULL REFERENCES client_registration (id) ON DELETE CASCADE,
  issuer               TEXT NOT NULL,
  resource             TEXT NOT NULL,
  scope                TEXT NOT NULL,
  grant_type TEXT NOT NULL DEFAULT 'authorization_code'
    CHECK (grant_type IN ('authorization_code', 'client_credentials', 'device_code', 'identity_assertion')),
  token_type TEXT NOT NULL DEFAULT 'bearer' CHECK (token_type IN ('bearer', 'dpop')),
  issued_at            INTEGER NOT NULL,
  expires_at           INTEGER,
  signed_in_at         INTEGER NOT NULL,
  signed_in_by         TEXT NOT NULL,
  account              TEXT, -- NULL: nobody said
  ended_at             INTEGER,
  end_reason           TEXT,
  refresh_token        BLOB, -- sealed
  access_token         BLOB, -- sealed
  dpop_key             BLOB, -- sealed; goes when the tokens go
  authorization_server TEXT NOT NULL, -- its metadata, JSON: a refresh needs no discovery
  CHECK ((ended_at IS NULL) = (access_token IS NOT NULL)),
  CHECK (ended_at IS NULL OR (refresh_token IS NULL AND end_reason IS NOT NULL))
) STRICT;

INSERT INTO new_token_set (id, server_id, profile_id, registration_id, issuer, resource, scope, grant_type, token_type, issued_at,
    expires_at, signed_in_at, signed_in_by, ended_at, end_reason, refresh_token, access_token, dpop_key, authorization_server)
  SELECT id, server_id, profile_id, registration_id, issuer, resource, scope, grant_type, token_type, issued_at,
    expires_at, signed_in_at, signed_in_by, ended_at, end_reason, refresh_token, access_token, dpop_key, authorization_server
  FROM token_set;
DROP TABLE token_set;
ALTER TABLE new_token_set RENAME TO token_set;

CREATE UNIQUE INDEX token_set_shared ON token_set (server_id) WHERE profile_id IS NULL;
CREATE UNIQUE INDEX token_set_own ON token_set (server_id, profile_id) WHERE profile_id IS NOT NULL;
CREATE INDEX token_set_by_end ON token_set (expires_at) WHERE ended_at IS NULL;
CREATE INDEX token_set_by_issue ON token_set (issued_at) WHERE ended_at IS NULL;
CREATE INDEX token_set_by_profile ON token_set (profile_id);
