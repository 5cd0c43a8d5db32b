import { createCipheriv, createDecipheriv, createSecretKey, type KeyObject, randomBytes } from 'node:crypto';
import { Secret } from '../../base/secret.ts';
import { StoreError } from '../errors.ts';

/**
 * The format version of a sealed value. 1 is the earlier form, bound to its place alone: only the upgrade reads it. 2
 * is bound to the secret's destination as well. The version is wrapped together with the key, so that no column decides
 * it.
 */
export type Form = 1 | 2;

export const presentForm = 2;
export const keyBytes = 32;

const algorithm = 'aes-256-gcm';
const keyIdBytes = 16;
const nonceBytes = 12;
const tagBytes = 16;
const nonceAt = 1 + keyIdBytes;
const textAt = nonceAt + nonceBytes;

export interface Key {
  form: Form;
  /** A UUID; the `data_key` row that holds the wrapped key. */
  id: string;
  object: KeyObject;
}

/** Throws a TypeError if the key is not 256 bits long or the id is not a UUID. */
export function keyOf(form: Form, id: string, key: Uint8Array): Key {
  if (idBytes(id).length !== keyIdBytes) throw new TypeError('a key id is a UUID');
  if (key.length !== keyBytes) throw new TypeError('a data key has 256 bits');
  return { form, id, object: createSecretKey(key) };
}

/**
 * Seals with AES-256-GCM. Layout: form (1 byte), key id (16 bytes), nonce (12 bytes, fresh each time), ciphertext, tag
 * (16 bytes). It can only be opened with the same key and `context`: both are the associated data, encoded as JSON,
 * which keeps the parts apart ("a", "bc" differ from "ab", "c").
 */
export function sealWith(key: Key, context: readonly unknown[], value: Secret): Uint8Array {
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv(algorithm, key.object, nonce, { authTagLength: tagBytes });
  cipher.setAAD(associatedData(key, context));
  const text = cipher.update(value.reveal(), 'utf8');
  return Buffer.concat([Buffer.of(key.form), idBytes(key.id), nonce, text, cipher.final(), cipher.getAuthTag()]);
}

/** Throws `sealed_value_refused` for anything that was not sealed with this key and context. */
export function openWith(key: Key, context: readonly unknown[], sealed: Uint8Array): Secret {
  const bytes = Buffer.from(sealed.buffer, sealed.byteOffset, sealed.byteLength);
  const tagAt = bytes.length - tagBytes;
  try {
    const decipher = createDecipheriv(algorithm, key.object, bytes.subarray(nonceAt, textAt), {
      authTagLength: tagBytes,
    });
    decipher.setAAD(associatedData(key, context));
    decipher.setAuthTag(bytes.subarray(tagAt));
    return new Secret(decipher.update(bytes.subarray(textAt, tagAt), undefined, 'utf8') + decipher.final('utf8'));
  } catch {
    throw new StoreError('sealed_value_refused');
  }
}

/** The key id in a sealed value of this form; undefined if it is not such a value. */
export function sealedUnder(sealed: Uint8Array, form: Form = presentForm): string | undefined {
  if (sealed[0] !== form || sealed.length < textAt + tagBytes) return undefined;
  const hex = Buffer.from(sealed.subarray(1, nonceAt)).toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

const idBytes = (id: string): Buffer => Buffer.from(id.replaceAll('-', ''), 'hex');

function associatedData({ form, id }: Key, context: readonly unknown[]): Buffer {
  return Buffer.from(JSON.stringify([form, id, ...context]));
}
