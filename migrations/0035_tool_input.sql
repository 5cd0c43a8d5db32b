-- What a person entered for a tool: the last input of each, and inputs under a name (presets). The value is sealed, with
-- the name: both may be personal. kind: 'last' or 'preset'.
CREATE TABLE tool_input (
  id         TEXT NOT NULL PRIMARY KEY,
  profile_id TEXT NOT NULL REFERENCES profile (id) ON DELETE CASCADE,
  server_id  TEXT NOT NULL REFERENCES server (id) ON DELETE CASCADE,
  tool       TEXT NOT NULL,
  kind       TEXT NOT NULL CHECK (kind IN ('last', 'preset')),
  value      BLOB NOT NULL,
  saved_at   INTEGER NOT NULL
) STRICT;

CREATE INDEX tool_input_tool ON tool_input (profile_id, server_id, tool);
