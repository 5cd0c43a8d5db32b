-- Which tools a permission covers, as JSON {"rule", "allowed"}. Permissions from before cover all, as they did.
ALTER TABLE program_grant ADD COLUMN tools TEXT NOT NULL DEFAULT '{"rule":"all","allowed":[]}';
-- The profile that allowed it. NULL: it is gone, or it was not recorded.
ALTER TABLE program_grant ADD COLUMN granted_by TEXT REFERENCES profile (id) ON DELETE SET NULL;
-- The server's name when it was decided, for the record.
ALTER TABLE program_grant ADD COLUMN server_name TEXT NOT NULL DEFAULT '';
ALTER TABLE program_grant ADD COLUMN workspace_id TEXT NOT NULL DEFAULT '';
-- Set just before a row is deleted: why it ends, and when. NULL: its server or its profile was deleted.
ALTER TABLE program_grant ADD COLUMN ended_why TEXT;
ALTER TABLE program_grant ADD COLUMN ended_at INTEGER;

UPDATE program_grant SET server_name = (SELECT name FROM server WHERE id = server_id),
                         workspace_id = (SELECT workspace_id FROM server WHERE id = server_id);

-- Permissions that have ended. They never count, and name what may be gone.
CREATE TABLE ended_grant (
  id           INTEGER PRIMARY KEY,
  program_id   TEXT NOT NULL REFERENCES program (id) ON DELETE CASCADE,
  workspace_id TEXT NOT NULL,
  server_id    TEXT NOT NULL,
  server_name  TEXT NOT NULL,
  profile_id   TEXT, -- NULL: the shared sign-in
  answer       TEXT NOT NULL,
  until        TEXT NOT NULL, -- 'lock' or 'revoked'
  tools        TEXT NOT NULL,
  decided_at   INTEGER NOT NULL,
  last_used    INTEGER,
  ended_at     INTEGER NOT NULL,
  why          TEXT NOT NULL
) STRICT;

CREATE INDEX ended_grant_by_program ON ended_grant (program_id);
CREATE INDEX ended_grant_by_time ON ended_grant (ended_at);

-- Whatever deletes a permission, it is recorded. A program that is forgotten takes its record along.
CREATE TRIGGER program_grant_ended BEFORE DELETE ON program_grant
WHEN EXISTS (SELECT 1 FROM program WHERE id = OLD.program_id)
BEGIN
  INSERT INTO ended_grant (program_id, workspace_id, server_id, server_name, profile_id, answer, until, tools,
                           decided_at, last_used, ended_at, why)
  VALUES (OLD.program_id, OLD.workspace_id, OLD.server_id, OLD.server_name, OLD.profile_id, OLD.answer, 'revoked',
          OLD.tools, OLD.decided_at, OLD.last_used,
          coalesce(OLD.ended_at, CAST(unixepoch('subsec') * 1000 AS INTEGER)),
          coalesce(OLD.ended_why,
                   CASE WHEN EXISTS (SELECT 1 FROM server WHERE id = OLD.server_id) THEN 'profile_removed'
                        ELSE 'server_removed' END));
END;
