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
 * Whether an answer that comes back names who gave it (RFC 9207 section 3). A device code has no such answer: it is
 * asked for, and never comes back through a browser.
 */
export function namesItself(server: AuthorizationServerMetadata, grant: PersonGrant): boolean {
  return grant === 'authorization_code' && server.authorization_response_iss_parameter_supported === true;
}
