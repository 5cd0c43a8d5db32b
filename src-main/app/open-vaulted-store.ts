import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { StorageState } from '../../src-preload/contract.ts';
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
  /** Where the app's own files are: `migrations`, and the SQLite binding for Electrons that need one of their own. */
  root: string;
  keyring: Keyring;
  now: () => number;
  /** What the first workspace and its admin are called. */
  names?: FirstNames;
}

export interface OpenedStore {
  store: Store;
  /** As it is now: `retry` and `startOver` change it. */
  storage: { state: StorageState; backend: string };
  keys: StorageKeys;
  /** Where the database was damaged when it was opened. */
  recovery?: Recovery;
  /** Makes the daily copy of the database, where it is due. */
  backUp: () => Promise<void>;
  first: ReturnType<typeof ensureFirst>;
  /** SQLite's version. */
  sqlite: string;
  /** Why the keyring did not open, for the log. */
  cause?: unknown;
  close: () => void;
}

/** What can be done about the keys while Keyfob runs. */
export interface StorageKeys {
  /** Seals everything anew, the daily copy too. Throws `keyring_locked` where there is no keyring to keep the key. */
  rotate: () => Promise<void>;
  /** Asks the keyring again. Returns whether sign-ins are kept now. */
  retry: () => Promise<boolean>;
  /** Makes a new key where the keyring has lost the old one. Throws `keyring_locked`. */
  startOver: () => Promise<boolean>;
}

/**
 * Opens the database, its vault and the first workspace. Without a keyring, secrets stay in memory. Where that fails nothing
 * stays open, so that it can be tried again.
 */
export async function openVaultedStore(options: StoreOptions): Promise<OpenedStore> {
  const { folder, root, now } = options;
  // better-sqlite3 ships a binding for Node-API 10; older Electrons get one built at set-up.
  const needsOwnBinding = Number(process.versions.napi) < 10;
  const file = join(folder, 'keyfob.sqlite');
  const before = earlierCopies(file);
  const { database, recovery } = openSoundDatabase(file, {
    now: now(),
    ...(options.names && { names: options.names }),
    migrations: join(root, 'migrations'),
    ...(needsOwnBinding && { nativeBinding: join(root, 'build', 'napi-9', 'better_sqlite3.node') }),
  });
  try {
    const opened = await openOn(database, file, options);
    // Copies of before go when a later start than the one that made them has worked, with the keys that its sign-ins need.
    if (opened.storage.state === 'keyring' && !hasNewer(earlierCopies(file), before)) removeEarlierCopies(file);
    return { ...opened, ...(recovery && { recovery }) };
  } catch (error) {
    database.close();
    throw asStoreError(error);
  }
}

/** Whether this start has brought the database forward, and so has made a copy. */
const hasNewer = (now: Map<string, number>, before: Map<string, number>): boolean =>
  [...now].some(([copy, madeAt]) => before.get(copy) !== madeAt);

async function openOn(
  database: Database,
  file: string,
  { keyring, now, names }: Pick<StoreOptions, 'keyring' | 'now' | 'names'>,
): Promise<Omit<OpenedStore, 'recovery'>> {
  /** Opens the vault. The copy of before an upgrade is sealed in a form that does not count any more, and has its key. */
  const open = async () => {
    const opened = await openVault(database, keyring, { now: now() });
    if (opened.upgraded) rmSync(backupOf(file), { force: true });
    return opened;
  };
  const { vault, state, backend, readBack, cause } = await open();
  if (state !== 'keyring') keepSecretsInMemory(database);
  else if (readBack) retireDataKeys(database, vault);
  const storage = { state, backend };

  const askAgain = async () => {
    const opened = await open();
    if (opened.state === 'keyring') {
      vault.replaceWith(opened.vault);
      restoreSecrets(database, vault);
    }
    // Only now: where the disk did not take them, sign-ins are still in memory and not kept.
    storage.state = opened.state;
    storage.backend = opened.backend;
    return opened.state === 'keyring';
  };
  let asking: Promise<boolean> | undefined;
  /** One at a time: two windows may ask, and the sign-ins in memory move once. */
  const retry = async () => storage.state === 'keyring' || (asking ??= askAgain().finally(() => (asking = undefined)));
  const backUp = () => keepBackup(database, backupOf(file), now());

  return {
    store: openStore({ database, vault }),
    storage,
    keys: {
      retry,
      async rotate() {
        if (storage.state !== 'keyring') throw new StoreError('keyring_locked');
        await rotateDataKey(database, vault, keyring, { now: now() });
        // The copy is sealed with the key that was given up, and has it. The next start makes one where this does not.
        rmSync(backupOf(file), { force: true });
        removeEarlierCopies(file);
        await backUp().catch(() => undefined);
      },
      async startOver() {
        if (storage.state !== 'reset') throw new StoreError('keyring_locked');
        await addDataKey(database, keyring, now());
        return retry();
      },
    },
    backUp,
    first: ensureFirst(database, now(), names),
    cause,
    sqlite: String(database.prepare('SELECT sqlite_version()').pluck().get()),
    close: () => database.close(),
  };
}
