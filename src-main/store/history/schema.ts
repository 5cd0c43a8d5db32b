/**
 * The tables of the history. What a call sent and got is in a table of its own, so that a search reads short rows.
 * Texts that repeat are numbers from `name`: seven indexes would otherwise hold them seven times. Each index ends with
 * all that a search may ask about, so that rows that do not match are never read.
 */
export const historySchema = `
CREATE TABLE data_key (
  id          TEXT PRIMARY KEY,
  backend     TEXT NOT NULL,
  wrapped_key BLOB NOT NULL,
  check_value BLOB NOT NULL,
  created_at  INTEGER NOT NULL,
  handover    BLOB
) STRICT, WITHOUT ROWID;

CREATE TABLE name (
  id    INTEGER PRIMARY KEY,
  value TEXT NOT NULL UNIQUE
) STRICT;

CREATE TABLE call (
  id           INTEGER PRIMARY KEY AUTOINCREMENT,
  owner        INTEGER NOT NULL,
  server       INTEGER NOT NULL,
  address      INTEGER NOT NULL,
  tool         INTEGER NOT NULL,
  program      INTEGER NOT NULL,
  outcome      TEXT NOT NULL,
  error_code   TEXT,
  started_at   INTEGER NOT NULL,
  milliseconds INTEGER NOT NULL,
  bytes        INTEGER NOT NULL
) STRICT;

CREATE INDEX call_by_age ON call (started_at);
CREATE INDEX call_by_time ON call (owner, started_at, id, outcome, program);
CREATE INDEX call_by_server ON call (owner, server, started_at, id, outcome, program);
CREATE INDEX call_by_tool ON call (owner, tool, started_at, id, outcome, program);
CREATE INDEX call_by_server_tool ON call (owner, server, tool, started_at, id, outcome, program);
CREATE INDEX call_by_outcome ON call (owner, outcome, started_at, id);
CREATE INDEX call_by_program ON call (owner, program, started_at, id, outcome);

CREATE TABLE content (
  call_id INTEGER PRIMARY KEY REFERENCES call (id) ON DELETE CASCADE,
  input   BLOB,
  result  BLOB
) STRICT;

CREATE TABLE left_out (
  owner     TEXT NOT NULL,
  server_id TEXT NOT NULL,
  PRIMARY KEY (owner, server_id)
) STRICT, WITHOUT ROWID;
`;

export const historyVersion = 1;
