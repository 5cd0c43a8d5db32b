import type { AuthorizationServerMetadata } from '../oauth/authorization-server-metadata.ts';
import type { ClientRegistration } from '../store/client-registrations.ts';

/** Each of them is sent the client's secret, or an assertion that its key signs (RFC 6749 section 2.3, RFC 7009, 8628, 9126). */
const authenticated = [
  'token_endpoint',
  'revocation_endpoint',
  'device_authorization_endpoint',
  'pushed_authorization_request_endpoint',
] as const;

/** Where the secret of a client may go, as JSON: a registration is kept with it, and is good for no other endpoints. */
export function secretEndpoints(server: AuthorizationServerMetadata): string {
  return JSON.stringify(authenticated.map((name) => server[name] ?? null));
}

/** Whether a registration can be used at these endpoints. One without a secret has nothing to give away. */
export function isFor(registration: ClientRegistration, server: AuthorizationServerMetadata): boolean {
  const { clientSecret, privateKey, endpoints } = registration;
  return (clientSecret === undefined && privateKey === undefined) || endpoints === secretEndpoints(server);
}
