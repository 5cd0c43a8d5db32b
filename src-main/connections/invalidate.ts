import type { Server } from '../store/servers.ts';
import type { Context } from './context.ts';
import type { Slot } from './slot.ts';
import { addressKey, type Place } from './state/by-address.ts';

type SavedPlace = Pick<Server, 'id' | 'workspaceId' | 'url'>;

/** What is out of date. Of the kinds that concern a server, each includes the ones before it. */
export type Stale =
  /** The tokens of a slot, which were replaced or deleted. */
  | { what: 'tokens'; slot: Slot }
  /** What a server said about signing in to it. */
  | { what: 'discovery'; server: Place }
  /** What is sent to a server, or whether anything may be sent to it. Its sign-ins remain. */
  | { what: 'requests'; server: SavedPlace }
  /** The settings that the tokens of a server were issued for. `slots`: those whose tokens were deleted. */
  | { what: 'sign_ins'; server: SavedPlace; slots: readonly Slot[] }
  /** A server that was deleted or has another address now; `server` has the one before. */
  | { what: 'address'; server: SavedPlace; slots: readonly Slot[] };

/**
 * Forgets everything that this process remembers and that depended on what is out of date, and publishes it for what
 * others keep: open MCP sessions and scheduled renewals. Call it after the change is stored, so that nothing is cached
 * again from before. Publishes no `server_changed`: a change publishes that once, when all of it is done.
 *
 * Not forgotten: the revision that a server speaks (`earlierServers`), because no setting decides it, and how often
 * tools opened the browser, because that is a limit.
 */
export function invalidate(context: Context, stale: Stale): void {
  const { accessTokens, attempts, browserHosts, discoveries, dpopHandles, health, namedIssuers, stepUps } = context;
  switch (stale.what) {
    case 'tokens':
      accessTokens.forget(stale.slot);
      accessTokens.unsaved.forget(stale.slot);
      accessTokens.refused.forget(stale.slot);
      dpopHandles.forget(stale.slot);
      health.settle(stale.slot);
      context.publish({ type: 'tokens_changed', slot: stale.slot });
      return;
    case 'discovery':
      discoveries.forget(addressKey(stale.server));
      return;
    case 'requests': {
      const { id: serverId, workspaceId } = stale.server;
      invalidate(context, { what: 'discovery', server: stale.server });
      accessTokens.forgetServer(serverId);
      context.publish({ type: 'server_reconfigured', workspaceId, serverId });
      return;
    }
    case 'sign_ins':
      attempts.forgetServer(stale.server.id);
      context.lateAnswers.dropServer(stale.server.id);
      browserHosts.forget(stale.server);
      for (const slot of stale.slots) invalidate(context, { what: 'tokens', slot });
      invalidate(context, { what: 'requests', server: stale.server });
      return;
    case 'address':
      context.publish({
        type: 'server_moved',
        workspaceId: stale.server.workspaceId,
        serverId: stale.server.id,
      });
      namedIssuers.forget(stale.server);
      stepUps.forgetServer(stale.server.id);
      invalidate(context, { ...stale, what: 'sign_ins' });
  }
}
