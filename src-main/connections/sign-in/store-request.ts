import { createAuthorizationRequest, type AuthorizationRequest } from '../../oauth/authorization-request.ts';
import { dpopThumbprint, generateDpopKey } from '../../oauth/dpop.ts';
import type { Secret } from '../../base/secret.ts';
import type { SignIn } from '../state/sign-in.ts';
import type { Context } from '../context.ts';
import type { RedirectRegistration } from '../registration/register.ts';

/** An authorization request, and the key that its code and tokens are bound to (RFC 9449 section 10), if any. */
export interface StoredRequest extends AuthorizationRequest {
  dpopKey: Secret | undefined;
}

/**
 * Creates an authorization request and stores all that `finishAuthorization` needs to take its response, in this
 * process or a later one.
 */
export async function storeRequest(
  context: Context,
  { server, attempt, discovery, leaveOut }: SignIn,
  { id: registrationId, redirectUri, returnPath, clientId }: RedirectRegistration,
): Promise<StoredRequest> {
  const { authorizationServer, scope, resource, dpop } = discovery;
  const dpopKey = dpop ? await generateDpopKey() : undefined;
  const request = await createAuthorizationRequest({
    authorizationServer,
    clientId,
    redirectUri,
    scope,
    resource: resource || undefined,
    askConsent: !leaveOut.includes('prompt'),
    dpopJkt: dpopKey && dpopThumbprint(dpopKey),
  });
  attempt.signal.throwIfAborted();
  context.store.authorizationRequests.save({
    state: request.state,
    serverId: server.id,
    serverUrl: server.url,
    profileId: attempt.slot.profileId,
    initiatorId: attempt.initiatorId,
    registrationId,
    issuer: authorizationServer.issuer,
    authorizationServer,
    redirectUri,
    returnPath,
    scope,
    resource,
    codeVerifier: request.codeVerifier,
    dpopKey,
    createdAt: context.now(),
  });
  return { ...request, dpopKey };
}
