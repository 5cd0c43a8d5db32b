-- The challenge of a request that the server refused although it had answered others without a sign-in, as JSON.
ALTER TABLE server ADD COLUMN late_challenge TEXT;
