-- What recognizes the program that made a call, so that two of one name are told apart: '' for one that nothing
-- recognizes again, NULL for calls of before, which are told apart by name alone.
ALTER TABLE agent_call ADD COLUMN pattern TEXT;
