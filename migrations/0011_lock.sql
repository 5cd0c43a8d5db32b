-- What opens Keyfob again when it is locked: a hash of the passphrase, and how often somebody was wrong. No row, no lock.
CREATE TABLE lock (
  id        INTEGER PRIMARY KEY CHECK (id = 1),
  salt      BLOB NOT NULL,
  hash      BLOB NOT NULL,
  cost      INTEGER NOT NULL, -- scrypt's N, RFC 7914
  failures  INTEGER NOT NULL DEFAULT 0, -- since somebody was right
  failed_at INTEGER
) STRICT;
