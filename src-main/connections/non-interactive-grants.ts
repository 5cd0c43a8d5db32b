import type { GrantType } from '../store/servers.ts';

/** Non-interactive grants: new tokens need neither the user nor a refresh token. */
export const nonInteractiveGrants: ReadonlySet<GrantType> = new Set<GrantType>([
  'client_credentials',
  'identity_assertion',
]);
