import { isFault } from '../../base/fault.ts';
import type { Context } from '../context.ts';
import { storedTokens } from './stored-tokens.ts';

/**
 * Finds sign-ins that cannot be decrypted, and records them as ended in memory, as their first use would: the rows look
 * intact, whatever key sealed them. Each start checks again, because the key may have returned. Does nothing unless a
 * data key is missing.
 */
export function checkSignIns(context: Context): void {
  const { lacksDataKey, workspaces, servers, tokenSets } = context.store;
  if (!lacksDataKey()) return;
  for (const { id: workspaceId } of workspaces.list())
    for (const { id: serverId } of servers.listed(workspaceId))
      for (const profileId of tokenSets.slotsOf(serverId)) {
        try {
          storedTokens(context, { workspaceId, serverId, profileId });
        } catch (error) {
          if (!isFault(error, 'sign_in_ended')) throw error;
        }
      }
}

/** Call it when sign-ins are read from disk again, where some may be sealed with a lost key. */
export function signInsAreBack(context: Context): void {
  checkSignIns(context);
  context.publish({ type: 'storage_changed' });
}
