import { pushAuthorizationRequest } from '../../oauth/pushed-authorization-request.ts';
import type { SignIn } from '../state/sign-in.ts';
import type { Context } from '../context.ts';
import type { RedirectRegistration } from '../registration/register.ts';
import { authenticateAsWanted } from '../tokens/authenticate-as-wanted.ts';
import type { StoredRequest } from './store-request.ts';

/**
 * Sends the authorization request to the authorization server first if it requires that (RFC 9126). Returns the URL for
 * the browser: with a reference to the pushed request, or with the parameters.
 */
export async function pushRequest(
  context: Context,
  { attempt, discovery, outbound }: SignIn,
  registration: RedirectRegistration,
  { url, dpopKey }: StoredRequest,
): Promise<URL> {
  const { authorizationServer } = discovery;
  if (authorizationServer.require_pushed_authorization_requests !== true) return url;
  const dpop = dpopKey && (await context.dpopHandles.of(attempt.slot, dpopKey));
  const { answer } = await authenticateAsWanted(registration, (credentials) =>
    pushAuthorizationRequest({ authorizationServer, credentials, url, fetch: outbound.token, dpop }),
  );
  return answer;
}
