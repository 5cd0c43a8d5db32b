-- Workspaces hold everything; a profile is a person in one of them.
CREATE TABLE workspace (
  id         TEXT PRIMARY KEY,
  name       TEXT NOT NULL,
  created_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE profile (
  id           TEXT PRIMARY KEY,
  workspace_id TEXT NOT NULL REFERENCES workspace (id) ON DELETE CASCADE,
  name         TEXT NOT NULL,
  role         TEXT NOT NULL CHECK (role IN ('admin', 'member')),
  created_at   INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX profile_by_workspace ON profile (workspace_id);

CREATE TABLE server (
  id               TEXT PRIMARY KEY,
  workspace_id     TEXT NOT NULL REFERENCES workspace (id) ON DELETE CASCADE,
  name             TEXT NOT NULL,
  url              TEXT NOT NULL,
  account          TEXT NOT NULL DEFAULT 'own' CHECK (account IN ('shared', 'own')),
  return_path      TEXT NOT NULL DEFAULT 'automatic' CHECK (return_path IN ('automatic', 'app_link', 'loopback')),
  enabled          INTEGER NOT NULL DEFAULT 1 CHECK (enabled IN (0, 1)),
  -- What the last probe found: NULL until there was one.
  requires_sign_in INTEGER CHECK (requires_sign_in IN (0, 1)),
  created_at       INTEGER NOT NULL,
  UNIQUE (workspace_id, url)
) STRICT, WITHOUT ROWID;

-- What an authorization server knows Keyfob as. A registration that was replaced stays while tokens were issued to it.
CREATE TABLE client_registration (
  id                TEXT PRIMARY KEY,
  workspace_id      TEXT NOT NULL REFERENCES workspace (id) ON DELETE CASCADE,
  issuer            TEXT NOT NULL,
  kind              TEXT NOT NULL CHECK (kind IN ('dynamic', 'pre_registered', 'metadata_document')),
  return_path       TEXT NOT NULL CHECK (return_path IN ('app_link', 'loopback')),
  redirect_uri      TEXT NOT NULL,
  client_id         TEXT NOT NULL,
  client_secret     BLOB, -- sealed
  secret_expires_at INTEGER,
  token_endpoint_auth_method TEXT NOT NULL,
  registered_at     INTEGER NOT NULL,
  replaced_at       INTEGER
) STRICT, WITHOUT ROWID;

CREATE UNIQUE INDEX client_registration_in_use
  ON client_registration (workspace_id, issuer, return_path) WHERE replaced_at IS NULL;

-- Authorization servers that refuse private-use URI schemes: the next registration there asks for loopback at once.
CREATE TABLE issuer_return_path (
  workspace_id TEXT NOT NULL REFERENCES workspace (id) ON DELETE CASCADE,
  issuer       TEXT NOT NULL,
  return_path  TEXT NOT NULL CHECK (return_path IN ('app_link', 'loopback')),
  learned_at   INTEGER NOT NULL,
  PRIMARY KEY (workspace_id, issuer)
) STRICT, WITHOUT ROWID;

-- The half of a sign-in that waits for the browser. Taken with DELETE ... RETURNING, so an answer counts once.
CREATE TABLE authorization_request (
  state                TEXT PRIMARY KEY,
  server_id            TEXT NOT NULL REFERENCES server (id) ON DELETE CASCADE,
  profile_id           TEXT REFERENCES profile (id) ON DELETE CASCADE, -- the slot; NULL is the shared one
  initiator_id         TEXT NOT NULL REFERENCES profile (id) ON DELETE CASCADE,
  registration_id      TEXT NOT NULL REFERENCES client_registration (id) ON DELETE CASCADE,
  issuer               TEXT NOT NULL,
  authorization_server TEXT NOT NULL, -- its metadata as it was when the browser opened, JSON
  redirect_uri         TEXT NOT NULL,
  return_path          TEXT NOT NULL CHECK (return_path IN ('app_link', 'loopback')),
  scope                TEXT NOT NULL,
  resource             TEXT NOT NULL,
  code_verifier        BLOB NOT NULL, -- sealed
  created_at           INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX authorization_request_by_server ON authorization_request (server_id);

-- One slot's tokens. `profile_id IS NULL` is the shared slot. A sign-in that ended keeps its row, without tokens,
-- so that the window can say since when and why.
CREATE TABLE token_set (
  id                   TEXT PRIMARY KEY,
  server_id            TEXT NOT NULL REFERENCES server (id) ON DELETE CASCADE,
  profile_id           TEXT REFERENCES profile (id) ON DELETE CASCADE,
  registration_id      TEXT NOT NULL REFERENCES client_registration (id) ON DELETE CASCADE,
  issuer               TEXT NOT NULL,
  authorization_server TEXT NOT NULL, -- its metadata, JSON: a refresh needs no discovery
  resource             TEXT NOT NULL,
  scope                TEXT NOT NULL,
  access_token         BLOB, -- sealed
  refresh_token        BLOB, -- sealed
  issued_at            INTEGER NOT NULL,
  expires_at           INTEGER,
  signed_in_at         INTEGER NOT NULL,
  signed_in_by         TEXT NOT NULL,
  ended_at             INTEGER,
  end_reason           TEXT,
  CHECK ((ended_at IS NULL) = (access_token IS NOT NULL)),
  CHECK (ended_at IS NULL OR (refresh_token IS NULL AND end_reason IS NOT NULL))
) STRICT, WITHOUT ROWID;

CREATE UNIQUE INDEX token_set_shared ON token_set (server_id) WHERE profile_id IS NULL;
CREATE UNIQUE INDEX token_set_own ON token_set (server_id, profile_id) WHERE profile_id IS NOT NULL;

-- The key that seals, wrapped by the operating system's keychain. Never overwritten: a new key is a new row.
CREATE TABLE data_key (
  id          TEXT PRIMARY KEY,
  backend     TEXT NOT NULL,
  wrapped_key BLOB NOT NULL,
  check_value BLOB NOT NULL, -- a known text sealed with the key: tells a wrong key from a damaged row
  created_at  INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Who did what when. No secrets.
CREATE TABLE activity (
  id           INTEGER PRIMARY KEY,
  workspace_id TEXT NOT NULL REFERENCES workspace (id) ON DELETE CASCADE,
  profile_id   TEXT REFERENCES profile (id) ON DELETE SET NULL,
  server_id    TEXT REFERENCES server (id) ON DELETE CASCADE,
  kind         TEXT NOT NULL,
  outcome      TEXT NOT NULL,
  at           INTEGER NOT NULL
) STRICT;

CREATE INDEX activity_by_workspace ON activity (workspace_id, at);
