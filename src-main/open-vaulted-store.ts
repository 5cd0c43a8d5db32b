import { join } from 'node:path';
import type { StorageState } from '../src-preload/contract.ts';
import { openVault } from './store/data-key.ts';
import { openDatabase } from './store/database.ts';
import { ensureFirst } from './store/first-start.ts';
import type { Keyring } from './store/keyring.ts';
import { keepSecretsInMemory } from './store/memory-only.ts';
import { openStore, type Store } from './store/store.ts';

interface StoreOptions {
  /** The folder of the database file. */
  folder: string;
  /** Where the app's own files are: `migrations`, and the SQLite binding for Electrons that need one of their own. */
  root: string;
  keyring: Keyring;
  now: () => number;
}

export interface OpenedStore {
  store: Store;
  storage: { state: StorageState; backend: string };
  first: ReturnType<typeof ensureFirst>;
  /** Why the keyring did not open, for the log. */
  cause?: unknown;
  close: () => void;
}

/** Opens the database, its vault and the first workspace. Without a keyring, secrets stay in memory. */
export async function openVaultedStore({ folder, root, keyring, now }: StoreOptions): Promise<OpenedStore> {
  // better-sqlite3 ships a binding for Node-API 10; older Electrons get one built at set-up.
  const needsOwnBinding = Number(process.versions.napi) < 10;
  const database = openDatabase(join(folder, 'keyfob.sqlite'), {
    migrations: join(root, 'migrations'),
    ...(needsOwnBinding && { nativeBinding: join(root, 'build', 'napi-9', 'better_sqlite3.node') }),
  });
  const { vault, state, backend, cause } = await openVault(database, keyring, { now: now() });
  if (state !== 'keyring') keepSecretsInMemory(database);
  const store = openStore({ database, vault });
  return {
    store,
    storage: { state, backend },
    first: ensureFirst(database, now()),
    cause,
    close: () => database.close(),
  };
}
