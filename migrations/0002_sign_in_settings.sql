-- What a person said about signing in to a server, beyond its address. NULL: Keyfob finds it out.
ALTER TABLE server ADD COLUMN grant_type TEXT NOT NULL DEFAULT 'authorization_code'
  CHECK (grant_type IN ('authorization_code', 'client_credentials', 'device_code', 'identity_assertion'));
ALTER TABLE server ADD COLUMN issuer TEXT; -- which authorization server, where several may sign people in
ALTER TABLE server ADD COLUMN authorization_endpoint TEXT;
ALTER TABLE server ADD COLUMN token_endpoint TEXT; -- set: nothing is discovered
ALTER TABLE server ADD COLUMN client_id TEXT;
-- The issuer at which the client id was first used. Its secret goes to no other one.
ALTER TABLE server ADD COLUMN client_issuer TEXT;
ALTER TABLE server ADD COLUMN authentication_method TEXT
  CHECK (authentication_method IN ('none', 'client_secret_basic', 'client_secret_post', 'private_key_jwt'));
ALTER TABLE server ADD COLUMN scope TEXT;
ALTER TABLE server ADD COLUMN send_resource INTEGER NOT NULL DEFAULT 1 CHECK (send_resource IN (0, 1));
-- Where an identity assertion comes from (grant_type identity_assertion).
ALTER TABLE server ADD COLUMN identity_token_endpoint TEXT;
ALTER TABLE server ADD COLUMN identity_client_id TEXT;
-- What changes nothing about a sign-in.
ALTER TABLE server ADD COLUMN note TEXT NOT NULL DEFAULT '';
ALTER TABLE server ADD COLUMN call_timeout INTEGER; -- milliseconds
ALTER TABLE server ADD COLUMN tool_prefix TEXT NOT NULL DEFAULT '';

-- The secret part of a server's settings, apart from the rest: without a keyring it lives in memory, and the rest on disk.
CREATE TABLE server_secret (
  id        TEXT PRIMARY KEY, -- server id and kind: where the value is sealed for
  server_id TEXT NOT NULL REFERENCES server (id) ON DELETE CASCADE,
  kind      TEXT NOT NULL CHECK (kind IN ('client_secret', 'private_key', 'id_token', 'headers')),
  value     BLOB NOT NULL, -- sealed
  saved_at  INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE UNIQUE INDEX server_secret_by_server ON server_secret (server_id, kind);

-- Registrations for grants that no browser answers have no way back, and some clients prove who they are with a key.
CREATE TABLE new_client_registration (
  id                TEXT PRIMARY KEY,
  workspace_id      TEXT NOT NULL REFERENCES workspace (id) ON DELETE CASCADE,
  issuer            TEXT NOT NULL,
  kind              TEXT NOT NULL CHECK (kind IN ('dynamic', 'pre_registered', 'metadata_document')),
  return_path       TEXT NOT NULL CHECK (return_path IN ('app_link', 'loopback', 'none')),
  redirect_uri      TEXT NOT NULL, -- empty where the return path is none
  client_id         TEXT NOT NULL,
  client_secret     BLOB, -- sealed
  private_key       BLOB, -- sealed
  secret_expires_at INTEGER,
  token_endpoint_auth_method TEXT NOT NULL,
  registered_at     INTEGER NOT NULL,
  replaced_at       INTEGER,
  CHECK ((return_path = 'none') = (redirect_uri = ''))
) STRICT, WITHOUT ROWID;

INSERT INTO new_client_registration (id, workspace_id, issuer, kind, return_path, redirect_uri, client_id, client_secret,
    secret_expires_at, token_endpoint_auth_method, registered_at, replaced_at)
  SELECT id, workspace_id, issuer, kind, return_path, redirect_uri, client_id, client_secret,
    secret_expires_at, token_endpoint_auth_method, registered_at, replaced_at FROM client_registration;
DROP TABLE client_registration;
ALTER TABLE new_client_registration RENAME TO client_registration;

CREATE UNIQUE INDEX client_registration_in_use
  ON client_registration (workspace_id, issuer, return_path) WHERE replaced_at IS NULL;

-- The key that the code, and then the tokens, are bound to (RFC 9449).
ALTER TABLE authorization_request ADD COLUMN dpop_key BLOB; -- sealed

ALTER TABLE token_set ADD COLUMN grant_type TEXT NOT NULL DEFAULT 'authorization_code'
  CHECK (grant_type IN ('authorization_code', 'client_credentials', 'device_code', 'identity_assertion'));
ALTER TABLE token_set ADD COLUMN token_type TEXT NOT NULL DEFAULT 'bearer' CHECK (token_type IN ('bearer', 'dpop'));
ALTER TABLE token_set ADD COLUMN dpop_key BLOB; -- sealed; goes when the tokens go
