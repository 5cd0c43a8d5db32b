import type { AuthorizationServerMetadata } from '../../oauth/authorization-server-metadata.ts';
import type { ClientRegistration } from '../../store/client-registrations.ts';

/** Endpoints that receive the client's secret or a signed assertion (RFC 6749 section 2.3, RFC 7009, 8628, 9126). */
const authenticated = [
  'token_endpoint',
  'revocation_endpoint',
  'device_authorization_endpoint',
  'pushed_authorization_request_endpoint',
] as const;

/**
 * The endpoints that may receive a client's secret, as JSON; stored with the registration, which is used for no others.
 */
export function secretEndpoints(authorizationServer: AuthorizationServerMetadata): string {
  return JSON.stringify(authenticated.map((name) => authorizationServer[name] ?? null));
}

/** Whether a registration may be used at these endpoints. Always true without a secret. */
export function isFor(registration: ClientRegistration, authorizationServer: AuthorizationServerMetadata): boolean {
  const { clientSecret, privateKey, endpoints } = registration;
  return (clientSecret === undefined && privateKey === undefined) || endpoints === secretEndpoints(authorizationServer);
}
