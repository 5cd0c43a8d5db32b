-- A key in place of an OAuth grant, and how it is sent. A CHECK cannot be changed, so the columns are replaced: the other columns
-- of a table stay as they are. The key itself is the access token of its slot.
ALTER TABLE server RENAME COLUMN grant_type TO earlier_grant_type;
ALTER TABLE server ADD COLUMN grant_type TEXT NOT NULL DEFAULT 'authorization_code'
  CHECK (grant_type IN ('authorization_code', 'client_credentials', 'device_code', 'identity_assertion', 'jwt_bearer', 'key'));
UPDATE server SET grant_type = earlier_grant_type;
ALTER TABLE server DROP COLUMN earlier_grant_type;
ALTER TABLE server ADD COLUMN key_place TEXT NOT NULL DEFAULT 'bearer'
  CHECK (key_place IN ('bearer', 'authorization', 'header', 'basic'));
ALTER TABLE server ADD COLUMN key_header TEXT; -- NULL: it has no header of its own

DROP INDEX token_set_facts;
ALTER TABLE token_set RENAME COLUMN grant_type TO earlier_grant_type;
ALTER TABLE token_set ADD COLUMN grant_type TEXT NOT NULL DEFAULT 'authorization_code'
  CHECK (grant_type IN ('authorization_code', 'client_credentials', 'device_code', 'identity_assertion', 'jwt_bearer', 'key'));
UPDATE token_set SET grant_type = earlier_grant_type;
ALTER TABLE token_set DROP COLUMN earlier_grant_type;
CREATE INDEX token_set_facts ON token_set (profile_id, registration_id, server_id, issuer, scope, grant_type, issued_at,
  expires_at, signed_in_at, signed_in_by, account, ended_at, end_reason, refresh_token IS NOT NULL);
