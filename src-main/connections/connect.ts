import { Fault, isFault } from '../fault.ts';
import { createAuthorizationRequest } from '../oauth/authorization-request.ts';
import { parseAuthorizationResponse } from '../oauth/authorization-response.ts';
import { unionOfScopes } from '../oauth/scopes.ts';
import { secureUrl } from '../oauth/secure-url.ts';
import type { Outbound } from '../http/guarded-fetch.ts';
import type { Server } from '../store/servers.ts';
import type { Attempt } from './attempts.ts';
import type { Context } from './context.ts';
import { discover, type Discovery } from './discover.ts';
import { failAttempt } from './fail-attempt.ts';
import { finishAuthorization } from './finish-authorization.ts';
import { authorizationLifetime } from './lifetimes.ts';
import { registrationForReturn, type ReturnOptions } from './register.ts';
import { requireServer, slotOf, type Session, type Slot } from './slot.ts';
import { whileWanted } from './while-wanted.ts';

/**
 * Starts a sign-in: finds out who protects the server, registers where needed, stores the request, and opens the
 * browser. Ends there; `finishAuthorization` goes on from the URL that comes back, in this process or a later one.
 * Returns at once where no sign-in is needed. An attempt that is still open for the slot is given up for this one.
 */
export async function connect(
  context: Context,
  session: Session,
  serverId: string,
  options: ReturnOptions = {},
): Promise<void> {
  const server = requireServer(context.store, session, serverId);
  if (!server.enabled) throw new Fault('server_off', 'the server is turned off', { values: { server: server.name } });
  const slot = slotOf(session, server);
  context.attempts.forget(slot);
  context.store.authorizationRequests.removeForSlot(serverId, slot.profileId);
  const attempt = context.attempts.begin(slot, session.profileId, context.now, () =>
    context.publish({ type: 'server_changed', workspaceId: slot.workspaceId, serverId }),
  );
  try {
    const outbound = whileWanted(context.outbound(server.url), attempt.signal);
    const discovery = await discover(new URL(server.url), outbound, attempt);
    context.health.clear(slot);
    const wantedScope = context.health.wantedScope(slot);
    if (discovery && wantedScope) discovery.scope = widenedScope(context, slot, wantedScope);
    context.store.servers.setRequiresSignIn(server.workspaceId, serverId, discovery !== undefined);
    if (discovery) await openAuthorization(context, server, attempt, outbound, discovery, options);
    else attempt.end();
  } catch (error) {
    failAttempt(context, attempt, error);
    throw error;
  }
}

/** What is granted and what was asked for beyond it (MCP 2026-07-28, step-up authorization). */
function widenedScope(context: Context, { serverId, profileId }: Slot, wanted: string): string {
  return unionOfScopes(context.store.tokenSets.facts(serverId, profileId)?.scope ?? '', wanted);
}

async function openAuthorization(
  context: Context,
  server: Server,
  attempt: Attempt,
  outbound: Outbound,
  { authorizationServer, guessed, resource, scope }: Discovery,
  options: ReturnOptions,
): Promise<void> {
  const { host } = new URL(authorizationServer.issuer);
  const registration = await attempt
    .step('registration', host, async (facts) => {
      const found = await registrationForReturn(context, {
        server,
        authorizationServer,
        outbound,
        attempt,
        options,
        onResponse: (url) => receiveOnLoopback(context, attempt, url),
      });
      facts.returnPath = found.returnPath;
      return found;
    })
    .catch((error: unknown) => {
      throw guessed && isFault(error, 'registration_refused', 'redirect_refused_by_server')
        ? withoutMetadata(server, error)
        : error;
    });

  const { redirectUri, returnPath, clientId } = registration;
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
    registrationId: registration.id,
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
  attempt.returnPath = returnPath;
  attempt.authorizationServer = host;
  attempt.answered = attempt.begin('authorize', host);
  expireUnanswered(context, attempt);
  // Before the browser opens: its answer may be back before the system says that it opened.
  attempt.enter('waiting');
  await openInBrowser(context, attempt);
}

/** Nothing is where it was guessed to be, so the missing metadata is what is wrong. */
function withoutMetadata(server: Server, cause: unknown): Fault {
  const { host } = new URL(server.url);
  return new Fault('resource_metadata_missing', `${host} does not say who protects it`, { values: { host }, cause });
}

/** Sends the person to the authorization server, or again to the same page. Throws `browser_not_opened`. */
export async function openInBrowser(context: Context, attempt: Attempt): Promise<void> {
  const url = secureUrl(attempt.authorizationUrl?.href);
  if (!url) throw new Fault('browser_not_opened', 'there is no page to open');
  try {
    await context.openBrowser(url);
  } catch (cause) {
    throw new Fault('browser_not_opened', 'no browser opened', { values: { host: url.host }, cause });
  }
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
