import { Fault, isFault } from '../fault.ts';
import type { Outbound } from '../http/guarded-fetch.ts';
import { createAuthorizationRequest } from '../oauth/authorization-request.ts';
import { parseAuthorizationResponse } from '../oauth/authorization-response.ts';
import type { Server } from '../store/servers.ts';
import type { Attempt } from './attempts.ts';
import type { Context } from './context.ts';
import type { Discovery } from './discover.ts';
import { failAttempt } from './fail-attempt.ts';
import { finishAuthorization } from './finish-authorization.ts';
import { authorizationLifetime } from './lifetimes.ts';
import { openInBrowser } from './open-in-browser.ts';
import { registrationForReturn, type ReturningRegistration, type ReturnOptions } from './register.ts';

interface Authorization {
  server: Server;
  attempt: Attempt;
  outbound: Outbound;
  discovery: Discovery;
  options: ReturnOptions;
}

/** The second half of `connect`: registers where needed, stores the request, and sends the person to their browser. */
export async function authorize(context: Context, authorization: Authorization): Promise<void> {
  const { attempt, discovery } = authorization;
  const { host } = new URL(discovery.authorizationServer.issuer);
  const registration = await attempt.step('registration', host, async (facts) => {
    const found = await register(context, authorization);
    facts.returnPath = found.returnPath;
    return found;
  });
  await storeRequest(context, authorization, registration);
  attempt.returnPath = registration.returnPath;
  attempt.authorizationServer = host;
  attempt.answered = attempt.begin('authorize', host);
  expireUnanswered(context, attempt);
  // Before the browser opens: its answer may be back before the system says that it opened.
  attempt.enter('waiting');
  await openInBrowser(context, attempt);
}

async function register(context: Context, authorization: Authorization): Promise<ReturningRegistration> {
  const { server, attempt, discovery } = authorization;
  const { authorizationServer, guessed } = discovery;
  const onResponse = (url: string) => receiveOnLoopback(context, attempt, url);
  try {
    return await registrationForReturn(context, { ...authorization, authorizationServer, onResponse });
  } catch (error) {
    if (guessed && isFault(error, 'registration_refused', 'redirect_refused_by_server'))
      throw withoutMetadata(server, error);
    throw error;
  }
}

async function storeRequest(
  context: Context,
  { server, attempt, discovery }: Authorization,
  { id: registrationId, redirectUri, returnPath, clientId }: ReturningRegistration,
): Promise<void> {
  const { authorizationServer, scope, resource } = discovery;
  const request = await createAuthorizationRequest({
    server: authorizationServer,
    clientId,
    redirectUri,
    scope,
    resource,
  });
  attempt.signal.throwIfAborted();
  context.store.authorizationRequests.save({
    state: request.state,
    serverId: server.id,
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
    createdAt: context.now(),
  });
  attempt.state = request.state;
  attempt.authorizationUrl = request.url;
}

/** Nothing is where it was guessed to be, so the missing metadata is what is wrong. */
function withoutMetadata(server: Server, cause: unknown): Fault {
  const { host } = new URL(server.url);
  return new Fault('resource_metadata_missing', `${host} does not say who protects it`, { values: { host }, cause });
}

function receiveOnLoopback(context: Context, attempt: Attempt, url: string): boolean {
  if (attempt.phase === 'ended' || stateOf(url) !== attempt.state) return false;
  // What goes wrong has ended the attempt and was published; nobody else waits for this promise.
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
  const timer = setTimeout(() => {
    const error = new Fault('request_expired', 'the browser never came back');
    failAttempt(context, attempt, error);
  }, authorizationLifetime);
  timer.unref();
  attempt.signal.addEventListener('abort', () => clearTimeout(timer), { once: true });
}
