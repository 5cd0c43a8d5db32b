import { Fault } from '../../base/fault.ts';
import { isUnknownClient } from '../../oauth/endpoint-call.ts';
import { refusedAdded } from '../../oauth/added-parameters.ts';
import { unionOfScopes } from '../../oauth/scopes.ts';
import { authorizeNonInteractive } from './authorize-non-interactive.ts';
import { authorizeDevice } from './authorize-device.ts';
import { authorizeCode } from './authorize-code.ts';
import type { SignIn, SignInOptions } from '../state/sign-in.ts';
import type { GrantType, Server } from '../../store/servers.ts';
import type { Context } from '../context.ts';
import type { Discovery } from '../state/discovery.ts';
import { failAttempt } from './fail-attempt.ts';
import { discoverCached } from '../discovery/discover-cached.ts';
import { withRegistration } from '../discovery/with-registration.ts';
import { withNearbyAddress } from '../discovery/nearby-addresses.ts';
import { grantedScope } from '../tokens/granted-scope.ts';
import { invalidate } from '../invalidate.ts';
import { publishServerChanged } from '../publish-server-changed.ts';
import { addedIn, leftOutBySettings, leftOutByUser, withoutAdded } from '../registration/without-added.ts';
import { outboundTo } from '../server-headers.ts';
import { requireServer, slotOf, type Session, type Slot } from '../slot.ts';
import { withSignal } from '../with-signal.ts';

/** What follows discovery, by grant type. The README of this folder lists what else a new grant type needs. */
const authorizeBy: Record<GrantType, (context: Context, signIn: SignIn) => Promise<void>> = {
  authorization_code: authorizeCode,
  device_code: authorizeDevice,
  client_credentials: authorizeNonInteractive,
  identity_assertion: authorizeNonInteractive,
  jwt_bearer: authorizeNonInteractive,
  key: (_, { server }) => Promise.reject(keyNeeded(server)),
};

/** Nothing but the user's key signs in, so there is nothing to start. */
function keyNeeded({ name, url }: Pick<Server, 'name' | 'url'>): Fault {
  return new Fault('key_needed', 'only a key signs in', { values: { host: new URL(url).host, server: name } });
}

/**
 * Starts a sign-in: discovery, then the grant that the settings name. With the authorization code grant, registers if
 * needed, stores the request, opens the browser and returns; `finishAuthorization` continues from the redirect, in this
 * process or a later one. Returns after discovery if the server needs no sign-in. Replaces a running attempt
 * of the slot.
 */
export async function connect(
  context: Context,
  session: Session,
  serverId: string,
  options: SignInOptions = {},
): Promise<void> {
  const server = requireServer(context.store, session, serverId);
  if (!server.enabled) throw new Fault('server_off', 'the server is turned off', { values: { server: server.name } });
  if (server.grantType === 'key') throw keyNeeded(server);
  const slot = slotOf(session, server);
  context.attempts.forget(slot);
  context.store.authorizationRequests.removeForSlot(serverId, slot.profileId);
  context.lateAnswers.drop(slot);
  const attempt = context.attempts.begin(slot, session.profileId, context.now, () =>
    publishServerChanged(context, slot),
  );
  const outdated = () => invalidate(context, { what: 'discovery', server });
  // The signal aborts at every end of the attempt; only a failure may be due to an outdated discovery.
  attempt.signal.addEventListener('abort', () => attempt.error && outdated(), { once: true });
  try {
    const outbound = withSignal(outboundTo(context, server), attempt.signal);
    if (options.registerAgain) outdated();
    const { signal } = attempt;
    const found = await discoverCached(context, server, {
      signal,
      onSteps: (steps) => attempt.follow(steps),
    }).catch(async (error: unknown) => {
      throw server.requiresSignIn === null ? await withNearbyAddress(context, server, error, signal) : error;
    });
    context.health.clear(slot);
    context.store.servers.setRequiresSignIn(server.workspaceId, serverId, found !== undefined);
    if (!found) return attempt.end();
    const discovery = await withRegistration(context, server, found, signal);
    const wantedScope = context.health.wantedScope(slot);
    const scope = wantedScope ? widenedScope(context, slot, discovery, wantedScope) : discovery.scope;
    const all = { server, attempt, outbound, discovery: { ...discovery, scope }, options, leaveOut: [] };
    attempt.leftOut = leftOutByUser(options);
    await authorize(context, withoutAdded(all, [...leftOutBySettings(server), ...attempt.leftOut]));
  } catch (error) {
    failAttempt(context, attempt, error);
    throw error;
  }
}

/**
 * Authorizes by the server's grant; if the authorization server no longer knows the client, once more with a new one,
 * and if it refuses what Keyfob added to the request, once more without that.
 */
async function authorize(context: Context, signIn: SignIn): Promise<void> {
  const { server, attempt, options } = signIn;
  const byGrant = authorizeBy[server.grantType];
  // Keyfob cannot replace a client that the user entered.
  if (server.clientId === null)
    attempt.startAgain = () => byGrant(context, { ...signIn, options: { ...options, registerAgain: true } });
  attempt.added = addedIn(signIn);
  attempt.startWithout = (out) => {
    const without = withoutAdded(signIn, out);
    attempt.added = addedIn(without);
    attempt.leftOut = [...attempt.leftOut, ...out];
    return byGrant(context, without);
  };
  try {
    await byGrant(context, signIn);
  } catch (error) {
    const out = refusedAdded(error, attempt.added, signIn.discovery.scope);
    const again = attempt.takeStartWithout(out) ?? (isUnknownClient(error) ? attempt.takeStartAgain() : undefined);
    if (!again) throw error;
    await again();
  }
}

/**
 * The default scope, the granted scope, and what was requested on top (MCP 2026-07-28, step-up authorization). The
 * default is included because servers often omit parts of the granted scope, such as `offline_access`.
 */
function widenedScope(context: Context, slot: Slot, { scope }: Discovery, wanted: string): string {
  return unionOfScopes(unionOfScopes(scope, grantedScope(context, slot)), wanted);
}
