import { randomBytes, randomUUID } from 'node:crypto';
import { Secret } from '../../base/secret.ts';
import type { DataKey, DataKeys } from '../data-keys.ts';
import { StoreError } from '../errors.ts';
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

/** An unwrapped key, and the form of values it seals. */
export interface UnwrappedKey {
  form: Form;
  key: Uint8Array;
}

/**
 * Creates a key and its row, and verifies that the keyring can unwrap it. Throws `keyring_locked`, after `timeoutMs`
 * (milliseconds) at the latest.
 */
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

/** Unwraps a stored key, and wraps it again if the keyring asks for that. Throws `keyring_locked`. */
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
    // The old wrapping is still valid: the next start tries again.
  }
  return unwrapped;
}

/** Wraps a key of the present form, and throws `keyring_locked` unless the keyring returns the same key. */
export async function wrapAndReadBack(keyring: Keyring, key: Uint8Array): Promise<Uint8Array> {
  const plain = Buffer.concat([Buffer.of(presentForm), key]);
  const wrapped = await keyring.wrap(plain);
  const back = await keyring.unwrap(wrapped);
  if (!Buffer.from(back).equals(plain)) throw new StoreError('keyring_locked');
  return wrapped;
}

/** The wrapped bytes state the form: one byte, then the key. A key without that byte has the earlier form. */
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
