import {
  createCipheriv,
  createDecipheriv,
  createSecretKey,
  type KeyObject,
  randomBytes,
  randomUUID,
} from 'node:crypto';
import { Secret } from '../secret.ts';
import { StoreError } from './errors.ts';

/** Where a sealed value lies. It opens nowhere else. */
export interface Place {
  table: string;
  row: string;
  column: string;
}

const algorithm = 'aes-256-gcm';
const version = 1;
const keyBytes = 32;
const keyIdBytes = 16;
const nonceBytes = 12;
const tagBytes = 16;
const nonceAt = 1 + keyIdBytes;
const textAt = nonceAt + nonceBytes;

/**
 * Seals secrets for the disk with AES-256-GCM under one data key. A sealed value is: version byte, key id (16 bytes), nonce
 * (12 bytes, fresh each time), ciphertext, tag (16 bytes). The associated data names version, key, table, row and column,
 * so that a value moved to another row or column is refused like a forged one.
 */
export class Vault {
  /** A UUID; the `data_key` row that holds the wrapped key. */
  readonly keyId: string;
  readonly #key: KeyObject;
  readonly #header: Buffer;

  constructor(keyId: string, key: Uint8Array) {
    const id = Buffer.from(keyId.replaceAll('-', ''), 'hex');
    if (id.length !== keyIdBytes) throw new TypeError('a key id is a UUID');
    if (key.length !== keyBytes) throw new TypeError('a data key has 256 bits');
    this.keyId = keyId;
    this.#key = createSecretKey(key);
    this.#header = Buffer.concat([Buffer.of(version), id]);
  }

  /** A vault on a key that exists nowhere else: what it sealed is unreadable when the process ends. */
  static withFreshKey(): Vault {
    return new Vault(randomUUID(), randomBytes(keyBytes));
  }

  seal(place: Place, value: Secret): Uint8Array {
    const nonce = randomBytes(nonceBytes);
    const cipher = createCipheriv(algorithm, this.#key, nonce, { authTagLength: tagBytes });
    cipher.setAAD(this.#associatedData(place));
    const text = cipher.update(value.reveal(), 'utf8');
    return Buffer.concat([this.#header, nonce, text, cipher.final(), cipher.getAuthTag()]);
  }

  /** Throws `sealed_value_refused`, which says nothing about the content, for whatever was not sealed here for this place. */
  open(place: Place, sealed: Uint8Array): Secret {
    const bytes = Buffer.from(sealed.buffer, sealed.byteOffset, sealed.byteLength);
    const tagAt = bytes.length - tagBytes;
    if (tagAt < textAt || !bytes.subarray(0, nonceAt).equals(this.#header))
      throw new StoreError('sealed_value_refused');
    const nonce = bytes.subarray(nonceAt, textAt);
    const decipher = createDecipheriv(algorithm, this.#key, nonce, { authTagLength: tagBytes });
    decipher.setAAD(this.#associatedData(place));
    decipher.setAuthTag(bytes.subarray(tagAt));
    try {
      return new Secret(decipher.update(bytes.subarray(textAt, tagAt), undefined, 'utf8') + decipher.final('utf8'));
    } catch {
      throw new StoreError('sealed_value_refused');
    }
  }

  /** JSON keeps the parts apart: ("a", "bc") and ("ab", "c") differ. */
  #associatedData({ table, row, column }: Place): Buffer {
    return Buffer.from(JSON.stringify([version, this.keyId, table, row, column]));
  }
}
