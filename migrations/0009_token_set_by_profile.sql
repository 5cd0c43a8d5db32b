-- Whose sign-ins these are: what a list reads, and what the end of a profile has to find.
CREATE INDEX token_set_by_profile ON token_set (profile_id);
