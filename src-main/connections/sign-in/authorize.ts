import { Fault, isFault } from '../../base/fault.ts';
import { createAuthorizationRequest, type AuthorizationRequest } from '../../oauth/authorization-request.ts';
import { requireCodeGrant } from '../../oauth/authorization-server-metadata.ts';
import { parseAuthorizationResponse } from '../../oauth/authorization-response.ts';
import { dpopThumbprint, generateDpopKey } from '../../oauth/dpop.ts';
import { pushAuthorizationRequest } from '../../oauth/pushed-authorization-request.ts';
import type { Secret } from '../../base/secret.ts';
import type { Server } from '../../store/servers.ts';
import { approvePage } from './approve-page.ts';
import type { Attempt } from '../state/attempts.ts';
import type { Authorization } from '../state/authorization.ts';
import type { Context } from '../context.ts';
import { failAttempt } from './fail-attempt.ts';
import { finishAuthorization } from './finish-authorization.ts';
import { authorizationLifetime } from '../lifetimes.ts';
import { openInBrowser } from './open-in-browser.ts';
import { otherWays } from './other-ways.ts';
import { redirectRegistration, type RedirectRegistration } from '../registration/register.ts';
import { registrationStep } from '../registration/registration-step.ts';
import { retryWithNewClient } from '../registration/replace-unknown-client.ts';

/**
 * The second half of `connect` with the authorization code grant: registers if needed, stores the request, and opens
 * the browser. If the authorization server has forgotten the client, repeats this once with a new registration.
 */
export async function authorize(context: Context, authorization: Authorization): Promise<void> {
  const { attempt, options } = authorization;
  attempt.startAgain = () => askInBrowser(context, { ...authorization, options: { ...options, registerAgain: true } });
  await askInBrowser(context, authorization);
}

async function askInBrowser(context: Context, authorization: Authorization): Promise<void> {
  const { attempt, discovery, options } = authorization;
  const { authorizationServer } = discovery;
  const { host } = new URL(authorizationServer.issuer);
  // Before registration, so that a sign-in that stops here leaves nothing behind.
  const url = new URL(requireCodeGrant(authorizationServer));
  await approvePage(context, { attempt, discovery, grant: 'authorization_code', url });
  const registration = await retryWithNewClient(authorization, options, async (current) => {
    const found = await registrationStep(authorization, () =>
      register(context, { ...authorization, options: current }),
    );
    await storeRequest(context, authorization, found);
    return found;
  });
  attempt.returnPath = registration.returnPath;
  attempt.otherWays = await otherWays(context, authorization, registration);
  attempt.signal.throwIfAborted();
  attempt.authorizationServer = host;
  attempt.answered = attempt.trace.begin('authorize', host);
  expireUnanswered(context, attempt);
  // Before opening the browser: its response may arrive before the system reports that it has opened.
  attempt.enter('opening');
  await openInBrowser(context, attempt);
  if (attempt.phase === 'opening') attempt.enter('waiting');
}

async function register(context: Context, authorization: Authorization): Promise<RedirectRegistration> {
  const { server, attempt, discovery } = authorization;
  const { authorizationServer, guessed } = discovery;
  const onResponse = (url: string) => receiveOnLoopback(context, attempt, url);
  try {
    return await redirectRegistration(context, { ...authorization, authorizationServer, onResponse });
  } catch (error) {
    if (guessed && isFault(error, 'registration_refused', 'redirect_refused_by_server'))
      throw withoutMetadata(server, error);
    throw error;
  }
}

async function storeRequest(
  context: Context,
  { server, attempt, discovery, outbound }: Authorization,
  registration: RedirectRegistration,
): Promise<void> {
  const { authorizationServer, scope, resource, dpop } = discovery;
  const { id: registrationId, redirectUri, returnPath, clientId } = registration;
  const dpopKey = dpop ? await generateDpopKey() : undefined;
  const request = await createAuthorizationRequest({
    authorizationServer,
    clientId,
    redirectUri,
    scope,
    resource: resource || undefined,
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
  attempt.state = request.state;
  const url = await authorizationUrlFor(context, { attempt, discovery, outbound, registration, request, dpopKey });
  attempt.authorizationUrl = await approvePage(context, { attempt, discovery, grant: 'authorization_code', url });
}

interface AuthorizationUrlRequest extends Pick<Authorization, 'attempt' | 'discovery' | 'outbound'> {
  registration: RedirectRegistration;
  request: AuthorizationRequest;
  dpopKey: Secret | undefined;
}

/**
 * The URL for the browser: with the parameters, or with a reference to the pushed request if the server requires that
 * (RFC 9126).
 */
async function authorizationUrlFor(
  context: Context,
  { attempt, discovery, outbound, registration, request, dpopKey }: AuthorizationUrlRequest,
): Promise<URL> {
  const { authorizationServer } = discovery;
  if (authorizationServer.require_pushed_authorization_requests !== true) return request.url;
  return pushAuthorizationRequest({
    authorizationServer,
    credentials: registration,
    url: request.url,
    fetch: outbound.token,
    dpop: dpopKey && (await context.dpopHandles.of(attempt.slot, dpopKey)),
  });
}

/** The guessed endpoints do not exist, so the actual fault is the missing metadata. */
function withoutMetadata(server: Server, cause: unknown): Fault {
  const { host } = new URL(server.url);
  return new Fault('resource_metadata_missing', `${host} does not say who protects it`, { values: { host }, cause });
}

function receiveOnLoopback(context: Context, attempt: Attempt, url: string): boolean {
  if (attempt.phase === 'ended' || stateOf(url) !== attempt.state) return false;
  // Failures end the attempt and are published; no caller awaits this promise.
  finishAuthorization(context, url).catch(() => undefined);
  return true;
}

function stateOf(url: string): string | undefined {
  try {
    return parseAuthorizationResponse(url).state;
  } catch {
    return undefined;
  }
}

function expireUnanswered(context: Context, attempt: Attempt): void {
  attempt.waitsUntil = context.now() + authorizationLifetime;
  const timer = setTimeout(() => {
    const error = new Fault('request_expired', 'the browser never came back');
    failAttempt(context, attempt, error);
  }, authorizationLifetime);
  timer.unref();
  attempt.signal.addEventListener('abort', () => clearTimeout(timer), { once: true });
}
