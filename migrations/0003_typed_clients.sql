-- What a person registered by hand and entered for one server is in use next to what Keyfob registered itself, and next to
-- what they entered for another server with the same authorization server.
DROP INDEX client_registration_in_use;
CREATE UNIQUE INDEX client_registration_in_use
  ON client_registration (workspace_id, issuer, return_path, (CASE kind WHEN 'pre_registered' THEN client_id ELSE '' END))
  WHERE replaced_at IS NULL;
