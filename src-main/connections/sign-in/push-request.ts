import { pushAuthorizationRequest } from '../../oauth/pushed-authorization-request.ts';
import type { Authorization } from '../state/authorization.ts';
import type { Context } from '../context.ts';
import type { RedirectRegistration } from '../registration/register.ts';
import type { StoredRequest } from './store-request.ts';

/**
 * Sends the authorization request to the authorization server first if it requires that (RFC 9126). Returns the URL for
 * the browser: with a reference to the pushed request, or with the parameters.
 */
export async function pushRequest(
  context: Context,
  { attempt, discovery, outbound }: Authorization,
  registration: RedirectRegistration,
  { url, dpopKey }: StoredRequest,
): Promise<URL> {
  const { authorizationServer } = discovery;
  if (authorizationServer.require_pushed_authorization_requests !== true) return url;
  return pushAuthorizationRequest({
    authorizationServer,
    credentials: registration,
    url,
    fetch: outbound.token,
    dpop: dpopKey && (await context.dpopHandles.of(attempt.slot, dpopKey)),
  });
}
