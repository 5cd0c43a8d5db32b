import { existsSync } from 'node:fs';
import type { Log } from '../base/log.ts';
import type { Database } from '../store/database.ts';
import { calls, type Calls } from '../store/history/calls.ts';
import { openHistoryFile } from '../store/history/history-file.ts';
import { leftOut } from '../store/history/left-out.ts';
import { isUnusable, setAside } from '../store/history/set-aside.ts';
import { openVault } from '../store/keys/data-key.ts';
import type { Keyring } from '../store/keys/keyring.ts';
import { Vault } from '../store/keys/vault.ts';

export interface OpenedHistory {
  place: 'file' | 'memory';
  database: Database;
  calls: Calls;
  leftOut: ReturnType<typeof leftOut>;
}

export interface HistoryPlace {
  file: string;
  nativeBinding?: string | undefined;
  keyring: Keyring;
  /** Whether the keyring holds the key of the sign-ins now. */
  isStored: () => boolean;
  now: () => number;
  log: Pick<Log, 'warn'>;
}

/**
 * Opens the history with its own key. Where the keyring does not open now, it is in memory. A file that is damaged, of
 * a later version, or whose key the keyring has lost is set aside and replaced by a new one. Throws `storage_failed`.
 */
export async function openHistory(place: HistoryPlace): Promise<OpenedHistory> {
  if (!place.isStored()) return inMemory(place);
  try {
    return (await openFile(place)) ?? inMemory(place);
  } catch (error) {
    if (!isUnusable(error) || !existsSync(place.file)) throw error;
    replaceFile(place, error);
    return (await openFile(place)) ?? inMemory(place);
  }
}

/** Puts a file that cannot be used out of the way. Throws what renaming throws. */
export function replaceFile({ file, log }: Pick<HistoryPlace, 'file' | 'log'>, error: unknown): void {
  setAside(file);
  log.warn('the history of calls could not be read: it was set aside, and a new one was begun', { error });
}

/** Undefined where the keyring does not open the key now. */
async function openFile(place: HistoryPlace, isNew = false): Promise<OpenedHistory | undefined> {
  const { file, nativeBinding, keyring, now, log } = place;
  const database = openHistoryFile(file, { nativeBinding });
  try {
    const { vault, state, cause } = await openVault(database, keyring, { now: now() });
    if (state === 'keyring') return openedOn(database, vault, 'file');
    database.close();
    if (state !== 'reset' || isNew) return undefined;
    // The keyring opens the sign-ins, so that it will not open this key tomorrow either.
    setAside(file);
    log.warn('the key of the history of calls is lost: it was set aside, and a new one was begun', {
      ...(cause instanceof Error && { error: cause }),
    });
    return await openFile(place, true);
  } catch (error) {
    if (database.open) database.close();
    throw error;
  }
}

const inMemory = ({ nativeBinding }: HistoryPlace): OpenedHistory =>
  openedOn(openHistoryFile(':memory:', { nativeBinding }), Vault.withFreshKey(), 'memory');

const openedOn = (database: Database, vault: Vault, place: 'file' | 'memory'): OpenedHistory => ({
  place,
  database,
  calls: calls(database, vault),
  leftOut: leftOut(database),
});
