import type { AuthorizationServerMetadata } from './authorization-server-metadata.ts';

/** How the user consents: in a browser that is redirected back, or at a page where they enter a code. */
export type InteractiveGrant = 'authorization_code' | 'device_code';

/**
 * The endpoints that receive what the user's consent produces: the code and its verifier, the state of the request, the
 * device code, and the resulting tokens.
 */
export function answerEndpoints(authorizationServer: AuthorizationServerMetadata, grant: InteractiveGrant): URL[] {
  const pushed =
    authorizationServer.require_pushed_authorization_requests === true
      ? authorizationServer.pushed_authorization_request_endpoint
      : undefined;
  // The issuer of a device code can also redeem it for tokens (RFC 8628 section 3.4).
  const first = grant === 'device_code' ? authorizationServer.device_authorization_endpoint : pushed;
  return [authorizationServer.token_endpoint, first, authorizationServer.revocation_endpoint]
    .filter((endpoint) => endpoint !== undefined)
    .map((endpoint) => new URL(endpoint));
}

/**
 * Whether the authorization response reliably names its issuer (RFC 9207 section 3).
 *
 * A redirect URI keeps its own query (RFC 6749 section 3.1.2), so one that already contains `iss` could name any
 * issuer. The redirect URI is Keyfob's own, unless the request is pushed to an authorization server that forwards a
 * different one, or the authorization endpoint has query parameters of its own, which may be a request object (RFC 9101
 * section 5). A device code has no redirect at all.
 */
export function identifiesIssuer(authorizationServer: AuthorizationServerMetadata, grant: InteractiveGrant): boolean {
  if (grant !== 'authorization_code' || authorizationServer.require_pushed_authorization_requests === true)
    return false;
  const page = authorizationServer.authorization_endpoint;
  if (page === undefined || new URL(page).search !== '') return false;
  return authorizationServer.authorization_response_iss_parameter_supported === true;
}
