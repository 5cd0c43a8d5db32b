-- All that a list says of a sign-in, so that a list of many reads this alone and no row with its sealed tokens. It begins with
-- the profile: the end of one finds its rows by it as well.
CREATE INDEX token_set_facts ON token_set (profile_id, registration_id, server_id, issuer, scope, grant_type, issued_at,
  expires_at, signed_in_at, signed_in_by, account, ended_at, end_reason, refresh_token IS NOT NULL);

DROP INDEX token_set_by_profile;
