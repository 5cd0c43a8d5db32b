import { randomBytes } from 'node:crypto';
import { type DataKey, type DataKeys, dataKeys } from '../data-keys.ts';
import type { Database } from '../database.ts';
import { StoreError } from '../errors.ts';
import type { Keyring } from './keyring.ts';
import { keyBytes, presentForm } from './sealed-value.ts';
import { type TimeLimit, timeLimit } from './time-limit.ts';
import { type EarlierKeys, handedOver, upgradeSealed } from './upgrade.ts';
import { keyPlace, Vault } from './vault.ts';
import { makeKey, makeKeyInTime, unwrapStored, wrapAndReadBack } from './wrapped-key.ts';

/**
 * `keyring`: the data key is available, so sign-ins persist. `memory`: there is no keyring. `locked`: the keyring
 * cannot be opened. `reset`: it opens, but has lost the key that wrapped the data key. `slow`: it did not answer in
 * time.
 */
export type VaultState = 'keyring' | 'memory' | 'locked' | 'reset' | 'slow';

export interface OpenedVault {
  vault: Vault;
  state: VaultState;
  backend: string;
  /** The keyring has unwrapped the newest key, so earlier keys are not needed to open it. */
  readBack: boolean;
  /** All values were just resealed in the present form, which binds each secret to its destination. */
  upgraded: boolean;
  /** Why the keyring could not be opened, for the log. */
  cause?: unknown;
  /** Set for `slow`: settles once the keyring has answered after all. */
  pending?: Promise<unknown>;
}

/**
 * Opens the vault with the data keys that the keyring unwraps, and creates one at the first start. Answers within
 * `timeoutMs` (milliseconds), whatever the keyring does. If no key is available, the vault gets a temporary key for
 * this run; then call `keepSecretsInMemory`. If only keys of the earlier form exist, reseals all values on the disk and
 * deletes those keys. Otherwise deletes no row of `data_key`, and only replaces a row's wrapping, after the key was
 * unwrapped and verified.
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
      // `locked` if the keyring that wrapped the key is present but refuses; `memory` if it was replaced or is absent.
      return without(keyring, stored[0]?.backend === keyring.backend ? 'locked' : 'memory');
    }
    const opened = await openStored({ database, keys, keyring, limit, now }, stored);
    opened.vault.setKeySource({
      newestId: keys.newestId,
      exists: (id) => keys.get(id) !== undefined,
      handover: (id) => keys.get(id)?.handover ?? undefined,
      ask: (id) => askFor(keys, id, keyring),
    });
    return { ...opened, state: 'keyring', backend: keyring.backend };
  } catch (cause) {
    if (cause instanceof StoreError && cause.code === 'storage_failed') throw cause;
    const reset = available && (await isReset(keyring, limit));
    const opened = without(keyring, limit.over ? 'slow' : reset ? 'reset' : 'locked', cause);
    return limit.over && limit.pending ? { ...opened, pending: limit.pending } : opened;
  } finally {
    limit.clear();
  }
}

/**
 * Adds a new current data key next to those that cannot be unwrapped. What they sealed is kept, and opens again if the
 * former keyring returns. Throws `keyring_locked`.
 */
export async function addDataKey(database: Database, keyring: Keyring, now: number): Promise<void> {
  const { row } = await makeKeyInTime(keyring, 2000);
  dataKeys(database).insert(row, now);
}

const without = (keyring: Keyring, state: VaultState, cause?: unknown): OpenedVault => ({
  vault: Vault.withFreshKey(),
  state,
  backend: keyring.backend,
  readBack: false,
  upgraded: false,
  ...(cause === undefined ? {} : { cause }),
});

/** A new value survives a round trip, so the keyring works: the stored key was wrapped by a previous keyring. */
async function isReset(keyring: Keyring, limit: TimeLimit): Promise<boolean> {
  try {
    await limit.race(wrapAndReadBack(keyring, randomBytes(keyBytes)));
    return true;
  } catch {
    return false;
  }
}

interface Opening {
  database: Database;
  keys: DataKeys;
  keyring: Keyring;
  limit: TimeLimit;
  now: number;
}

type Opened = Pick<OpenedVault, 'vault' | 'readBack' | 'upgraded'>;

async function makeFirst(opening: Opening): Promise<Opened> {
  const { keys, keyring, limit, now } = opening;
  const { key, row } = await makeKey(keyring, limit);
  if (keys.insertFirst(row, now)) return { vault: new Vault(row.id, key), readBack: true, upgraded: false };
  // Another process created the first key; use that one.
  return openStored(opening, keys.all());
}

/**
 * Opens with the newest key that the keyring unwraps, and adds the older ones to open earlier values. A rotated key
 * that the keyring cannot unwrap yet is opened with its predecessor. Keys of the earlier form are used only if there is
 * none of the present form: after the upgrade, a key written into the database by an attacker cannot bring them back.
 */
async function openStored(opening: Opening, stored: readonly DataKey[]): Promise<Opened> {
  if (stored.length === 0) return makeFirst(opening);
  const { keys, keyring, limit } = opening;
  const earlier: EarlierKeys = new Map();
  let vault: Vault | undefined;
  let cause: unknown;
  for (const row of stored) {
    try {
      const { form, key } = await unwrapStored(keys, row, keyring, limit);
      if (form !== presentForm) earlier.set(row.id, key);
      else if (vault) vault.addKey(row.id, key);
      else vault = new Vault(row.id, key);
    } catch (error) {
      cause ??= error;
    }
  }
  if (!vault && earlier.size > 0) return upgrade(opening, stored, earlier);
  if (!vault) throw cause ?? new StoreError('keyring_locked');
  const [newest] = stored;
  if (newest?.id === vault.keyId) return { vault, readBack: true, upgraded: false };
  return { vault, readBack: newest !== undefined && (await takeOver(keys, newest, vault, keyring)), upgraded: false };
}

async function upgrade(opening: Opening, stored: readonly DataKey[], earlier: EarlierKeys): Promise<Opened> {
  const { database, keys, keyring, limit, now } = opening;
  // Oldest first: each may be sealed with its predecessor.
  for (const row of stored.toReversed()) {
    const key = earlier.has(row.id) ? undefined : handedOver(earlier, row);
    if (key) earlier.set(row.id, key);
  }
  const made = await makeKey(keyring, limit);
  const vault = upgradeSealed(database, stored, earlier, made, now);
  return vault ? { vault, readBack: true, upgraded: true } : openStored(opening, keys.all());
}

/** Opens a key that is sealed with its predecessor. Returns whether the keyring can unwrap it from now on. */
async function takeOver(keys: DataKeys, newest: DataKey, vault: Vault, keyring: Keyring): Promise<boolean> {
  if (!newest.handover) return false;
  const key = Buffer.from(vault.open(keyPlace(newest.id), newest.handover).reveal(), 'base64');
  vault.setCurrentKey(newest.id, key);
  try {
    return keys.rewrap(newest, await wrapAndReadBack(keyring, key), keyring.backend);
  } catch {
    return false;
  }
}

/** Unwraps the key of one row while the process runs. Rejects with `keyring_locked`. */
async function askFor(keys: DataKeys, id: string, keyring: Keyring): Promise<Uint8Array | undefined> {
  const row = keys.get(id);
  const limit = timeLimit(30_000);
  try {
    const unwrapped = row && (await unwrapStored(keys, row, keyring, limit));
    return unwrapped?.form === presentForm ? unwrapped.key : undefined;
  } finally {
    limit.clear();
  }
}
