-- Authorities that a person chose to believe when they vouch for a server. The certificate is sealed, so that nobody can put one
-- in here who has the file and not the key.
CREATE TABLE certificate_authority (
  id          TEXT PRIMARY KEY, -- SHA-256 of the certificate, in hexadecimal with colons
  certificate BLOB NOT NULL,    -- sealed: PEM
  added_at    INTEGER NOT NULL
) STRICT;
