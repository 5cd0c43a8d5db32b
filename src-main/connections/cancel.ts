import type { Context } from './context.ts';
import { requireServer, slotOf, type Session } from './slot.ts';

/** Gives up the attempt that is under way. What comes back from the browser afterwards finds nothing. */
export function cancelConnect(context: Context, session: Session, serverId: string): void {
  const server = requireServer(context.store, session, serverId);
  const slot = slotOf(session, server);
  context.store.authorizationRequests.removeForSlot(serverId, slot.profileId);
  context.attempts.forget(slot);
  context.publish({ type: 'server_changed', workspaceId: slot.workspaceId, serverId });
}
