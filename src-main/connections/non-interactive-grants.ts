import type { GrantType } from '../store/servers.ts';

const interactive: Record<GrantType, boolean> = {
  authorization_code: true,
  device_code: true,
  client_credentials: false,
  identity_assertion: false,
  jwt_bearer: false,
  // Only the user has another one.
  key: true,
};

/** Non-interactive grants: new tokens need neither the user nor a refresh token. */
export const nonInteractiveGrants: ReadonlySet<GrantType> = new Set(
  (Object.keys(interactive) as GrantType[]).filter((grant) => !interactive[grant]),
);
