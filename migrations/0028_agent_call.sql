-- Each tool call of an agent: never its arguments or its result. Apart from `activity`, so that many calls push no
-- sign-in out of it. `program` is the name that was shown, because a program without a pattern has no row of its own.
CREATE TABLE agent_call (
  id           INTEGER PRIMARY KEY,
  server_id    TEXT NOT NULL REFERENCES server (id) ON DELETE CASCADE,
  program      TEXT NOT NULL,
  tool         TEXT NOT NULL,
  outcome      TEXT NOT NULL,
  started_at   INTEGER NOT NULL,
  milliseconds INTEGER NOT NULL,
  bytes        INTEGER NOT NULL -- of the result
) STRICT;

CREATE INDEX agent_call_by_server ON agent_call (server_id);
CREATE INDEX agent_call_by_time ON agent_call (started_at);
