import { randomBytes } from 'node:crypto';
import { type DataKey, type DataKeys, dataKeys } from './data-keys.ts';
import type { Database } from './database.ts';
import { StoreError } from './errors.ts';
import type { Keyring } from './keyring.ts';
import { keyBytes, presentForm } from './sealed-value.ts';
import { type TimeLimit, timeLimit } from './time-limit.ts';
import { type EarlierKeys, handedOver, upgradeSealed } from './upgrade.ts';
import { keyPlace, Vault } from './vault.ts';
import { makeKey, makeKeyInTime, unwrapStored, wrapAndReadBack } from './wrapped-key.ts';

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
  /** Everything was sealed again just now, in the form that says where a secret may go. */
  upgraded: boolean;
  /** Why the keyring did not open, for the log. */
  cause?: unknown;
}

/**
 * Opens the vault with the keys that the keyring keeps, making one the first time. Answers within `timeoutMs` (milliseconds),
 * whatever the keyring does. Where no key is within reach the vault is on a fresh one of its own, good for this run; then call
 * `keepSecretsInMemory`. Where there are keys of the form before alone, seals everything on the disk again and throws them
 * away. Else deletes no row of `data_key`, and the one thing that changes in a row is the wrapping, after the key itself was
 * opened and checked.
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
    const opened = await openStored({ database, keys, keyring, limit, now }, stored);
    opened.vault.watch({
      newestId: keys.newestId,
      exists: (id) => keys.get(id) !== undefined,
      handover: (id) => keys.get(id)?.handover ?? undefined,
      ask: (id) => askFor(keys, id, keyring),
    });
    return { ...opened, state: 'keyring', backend: keyring.backend };
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

const without = (keyring: Keyring, state: VaultState, cause?: unknown): OpenedVault => ({
  vault: Vault.withFreshKey(),
  state,
  backend: keyring.backend,
  readBack: false,
  upgraded: false,
  ...(cause === undefined ? {} : { cause }),
});

/** It wraps and gives back what is new: what it does not give back is not its own. */
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
  // Another process was faster: its key is the one.
  return openStored(opening, keys.all());
}

/**
 * Opens with the newest key that the keyring gives, and knows the older ones for what they have sealed. A new key that was
 * handed over and does not open by itself opens with the one before it. Keys of the form before count only where there is none
 * of the present one: after the upgrade, nothing that somebody puts into the database brings them back into use.
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
      else if (vault) vault.know(row.id, key);
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
  // The oldest first: each may have been handed over by the one before it.
  for (const row of stored.toReversed()) {
    const key = earlier.has(row.id) ? undefined : handedOver(earlier, row);
    if (key) earlier.set(row.id, key);
  }
  const made = await makeKey(keyring, limit);
  const vault = upgradeSealed(database, stored, earlier, made, now);
  return vault ? { vault, readBack: true, upgraded: true } : openStored(opening, keys.all());
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

/** The key of one row, for a process that runs. Rejects with `keyring_locked`. */
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
