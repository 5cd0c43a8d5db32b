-- Where the workspace's client id metadata document is published. NULL: where whoever distributes Keyfob publishes one,
-- if anywhere; empty: there is none.
ALTER TABLE workspace ADD COLUMN client_metadata_url TEXT;
