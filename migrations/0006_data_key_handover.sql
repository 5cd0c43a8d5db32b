-- A new data key, sealed with the one before it: whoever has that one open (this process, another one on this database) goes on
-- without asking the keyring. Gone at the next start, together with the key that it is sealed with.
ALTER TABLE data_key ADD COLUMN handover BLOB;
