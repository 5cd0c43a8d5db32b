import { isFault } from '../fault.ts';
import type { Context } from './context.ts';
import { storedTokens } from './stored-tokens.ts';

/**
 * Tries which sign-ins still open, and remembers of each one that does not, as its first use would: a row is there, and looks
 * like a sign-in, whatever key has sealed it. It is remembered in memory alone, and each start looks anew: the key may be back.
 * Opens every sign-in there is where a key is lost, and none elsewhere.
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
