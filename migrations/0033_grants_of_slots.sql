-- A permission is looked up by its program and its sign-in, at each call. SQLite does not use the partial indexes for
-- `profile_id IS ?`, so it read every permission of the profile.
CREATE INDEX program_grant_by_slot ON program_grant (server_id, program_id);
DROP INDEX program_grant_by_server;
