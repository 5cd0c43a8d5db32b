import type { Context, DomainEvent } from '../../../connections/context.ts';
import { slotExists } from '../asked.ts';
import type { Grants } from './grants.ts';

/**
 * A sign-in that ended takes its permissions along, and so does a server that has another address. Returns whether the
 * event may have ended any.
 */
export function endAfter(event: DomainEvent, context: Pick<Context, 'store'>, grants: Grants): boolean {
  const { tokenSets, servers } = context.store;
  switch (event.type) {
    case 'tokens_changed':
      // Not where it only lapsed: then it is still there.
      if (tokenSets.signIns(event.slot.serverId, event.slot.profileId).length > 0) return false;
      grants.endOfSlot(event.slot, 'signed_out');
      return true;
    case 'server_moved':
      // One that was removed takes its permissions along.
      if (!servers.get(event.workspaceId, event.serverId)) return false;
      grants.endOfServer(event, 'server_moved');
      return true;
    case 'server_removed':
    case 'person_removed':
      grants.untilLock.end(
        ({ slot }) => !slotExists(context, slot),
        event.type === 'server_removed' ? 'server_removed' : 'profile_removed',
      );
      return true;
    default:
      return false;
  }
}
