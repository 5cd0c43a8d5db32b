-- What an entry is about besides its server: a tool, a person, the name of a server that is gone. No secrets.
ALTER TABLE activity ADD COLUMN subject TEXT;

-- Entries are read in the order they were written, which a clock that was set back does not change: the row's own number,
-- which ends every index.
DROP INDEX activity_by_workspace;
CREATE INDEX activity_by_workspace ON activity (workspace_id);
CREATE INDEX activity_by_server ON activity (server_id);
CREATE INDEX activity_by_profile ON activity (profile_id);
CREATE INDEX activity_by_time ON activity (at);
