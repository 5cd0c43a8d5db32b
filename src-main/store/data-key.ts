import { randomBytes, randomUUID } from 'node:crypto';
import { Secret } from '../secret.ts';
import type { Database } from './database.ts';
import { StoreError } from './errors.ts';
import type { Keyring } from './keyring.ts';
import { prepare } from './sql.ts';
import { type Place, Vault } from './vault.ts';

/** `keyring`: sign-ins stay. `memory`: there is no keyring. `locked`: there is one, and it does not open. */
type VaultState = 'keyring' | 'memory' | 'locked';

export interface OpenedVault {
  vault: Vault;
  state: VaultState;
  backend: string;
  /** Why the keyring did not open, for the log. */
  cause?: unknown;
}

interface DataKey {
  id: string;
  backend: string;
  wrappedKey: Uint8Array;
  checkValue: Uint8Array;
}

const checkText = 'Keyfob data key';
const checkPlace = (id: string): Place => ({ table: 'data_key', row: id, column: 'check_value' });

/**
 * Opens the vault with the key that the keyring keeps, making that key the first time. Answers within `timeoutMs`
 * (milliseconds), whatever the keyring does. Where the key is out of reach the vault is on a fresh key of its own, good for
 * this run; then call `keepSecretsInMemory`. No row of `data_key` is ever deleted, and the one thing that changes in a row
 * is the wrapping, after the key itself was opened and checked.
 */
export async function openVault(
  database: Database,
  keyring: Keyring,
  options: { timeoutMs?: number; now?: number } = {},
): Promise<OpenedVault> {
  const { timeoutMs = 2000, now = Date.now() } = options;
  const keys = dataKeys(database);
  const limit = timeLimit(timeoutMs);
  try {
    const stored = keys.newest();
    if (!(await limit.race(keyring.available()))) {
      // The keyring that wrapped the key is here and refuses; or there is another one now, or none.
      return without(keyring, stored?.backend === keyring.backend ? 'locked' : 'memory');
    }
    const vault =
      stored === undefined
        ? await makeFirst(keys, keyring, limit, now)
        : await unwrapStored(keys, stored, keyring, limit);
    return { vault, state: 'keyring', backend: keyring.backend };
  } catch (cause) {
    if (cause instanceof StoreError && cause.code === 'storage_failed') throw cause;
    return without(keyring, 'locked', cause);
  } finally {
    limit.clear();
  }
}

const without = (keyring: Keyring, state: 'memory' | 'locked', cause?: unknown): OpenedVault => ({
  vault: Vault.withFreshKey(),
  state,
  backend: keyring.backend,
  ...(cause === undefined ? {} : { cause }),
});

async function makeFirst(keys: DataKeys, keyring: Keyring, limit: TimeLimit, now: number): Promise<Vault> {
  const id = randomUUID();
  const key = randomBytes(32);
  const vault = new Vault(id, key);
  const wrappedKey = await limit.race(wrapAndReadBack(keyring, key));
  const checkValue = vault.seal(checkPlace(id), new Secret(checkText));
  if (keys.insertFirst({ id, backend: keyring.backend, wrappedKey, checkValue }, now)) return vault;
  // Another process was faster: its key is the one.
  const stored = keys.newest();
  if (stored === undefined) throw new StoreError('keyring_locked');
  return unwrapStored(keys, stored, keyring, limit);
}

async function unwrapStored(keys: DataKeys, stored: DataKey, keyring: Keyring, limit: TimeLimit): Promise<Vault> {
  let outdated = false;
  const key = await limit.race(keyring.unwrap(stored.wrappedKey, () => (outdated = true)));
  const vault = new Vault(stored.id, key);
  if (vault.open(checkPlace(stored.id), stored.checkValue).reveal() !== checkText)
    throw new StoreError('keyring_locked');
  if (!outdated) return vault;
  try {
    keys.rewrap(stored, await limit.race(wrapAndReadBack(keyring, key)), keyring.backend);
  } catch {
    // The old wrapping still opens: the next start tries again.
  }
  return vault;
}

/** Wraps a key and throws `keyring_locked` unless the keyring gives the same key back. */
async function wrapAndReadBack(keyring: Keyring, key: Uint8Array): Promise<Uint8Array> {
  const wrapped = await keyring.wrap(key);
  const back = await keyring.unwrap(wrapped);
  if (!Buffer.from(back).equals(key)) throw new StoreError('keyring_locked');
  return wrapped;
}

type DataKeys = ReturnType<typeof dataKeys>;

function dataKeys(database: Database) {
  const newest = prepare<[], DataKey>(
    database,
    `SELECT id, backend, wrapped_key AS wrappedKey, check_value AS checkValue
       FROM data_key ORDER BY created_at DESC, id DESC LIMIT 1`,
  );
  const insertFirst = prepare<[DataKey & { now: number }]>(
    database,
    `INSERT INTO data_key (id, backend, wrapped_key, check_value, created_at)
     SELECT @id, @backend, @wrappedKey, @checkValue, @now WHERE NOT EXISTS (SELECT 1 FROM data_key)`,
  );
  const rewrap = prepare<[{ id: string; before: Uint8Array; after: Uint8Array; backend: string }]>(
    database,
    'UPDATE data_key SET wrapped_key = @after, backend = @backend WHERE id = @id AND wrapped_key = @before',
  );
  return {
    newest: () => newest.get(),
    /** Returns whether it is the first: another process may have been faster. */
    insertFirst: (key: DataKey, now: number) => insertFirst.run({ ...key, now }) === 1,
    rewrap: (key: DataKey, after: Uint8Array, backend: string) =>
      rewrap.run({ id: key.id, before: key.wrappedKey, after, backend }),
  };
}

interface TimeLimit {
  /** Rejects with `keyring_locked` once the time is up. What comes later is dropped. */
  race<T>(work: Promise<T>): Promise<T>;
  clear(): void;
}

/** One limit for several waits, in milliseconds. */
function timeLimit(milliseconds: number): TimeLimit {
  let timer: NodeJS.Timeout | undefined;
  const up = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new StoreError('keyring_locked')), milliseconds);
  });
  up.catch(() => undefined); // the time may be up while nothing waits for the keyring
  return { race: (work) => Promise.race([work, up]), clear: () => clearTimeout(timer) };
}
