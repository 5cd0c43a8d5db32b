-- A workload's own JWT as a grant (RFC 7523 section 2.1), and the file that it is read from. A CHECK cannot be changed, so
-- the column is replaced: the other columns of a table stay as they are.
ALTER TABLE server RENAME COLUMN grant_type TO earlier_grant_type;
ALTER TABLE server ADD COLUMN grant_type TEXT NOT NULL DEFAULT 'authorization_code'
  CHECK (grant_type IN ('authorization_code', 'client_credentials', 'device_code', 'identity_assertion', 'jwt_bearer'));
UPDATE server SET grant_type = earlier_grant_type;
ALTER TABLE server DROP COLUMN earlier_grant_type;
ALTER TABLE server ADD COLUMN assertion_file TEXT;

DROP INDEX token_set_facts;
ALTER TABLE token_set RENAME COLUMN grant_type TO earlier_grant_type;
ALTER TABLE token_set ADD COLUMN grant_type TEXT NOT NULL DEFAULT 'authorization_code'
  CHECK (grant_type IN ('authorization_code', 'client_credentials', 'device_code', 'identity_assertion', 'jwt_bearer'));
UPDATE token_set SET grant_type = earlier_grant_type;
ALTER TABLE token_set DROP COLUMN earlier_grant_type;
CREATE INDEX token_set_facts ON token_set (profile_id, registration_id, server_id, issuer, scope, grant_type, issued_at,
  expires_at, signed_in_at, signed_in_by, account, ended_at, end_reason, refresh_token IS NOT NULL);
