import { mapLimit } from '../../base/map-limit.ts';
import type { Server } from '../../store/servers.ts';
import type { Context } from '../context.ts';
import { invalidate } from '../invalidate.ts';
import { mostSignOuts, revokeStored } from './disconnect.ts';

/**
 * Ends every sign-in of a server in all slots, because its tokens are valid only for its address and settings at the
 * time. Requests revocation if possible, and deletes the tokens whatever the answer. `change` runs in the same
 * transaction as the deletion, so that tokens never coexist with settings they were not issued for; `what` is what it
 * changes. Running attempts use the old settings and are cancelled, whether they began before or during the revocation.
 * The caller publishes `server_changed`.
 */
export async function endSignIns(
  context: Context,
  server: Server,
  change: () => void,
  what: 'sign_ins' | 'address' = 'sign_ins',
): Promise<void> {
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
  invalidate(context, { what, server, slots });
}
