import { join } from 'node:path';
import type { StorageState } from '../../src-preload/contract.ts';
import { removeBusy } from '../base/busy-file.ts';
import { keepBackup } from '../store/recovery/backup.ts';
import { addDataKey, openVault } from '../store/keys/data-key.ts';
import type { Database } from '../store/database.ts';
import { earlierCopies, removeEarlierCopies } from '../store/earlier-copies.ts';
import { asStoreError, StoreError } from '../store/errors.ts';
import { ensureFirst, type FirstNames } from '../store/first-start.ts';
import type { Keyring } from '../store/keys/keyring.ts';
import { restoreSecrets, keepSecretsInMemory } from '../store/keys/memory-only.ts';
import { backupOf, openSoundDatabase } from '../store/recovery/open-sound-database.ts';
import type { Recovery } from '../store/recovery/recover.ts';
import { retireDataKeys, rotateDataKey } from '../store/keys/rotate-data-key.ts';
import { openStore, type Store } from '../store/store.ts';

interface StoreOptions {
  /** The folder of the database file. */
  folder: string;
  /** The folder of the app's files: `migrations`, and the SQLite binding for Electron versions that need their own. */
  root: string;
  keyring: Keyring;
  now: () => number;
  /** Names for the first workspace and its admin. */
  names?: FirstNames;
}

export interface OpenedStore {
  store: Store;
  /** The current state; `retry` and `startOver` change it. */
  storage: { state: StorageState; backend: string };
  keys: StorageKeys;
  /** Set if the database was damaged when it was opened. */
  recovery?: Recovery;
  /** Makes the daily backup, if it is due. */
  backUp: () => Promise<void>;
  first: ReturnType<typeof ensureFirst>;
  /** SQLite's version. */
  sqlite: string;
  /** Why the keyring could not be opened, for the log. */
  cause?: unknown;
  close: () => void;
}

/** Operations on the data keys while Keyfob runs. */
export interface StorageKeys {
  /** Reseals everything with a new key, the backup included. Throws `keyring_locked` without a keyring. */
  rotate: () => Promise<void>;
  /** Tries to open the keyring again. Returns whether sign-ins are stored now. */
  retry: () => Promise<boolean>;
  /** Creates a new key after the keyring has lost the old one. Throws `keyring_locked`. */
  startOver: () => Promise<boolean>;
  /** Calls the listener after a keyring that was too slow has answered after all, with whether sign-ins are stored. */
  onLate: (listener: (isBack: boolean) => void) => void;
}

/** better-sqlite3 ships a binding for Node-API 10; for older Electron versions, setup builds one. */
export function nativeBindingIn(root: string): string | undefined {
  return Number(process.versions.napi) < 10 ? join(root, 'build', 'napi-9', 'better_sqlite3.node') : undefined;
}

/**
 * Opens the database, its vault and the first workspace. Without a keyring, secrets stay in memory. If it fails,
 * everything is closed, so that the caller can retry.
 */
export async function openVaultedStore(options: StoreOptions): Promise<OpenedStore> {
  const { folder, root, now } = options;
  const file = join(folder, 'keyfob.sqlite');
  const before = earlierCopies(file);
  const { database, recovery } = openSoundDatabase(file, {
    now: now(),
    ...(options.names && { names: options.names }),
    migrations: join(root, 'migrations'),
    nativeBinding: nativeBindingIn(root),
  });
  try {
    const opened = await openOn(database, file, options);
    // Copies from before a migration are deleted once a later start has worked and opened the keys of their sign-ins.
    if (opened.storage.state === 'keyring' && !hasNewer(earlierCopies(file), before)) removeEarlierCopies(file);
    return { ...opened, ...(recovery && { recovery }) };
  } catch (error) {
    database.close();
    throw asStoreError(error);
  }
}

/** Whether this start has migrated the database, and so has made a copy. */
const hasNewer = (now: Map<string, number>, before: Map<string, number>): boolean =>
  [...now].some(([copy, madeAt]) => before.get(copy) !== madeAt);

async function openOn(
  database: Database,
  file: string,
  { keyring, now, names }: Pick<StoreOptions, 'keyring' | 'now' | 'names'>,
): Promise<Omit<OpenedStore, 'recovery'>> {
  /** The backup holds a replaced key, and could not be deleted: then a new one takes its place as soon as it can. */
  let backupIsStale = false;
  /** Opens the vault. After an upgrade, deletes the backup: it is sealed in the earlier form and contains its key. */
  const open = async () => {
    const opened = await openVault(database, keyring, { now: now() });
    if (opened.upgraded && !removeBusy(backupOf(file))) backupIsStale = true;
    return opened;
  };
  const { vault, state, backend, readBack, cause, pending } = await open();
  if (state !== 'keyring') keepSecretsInMemory(database);
  else if (readBack) retireDataKeys(database, vault);
  const storage = { state, backend };

  const askAgain = async () => {
    const opened = await open();
    if (opened.state === 'keyring') {
      vault.replaceWith(opened.vault);
      restoreSecrets(database, vault);
    }
    // Only after the rows are stored: if the disk refuses them, sign-ins are still in memory.
    storage.state = opened.state;
    storage.backend = opened.backend;
    takeUp(opened.pending);
    return opened.state === 'keyring';
  };
  let isClosed = false;
  let tellLate: (isBack: boolean) => void = () => undefined;
  /** macOS asks the user again after an update, who may answer at any time: that is not the end of the matter. */
  const takeUp = (late: Promise<unknown> | undefined) => {
    const lookAgain = async () => {
      if (isClosed || storage.state !== 'slow') return;
      tellLate(await retry().catch(() => false));
    };
    void late?.then(lookAgain, lookAgain);
  };
  let asking: Promise<boolean> | undefined;
  /** One at a time: two windows may ask, and the sign-ins in memory must be moved once. */
  const retry = async () => storage.state === 'keyring' || (asking ??= askAgain().finally(() => (asking = undefined)));
  takeUp(pending);
  const backUp = async () => {
    await keepBackup(database, backupOf(file), now(), backupIsStale);
    backupIsStale = false;
  };

  return {
    store: openStore({ database, vault }),
    storage,
    keys: {
      retry,
      async rotate() {
        if (storage.state !== 'keyring') throw new StoreError('keyring_locked');
        await rotateDataKey(database, vault, keyring, { now: now() });
        // The backup contains the replaced key and values sealed with it. If no new backup is made now, the next start
        // makes one.
        if (!removeBusy(backupOf(file))) backupIsStale = true;
        removeEarlierCopies(file);
        await backUp().catch(() => undefined);
      },
      async startOver() {
        if (storage.state !== 'reset') throw new StoreError('keyring_locked');
        await addDataKey(database, keyring, now());
        return retry();
      },
      onLate: (listener) => (tellLate = listener),
    },
    backUp,
    first: ensureFirst(database, now(), names),
    cause,
    sqlite: String(database.prepare('SELECT sqlite_version()').pluck().get()),
    close() {
      isClosed = true;
      database.close();
    },
  };
}
