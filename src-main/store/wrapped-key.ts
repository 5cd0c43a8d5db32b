import { randomBytes, randomUUID } from 'node:crypto';
import { Secret } from '../secret.ts';
import type { DataKey, DataKeys } from './data-keys.ts';
import { StoreError } from './errors.ts';
import type { Keyring } from './keyring.ts';
import { type Form, keyBytes, keyOf, openWith, presentForm } from './sealed-value.ts';
import { type TimeLimit, timeLimit } from './time-limit.ts';
import { Vault } from './vault.ts';

const checkText = 'Keyfob data key';
const checked = (id: string) => ['data_key', id, 'check_value'] as const;

export interface NewKey {
  key: Uint8Array;
  row: DataKey;
}

/** A key as the keyring gave it back, and the form of what it seals. */
export interface UnwrappedKey {
  form: Form;
  key: Uint8Array;
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

export async function makeKey(keyring: Keyring, limit: TimeLimit): Promise<NewKey> {
  const id = randomUUID();
  const key = randomBytes(keyBytes);
  const wrappedKey = await limit.race(wrapAndReadBack(keyring, key));
  const [table, row, column] = checked(id);
  const checkValue = new Vault(id, key).seal({ table, row, column }, new Secret(checkText));
  return { key, row: { id, backend: keyring.backend, wrappedKey, checkValue, handover: null } };
}

/** Asks the keyring for a stored key, and has it wrapped again where the keyring wants that. Throws `keyring_locked`. */
export async function unwrapStored(
  keys: DataKeys,
  stored: DataKey,
  keyring: Keyring,
  limit: TimeLimit,
): Promise<UnwrappedKey> {
  let outdated = false;
  const unwrapped = formOf(await limit.race(keyring.unwrap(stored.wrappedKey, () => (outdated = true))));
  if (checkTextWith(stored, unwrapped) !== checkText) throw new StoreError('keyring_locked');
  if (!outdated || unwrapped.form !== presentForm) return unwrapped;
  try {
    keys.rewrap(stored, await limit.race(wrapAndReadBack(keyring, unwrapped.key)), keyring.backend);
  } catch {
    // The old wrapping still opens: the next start tries again.
  }
  return unwrapped;
}

/** Wraps a key of the present form, and throws `keyring_locked` unless the keyring gives the same key back. */
export async function wrapAndReadBack(keyring: Keyring, key: Uint8Array): Promise<Uint8Array> {
  const plain = Buffer.concat([Buffer.of(presentForm), key]);
  const wrapped = await keyring.wrap(plain);
  const back = await keyring.unwrap(wrapped);
  if (!Buffer.from(back).equals(plain)) throw new StoreError('keyring_locked');
  return wrapped;
}

/** What the keyring wraps says what the key is for: the form in one byte, then the key. A key alone is of the form before. */
function formOf(plain: Uint8Array): UnwrappedKey {
  if (plain.length === keyBytes) return { form: 1, key: plain };
  if (plain.length === 1 + keyBytes && plain[0] === presentForm) return { form: presentForm, key: plain.subarray(1) };
  throw new StoreError('keyring_locked');
}

function checkTextWith({ id, checkValue }: DataKey, { form, key }: UnwrappedKey): string {
  if (form === presentForm) {
    const [table, row, column] = checked(id);
    return new Vault(id, key).open({ table, row, column }, checkValue).reveal();
  }
  return openWith(keyOf(form, id, key), checked(id), checkValue).reveal();
}
