import type { AuthorizationServerMetadata } from './authorization-server-metadata.ts';

/** How the person is asked: in a browser that comes back, or at a page where they type a code. */
export type PersonGrant = 'authorization_code' | 'device_code';

/**
 * The endpoints that get something which the person's consent is worth: the code and its verifier, the state of the
 * request, the device code, and the tokens that come of it.
 */
export function answerEndpoints(server: AuthorizationServerMetadata, grant: PersonGrant): URL[] {
  const pushed =
    server.require_pushed_authorization_requests === true ? server.pushed_authorization_request_endpoint : undefined;
  // Whoever hands out a device code can ask for its tokens as well (RFC 8628 section 3.4).
  const first = grant === 'device_code' ? server.device_authorization_endpoint : pushed;
  return [server.token_endpoint, first, server.revocation_endpoint]
    .filter((endpoint) => endpoint !== undefined)
    .map((endpoint) => new URL(endpoint));
}

/**
 * Whether an answer that comes back names who gave it (RFC 9207 section 3), and nobody else could have put that name
 * there: a redirect URI keeps its own query (RFC 6749 section 3.1.2), so one with `iss` in it names whom its author
 * wants. The redirect URI is Keyfob's own unless the request is pushed to a server that passes on another one, or the
 * page's address brings parameters of its own, which may be a request object (RFC 9101 section 5). A device code has
 * no answer at all: it is asked for, and never comes back through a browser.
 */
export function namesItself(server: AuthorizationServerMetadata, grant: PersonGrant): boolean {
  if (grant !== 'authorization_code' || server.require_pushed_authorization_requests === true) return false;
  const page = server.authorization_endpoint;
  if (page === undefined || new URL(page).search !== '') return false;
  return server.authorization_response_iss_parameter_supported === true;
}
