import { Fault } from '../fault.ts';
import { unionOfScopes } from '../oauth/scopes.ts';
import { authorizeAlone } from './authorize-alone.ts';
import { authorizeByCode } from './authorize-by-code.ts';
import { authorize, type Authorization } from './authorize.ts';
import type { GrantType } from '../store/servers.ts';
import type { Context } from './context.ts';
import type { Discovery } from './discover.ts';
import { failAttempt } from './fail-attempt.ts';
import { findOut, forgetWhatWasFound } from './find-out.ts';
import { grantedScope } from './granted-scope.ts';
import type { ReturnOptions } from './register.ts';
import { requireServer, slotOf, type Session, type Slot } from './slot.ts';
import { whileWanted } from './while-wanted.ts';

/**
 * Starts a sign-in: finds out who protects the server, and asks in the way that its settings say. In a browser:
 * registers where needed, stores the request, and opens it. Ends there; `finishAuthorization` goes on from the URL that comes back, in this process or a later one.
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
  // What a sign-in failed with may be what was found.
  attempt.signal.addEventListener('abort', () => attempt.error && forgetWhatWasFound(context, server), { once: true });
  try {
    const outbound = whileWanted(context.outbound(server), attempt.signal);
    if (options.registerAgain) forgetWhatWasFound(context, server);
    const { signal } = attempt;
    const discovery = await findOut(context, server, { signal, onSteps: (steps) => attempt.follow(steps) });
    context.health.clear(slot);
    const wantedScope = context.health.wantedScope(slot);
    const scope = discovery && wantedScope ? widenedScope(context, slot, discovery, wantedScope) : discovery?.scope;
    context.store.servers.setRequiresSignIn(server.workspaceId, serverId, discovery !== undefined);
    if (discovery && scope !== undefined) {
      await authorizeBy[server.grantType](context, {
        server,
        attempt,
        outbound,
        discovery: { ...discovery, scope },
        options,
      });
    } else attempt.end();
  } catch (error) {
    failAttempt(context, attempt, error);
    throw error;
  }
}

const authorizeBy: Record<GrantType, (context: Context, authorization: Authorization) => Promise<void>> = {
  authorization_code: authorize,
  device_code: authorizeByCode,
  client_credentials: authorizeAlone,
  identity_assertion: authorizeAlone,
};

/**
 * What is asked for anyway, what is granted, and what was asked for beyond it (MCP 2026-07-28, step-up authorization).
 * The first, because what is granted need not name all of it: `offline_access` is often left out.
 */
function widenedScope(context: Context, slot: Slot, { scope }: Discovery, wanted: string): string {
  return unionOfScopes(unionOfScopes(scope, grantedScope(context, slot)), wanted);
}
