-- Who used Keyfob last: the next start is theirs. It goes with the profile, so it never names one that is gone.
ALTER TABLE profile ADD COLUMN used_at INTEGER NOT NULL DEFAULT 0;
