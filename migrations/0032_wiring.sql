-- Entries that Keyfob wrote into the settings of other programs. `entry`: what was written, as JSON. `copy`: the file
-- as it was before, in Keyfob's own folder. Wiring in Keyfob gives the program the permission to use the
-- sign-in; `pinned_to` is the program of this computer that has it since, also where it is forgotten later.
CREATE TABLE wiring (
  program      TEXT NOT NULL, -- as `keyfob wire` calls it
  server_id    TEXT NOT NULL REFERENCES server (id) ON DELETE CASCADE,
  profile_id   TEXT REFERENCES profile (id) ON DELETE CASCADE, -- NULL: the shared sign-in
  path         TEXT NOT NULL,
  name         TEXT NOT NULL,
  entry        TEXT NOT NULL,
  copy         TEXT, -- NULL: there was no file
  is_replacing INTEGER NOT NULL, -- an entry of another kind was there
  is_by_command INTEGER NOT NULL, -- the program's own command wrote it
  gives_access INTEGER NOT NULL,
  pinned_to    TEXT, -- NULL: no process of the program has come yet
  is_vanished  INTEGER NOT NULL DEFAULT 0, -- it is gone, and the user was told
  written_at   INTEGER NOT NULL,
  PRIMARY KEY (program, server_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX wiring_by_server ON wiring (server_id);
CREATE INDEX wiring_by_profile ON wiring (profile_id);
