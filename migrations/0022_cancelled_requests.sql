-- A sign-in that was cancelled keeps its request until it expires, so that it can still be finished. NULL: it waits.
ALTER TABLE authorization_request ADD COLUMN cancelled_at INTEGER;
