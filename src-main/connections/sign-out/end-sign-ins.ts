import { mapLimit } from '../../base/map-limit.ts';
import type { Server } from '../../store/servers.ts';
import type { Context } from '../context.ts';
import { mostSignOuts, revokeStored } from './disconnect.ts';

/**
 * Ends every sign-in of a server in all slots, because its tokens are valid only for its address and settings at the
 * time. Requests revocation if possible, and deletes the tokens whatever the answer. `change` runs in the same
 * transaction as the deletion, so that tokens never coexist with settings they were not issued for. Running attempts
 * use the old settings and are cancelled, whether they began before or during the revocation.
 */
export async function endSignIns(context: Context, server: Server, change: () => void): Promise<void> {
  const { tokenSets, authorizationRequests, clientRegistrations, transaction } = context.store;
  const { id: serverId, workspaceId } = server;
  const signedIn = () => tokenSets.slotsOf(serverId).map((profileId) => ({ workspaceId, serverId, profileId }));
  context.attempts.forgetServer(serverId);
  authorizationRequests.removeAllOf(serverId);
  await mapLimit(mostSignOuts, signedIn(), (slot) => revokeStored(context, slot, server.url));
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
