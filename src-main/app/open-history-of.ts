import { join } from 'node:path';
import type { Context } from '../connections/context.ts';
import { CallHistory } from '../history/call-history.ts';
import { ownerKind, ownerOf } from '../history/owners.ts';
import type { Keyring } from '../store/keys/keyring.ts';
import { nativeBindingIn, type OpenedStore } from './open-vaulted-store.ts';

/** Beside the database. */
export const historyFile = 'history.sqlite';

interface HistoryParts {
  folder: string;
  root: string;
  keyring: Keyring;
  now: () => number;
  log: Context['log'];
}

/** The history of calls, in a file beside the database. The file is opened when it is first needed. */
export function openHistoryOf(
  { store, storage }: Pick<OpenedStore, 'store' | 'storage'>,
  { folder, root, keyring, now, log }: HistoryParts,
): CallHistory {
  return new CallHistory({
    file: join(folder, historyFile),
    nativeBinding: nativeBindingIn(root),
    keyring,
    isStored: () => storage.state === 'keyring',
    now,
    log,
    exists: {
      server: (id) => store.servers.exists(id),
      owner(owner) {
        const kind = ownerKind(owner);
        return 'profileId' in kind
          ? store.profiles.get(kind.profileId) !== undefined
          : store.workspaces.get(kind.workspaceId) !== undefined;
      },
    },
  });
}

/** Deletes the calls of servers and profiles that are removed, and tells windows what has changed. */
export function followWithHistory(
  history: CallHistory,
  { publish }: Pick<Context, 'publish'>,
  subscribe: (listener: Context['publish']) => void,
): void {
  history.onChange = (owners) => publish({ type: 'history_changed', owners });
  subscribe((event) => {
    if (event.type === 'server_removed') void history.purge({ serverId: event.serverId });
    if (event.type === 'storage_changed') void history.look();
    if (event.type !== 'person_removed') return;
    const { workspaceId, profileId } = event;
    if (profileId === undefined) void history.purgeGone();
    else void history.purge({ owner: ownerOf({ workspaceId, profileId }) });
  });
}
