-- Where the secret of a registration may go: token, revocation, device authorization and pushed request endpoint, as JSON. What
-- is sealed is bound to it. Empty for those of before: good for the sign-ins that they have, and for no new one.
ALTER TABLE client_registration ADD COLUMN endpoints TEXT NOT NULL DEFAULT '';
