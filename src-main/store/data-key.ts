import { randomBytes, randomUUID } from 'node:crypto';
import { Secret } from '../secret.ts';
import type { Database } from './database.ts';
import { type DataKey, type DataKeys, dataKeys } from './data-keys.ts';
import { StoreError } from './errors.ts';
import type { Keyring } from './keyring.ts';
import { keyPlace, type Place, Vault } from './vault.ts';

/**
 * `keyring`: sign-ins stay. `memory`: there is no keyring. `locked`: there is one, and it does not open. `reset`: it opens, and
 * what it wrapped before is none of its own any more. `slow`: it did not answer in time.
 */
export type VaultState = 'keyring' | 'memory' | 'locked' | 'reset' | 'slow';

export interface OpenedVault {
  vault: Vault;
  state: VaultState;
  backend: string;
  /** The newest key came from the keyring, so the ones before it need not be kept for opening it. */
  readBack: boolean;
  /** Why the keyring did not open, for the log. */
  cause?: unknown;
}

const checkText = 'Keyfob data key';
const checkPlace = (id: string): Place => ({ table: 'data_key', row: id, column: 'check_value' });

/**
 * Opens the vault with the keys that the keyring keeps, making one the first time. Answers within `timeoutMs` (milliseconds),
 * whatever the keyring does. Where no key is within reach the vault is on a fresh one of its own, good for this run; then call
 * `keepSecretsInMemory`. Deletes no row of `data_key`, and the one thing that changes in a row is the wrapping, after the key
 * itself was opened and checked.
 */
export async function openVault(
  database: Database,
  keyring: Keyring,
  options: { timeoutMs?: number; now?: number } = {},
): Promise<OpenedVault> {
  const { timeoutMs = 2000, now = Date.now() } = options;
  const keys = dataKeys(database);
  const limit = timeLimit(timeoutMs);
  let available = false;
  try {
    const stored = keys.all();
    available = await limit.race(keyring.available());
    if (!available) {
      // The keyring that wrapped the key is here and refuses; or there is another one now, or none.
      return without(keyring, stored[0]?.backend === keyring.backend ? 'locked' : 'memory');
    }
    const { vault, readBack } =
      stored.length === 0 ? await makeFirst(keys, keyring, limit, now) : await openStored(keys, stored, keyring, limit);
    vault.watch({
      newestId: keys.newestId,
      exists: (id) => keys.get(id) !== undefined,
      handover: (id) => keys.get(id)?.handover ?? undefined,
      ask: (id) => askFor(keys, id, keyring),
    });
    return { vault, state: 'keyring', backend: keyring.backend, readBack };
  } catch (cause) {
    if (cause instanceof StoreError && cause.code === 'storage_failed') throw cause;
    const reset = available && (await isReset(keyring, limit));
    return without(keyring, limit.over ? 'slow' : reset ? 'reset' : 'locked', cause);
  } finally {
    limit.clear();
  }
}

/**
 * Makes a key that is in use from now on, next to those that do not open: what they sealed stays where it is, and opens again
 * should the keyring of then come back. Throws `keyring_locked`.
 */
export async function addDataKey(database: Database, keyring: Keyring, now: number): Promise<void> {
  const { row } = await makeKeyInTime(keyring, 2000);
  dataKeys(database).insert(row, now);
}

interface NewKey {
  key: Uint8Array;
  row: DataKey;
}

/** A key and its row, read back from the keyring. Throws `keyring_locked`, after `timeoutMs` (milliseconds) at the latest. */
export async function makeKeyInTime(keyring: Keyring, timeoutMs: number): Promise<NewKey> {
  const limit = timeLimit(timeoutMs);
  try {
    return await makeKey(keyring, limit);
  } finally {
    limit.clear();
  }
}

async function makeKey(keyring: Keyring, limit: TimeLimit): Promise<NewKey> {
  const id = randomUUID();
  const key = randomBytes(32);
  const wrappedKey = await limit.race(wrapAndReadBack(keyring, key));
  const checkValue = new Vault(id, key).seal(checkPlace(id), new Secret(checkText));
  return { key, row: { id, backend: keyring.backend, wrappedKey, checkValue, handover: null } };
}

const without = (keyring: Keyring, state: VaultState, cause?: unknown): OpenedVault => ({
  vault: Vault.withFreshKey(),
  state,
  backend: keyring.backend,
  readBack: false,
  ...(cause === undefined ? {} : { cause }),
});

/** It wraps and gives back what is new: what it does not give back is not its own. */
async function isReset(keyring: Keyring, limit: TimeLimit): Promise<boolean> {
  try {
    await limit.race(wrapAndReadBack(keyring, randomBytes(32)));
    return true;
  } catch {
    return false;
  }
}

type Opened = Pick<OpenedVault, 'vault' | 'readBack'>;

async function makeFirst(keys: DataKeys, keyring: Keyring, limit: TimeLimit, now: number): Promise<Opened> {
  const { key, row } = await makeKey(keyring, limit);
  if (keys.insertFirst(row, now)) return { vault: new Vault(row.id, key), readBack: true };
  // Another process was faster: its key is the one.
  return openStored(keys, keys.all(), keyring, limit);
}

/**
 * Opens with the newest key that the keyring gives, and knows the older ones for what they have sealed. A new key that was
 * handed over and does not open by itself opens with the one before it.
 */
async function openStored(
  keys: DataKeys,
  stored: readonly DataKey[],
  keyring: Keyring,
  limit: TimeLimit,
): Promise<Opened> {
  let vault: Vault | undefined;
  let cause: unknown;
  for (const row of stored) {
    try {
      const key = await unwrapStored(keys, row, keyring, limit);
      if (vault) vault.know(row.id, key);
      else vault = new Vault(row.id, key);
    } catch (error) {
      cause ??= error;
    }
  }
  if (!vault) throw cause ?? new StoreError('keyring_locked');
  const [newest] = stored;
  if (newest?.id === vault.keyId) return { vault, readBack: true };
  return { vault, readBack: newest !== undefined && (await takeOver(keys, newest, vault, keyring)) };
}

/** Opens a key with the one before it. Returns whether the keyring gives it back from now on. */
async function takeOver(keys: DataKeys, newest: DataKey, vault: Vault, keyring: Keyring): Promise<boolean> {
  if (!newest.handover) return false;
  const key = Buffer.from(vault.open(keyPlace(newest.id), newest.handover).reveal(), 'base64');
  vault.adopt(newest.id, key);
  try {
    return keys.rewrap(newest, await wrapAndReadBack(keyring, key), keyring.backend);
  } catch {
    return false;
  }
}

async function unwrapStored(keys: DataKeys, stored: DataKey, keyring: Keyring, limit: TimeLimit): Promise<Uint8Array> {
  let outdated = false;
  const key = await limit.race(keyring.unwrap(stored.wrappedKey, () => (outdated = true)));
  if (
    key.length !== 32 ||
    new Vault(stored.id, key).open(checkPlace(stored.id), stored.checkValue).reveal() !== checkText
  )
    throw new StoreError('keyring_locked');
  if (!outdated) return key;
  try {
    keys.rewrap(stored, await limit.race(wrapAndReadBack(keyring, key)), keyring.backend);
  } catch {
    // The old wrapping still opens: the next start tries again.
  }
  return key;
}

/** The key of one row, for a process that runs. Rejects with `keyring_locked`. */
async function askFor(keys: DataKeys, id: string, keyring: Keyring): Promise<Uint8Array | undefined> {
  const row = keys.get(id);
  const limit = timeLimit(30_000);
  try {
    return row && (await unwrapStored(keys, row, keyring, limit));
  } finally {
    limit.clear();
  }
}

/** Wraps a key and throws `keyring_locked` unless the keyring gives the same key back. */
async function wrapAndReadBack(keyring: Keyring, key: Uint8Array): Promise<Uint8Array> {
  const wrapped = await keyring.wrap(key);
  const back = await keyring.unwrap(wrapped);
  if (!Buffer.from(back).equals(key)) throw new StoreError('keyring_locked');
  return wrapped;
}

interface TimeLimit {
  /** Whether the time was up. */
  readonly over: boolean;
  /** Rejects with `keyring_locked` once the time is up. What comes later is dropped. */
  race<T>(work: Promise<T>): Promise<T>;
  clear(): void;
}

/** One limit for several waits, in milliseconds. */
function timeLimit(milliseconds: number): TimeLimit {
  let timer: NodeJS.Timeout | undefined;
  let over = false;
  const up = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      over = true;
      reject(new StoreError('keyring_locked'));
    }, milliseconds);
  });
  up.catch(() => undefined); // the time may be up while nothing waits for the keyring
  return {
    get over() {
      return over;
    },
    race: (work) => Promise.race([work, up]),
    clear: () => clearTimeout(timer),
  };
}
