import type { OpenedHistory } from './opened-history.ts';
import { sweepHistory } from './sweep-history.ts';

/** Whether there is still such a server, and such a profile or workspace. */
export interface Existing {
  server: (id: string) => boolean;
  owner: (owner: string) => boolean;
}

/** Deletes the calls of a server or of an owner, and that they were left out. */
export function removeCallsOf(opened: OpenedHistory, gone: { serverId: string } | { owner: string }): void {
  const { calls, leftOut } = opened;
  if ('serverId' in gone) {
    calls.removeServer(gone.serverId);
    leftOut.removeServer(gone.serverId);
  } else {
    calls.removeOwner(gone.owner);
    leftOut.removeOwner(gone.owner);
  }
  sweepHistory(opened);
}

/** Deletes the calls of servers and owners that are no more: of those that were removed while the file was not open. */
export function removeGone(opened: OpenedHistory, exists: Existing): void {
  const { calls } = opened;
  for (const serverId of calls.everyServer()) if (!exists.server(serverId)) removeCallsOf(opened, { serverId });
  for (const owner of calls.everyOwner()) if (!exists.owner(owner)) removeCallsOf(opened, { owner });
}
