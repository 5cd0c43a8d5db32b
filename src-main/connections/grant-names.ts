import type { GrantType } from '../store/servers.ts';

/** The `grant_type` of each grant, as authorization servers list it (RFC 8414 section 2, RFC 7591 section 2). */
export const grantNames: Record<Exclude<GrantType, 'key'>, string> = {
  authorization_code: 'authorization_code',
  device_code: 'urn:ietf:params:oauth:grant-type:device_code',
  client_credentials: 'client_credentials',
  identity_assertion: 'urn:ietf:params:oauth:grant-type:jwt-bearer',
  jwt_bearer: 'urn:ietf:params:oauth:grant-type:jwt-bearer',
};
