import { atMost } from '../at-most.ts';
import type { Server } from '../store/servers.ts';
import type { Context } from './context.ts';
import { mostSignOuts, revokeStored } from './disconnect.ts';

/**
 * Ends every sign-in of a server, of all slots: what was issued for its address and settings as they were counts for
 * nothing else. Asks for revocation where it can, and deletes whatever the answer. `change` runs in the same transaction
 * as the deletion, so that no token ever stands beside settings it was not issued for. A sign-in that is under way goes by
 * the old settings, whether it began before that or while revocation was asked for: it is given up.
 */
export async function endSignIns(context: Context, server: Server, change: () => void): Promise<void> {
  const { tokenSets, authorizationRequests, clientRegistrations, transaction } = context.store;
  const { id: serverId, workspaceId } = server;
  const signedIn = () => tokenSets.slotsOf(serverId).map((profileId) => ({ workspaceId, serverId, profileId }));
  context.attempts.forgetServer(serverId);
  authorizationRequests.removeAllOf(serverId);
  await atMost(mostSignOuts, signedIn(), (slot) => revokeStored(context, slot, server.url));
  const slots = transaction(() => {
    const emptied = signedIn();
    tokenSets.removeAllOf(serverId);
    authorizationRequests.removeAllOf(serverId);
    clientRegistrations.sweep();
    change();
    return emptied;
  });
  context.attempts.forgetServer(serverId);
  for (const slot of slots) {
    context.health.settle(slot);
    context.publish({ type: 'tokens_changed', slot });
  }
  context.publish({ type: 'server_reconfigured', workspaceId, serverId });
  context.publish({ type: 'server_changed', workspaceId, serverId });
}
