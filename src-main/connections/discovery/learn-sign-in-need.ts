import type { Context } from '../context.ts';
import { publishServerChanged } from '../publish-server-changed.ts';
import type { Slot } from '../slot.ts';
import { discoverCached } from './discover-cached.ts';

/**
 * Finds out whether a server wants a sign-in that was never asked, such as an imported one, and stores it. Does nothing
 * for others, and sends no token. Throws what discovery throws.
 */
export async function learnSignInNeed(context: Context, slot: Slot, signal: AbortSignal): Promise<void> {
  const { servers, tokenSets } = context.store;
  const server = servers.get(slot.workspaceId, slot.serverId);
  if (!server || server.requiresSignIn !== null || server.grantType === 'key') return;
  if (tokenSets.facts(slot.serverId, slot.profileId)) return;
  const found = await discoverCached(context, server, { signal, onSteps: () => undefined });
  servers.setRequiresSignIn(server.workspaceId, server.id, found !== undefined);
  publishServerChanged(context, slot);
}
