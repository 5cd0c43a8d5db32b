-- Tools that may destroy something and that a profile lets run without being asked each time: for as long as the server describes
-- them as it did then, which the fingerprint is of.
CREATE TABLE tool_waiver (
  profile_id  TEXT NOT NULL REFERENCES profile (id) ON DELETE CASCADE,
  server_id   TEXT NOT NULL REFERENCES server (id) ON DELETE CASCADE,
  tool        TEXT NOT NULL,
  fingerprint TEXT NOT NULL,
  PRIMARY KEY (profile_id, server_id, tool)
) STRICT, WITHOUT ROWID;

CREATE INDEX tool_waiver_by_server ON tool_waiver (server_id);
