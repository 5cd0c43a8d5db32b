-- What Keyfob adds to an authorization request by itself, each as long as the server's sign-in works with it: the scope
-- offline_access, and prompt=consent.
ALTER TABLE server ADD COLUMN offline_access INTEGER NOT NULL DEFAULT 1 CHECK (offline_access IN (0, 1));
ALTER TABLE server ADD COLUMN ask_consent INTEGER NOT NULL DEFAULT 1 CHECK (ask_consent IN (0, 1));
