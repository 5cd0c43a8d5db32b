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

interface Key {
  /** A UUID; the `data_key` row that holds the wrapped key. */
  id: string;
  object: KeyObject;
  header: Buffer;
}

/** Where a vault learns that there is another key by now. */
export interface KeySource {
  newestId: () => string | undefined;
  /** Whether its row is still there: what is sealed with a key that is thrown away never opens again. */
  exists: (id: string) => boolean;
  /** The key, sealed for `keyPlace` with the one before it. */
  handover: (id: string) => Uint8Array | undefined;
  /** Asks the keyring, where nothing hands the key over. */
  ask: (id: string) => Promise<Uint8Array | undefined>;
}

/** Where a key is sealed for, when it is handed over by the one before it. */
export const keyPlace = (id: string): Place => ({ table: 'data_key', row: id, column: 'handover' });

/**
 * Seals secrets for the disk with AES-256-GCM under a data key. A sealed value is: version byte, key id (16 bytes), nonce
 * (12 bytes, fresh each time), ciphertext, tag (16 bytes). The associated data names version, key, table, row and column,
 * so that a value moved to another row or column is refused like a forged one.
 *
 * It opens what any key that it knows has sealed, and seals with the newest, which may come while it is in use: from here, or
 * from another process on the same database.
 */
export class Vault {
  readonly #keys = new Map<string, Key>();
  #newest: Key;
  #source: KeySource | undefined;
  /** Keys that the keyring is being asked for. */
  readonly #asked = new Set<string>();

  constructor(keyId: string, key: Uint8Array) {
    this.#newest = keyOf(keyId, key);
    this.#keys.set(keyId, this.#newest);
  }

  /** A vault on a key that exists nowhere else: what it sealed is unreadable when the process ends. */
  static withFreshKey(): Vault {
    return new Vault(randomUUID(), randomBytes(keyBytes));
  }

  /** What it has sealed with last. */
  get keyId(): string {
    return this.#newest.id;
  }

  /** What it would seal with now. */
  newestKeyId(): string {
    return this.#current().id;
  }

  /** Looks there for newer keys from now on. */
  watch(source: KeySource): void {
    this.#source = source;
  }

  /** Takes over what another vault knows and seals with; still opens what it sealed itself. */
  become(other: Vault): void {
    for (const [id, key] of other.#keys) this.#keys.set(id, key);
    this.#newest = other.#newest;
    this.#source = other.#source;
  }

  /** Seals with this key from now on, and still opens what the others have sealed. */
  adopt(keyId: string, key: Uint8Array): void {
    this.#newest = this.#learn(keyId, key);
  }

  /** Opens what this key has sealed as well. */
  know(keyId: string, key: Uint8Array): void {
    this.#learn(keyId, key);
  }

  knows(keyId: string): boolean {
    return this.#keys.has(keyId);
  }

  /**
   * Call it in the transaction that writes the value: another process throws keys away that nothing is sealed with. Throws
   * `keyring_locked` where that happened to the only key it knows; the newest is asked for meanwhile.
   */
  seal(place: Place, value: Secret): Uint8Array {
    return sealWith(this.#current(), place, value);
  }

  /** Throws `sealed_value_refused`, which says nothing about the content, for whatever was not sealed here for this place. */
  open(place: Place, sealed: Uint8Array): Secret {
    const id = sealedUnder(sealed);
    const key = id === undefined ? undefined : this.#find(id);
    if (!key) throw new StoreError('sealed_value_refused');
    return openWith(key, place, sealed);
  }

  #learn(keyId: string, key: Uint8Array): Key {
    const learned = keyOf(keyId, key);
    this.#keys.set(keyId, learned);
    return learned;
  }

  #current(): Key {
    const id = this.#source?.newestId();
    if (id === undefined || id === this.#newest.id) return this.#newest;
    const newer = this.#find(id);
    if (newer) this.#newest = newer;
    else if (!this.#source?.exists(this.#newest.id)) throw new StoreError('keyring_locked');
    return this.#newest;
  }

  #find(id: string): Key | undefined {
    const key = this.#keys.get(id) ?? this.#handedOver(id, new Set());
    if (!key) void this.#ask(id);
    return key;
  }

  /** What needed the key has failed by the time it comes, and works when it is tried again. */
  async #ask(id: string): Promise<void> {
    if (!this.#source || this.#asked.has(id)) return;
    this.#asked.add(id);
    try {
      const key = await this.#source.ask(id);
      if (key) this.#learn(id, key);
    } catch {
      // Asked again the next time.
    } finally {
      this.#asked.delete(id);
    }
  }

  /** Through as many keys as were made since. `seen`: keys that hand over each other lead nowhere. */
  #handedOver(id: string, seen: Set<string>): Key | undefined {
    const sealed = this.#source?.handover(id);
    const beforeId = sealed && sealedUnder(sealed);
    if (!sealed || beforeId === undefined || seen.has(id)) return undefined;
    const before = this.#keys.get(beforeId) ?? this.#handedOver(beforeId, seen.add(id));
    if (!before) return undefined;
    const key = openWith(before, keyPlace(id), sealed);
    return this.#learn(id, Buffer.from(key.reveal(), 'base64'));
  }
}

/** The id of the key that a value says it is sealed with; undefined where it is no sealed value. */
export function sealedUnder(sealed: Uint8Array): string | undefined {
  if (sealed[0] !== version || sealed.length < textAt + tagBytes) return undefined;
  const hex = Buffer.from(sealed.subarray(1, nonceAt)).toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

function keyOf(id: string, key: Uint8Array): Key {
  const bytes = Buffer.from(id.replaceAll('-', ''), 'hex');
  if (bytes.length !== keyIdBytes) throw new TypeError('a key id is a UUID');
  if (key.length !== keyBytes) throw new TypeError('a data key has 256 bits');
  return { id, object: createSecretKey(key), header: Buffer.concat([Buffer.of(version), bytes]) };
}

function sealWith(key: Key, place: Place, value: Secret): Uint8Array {
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv(algorithm, key.object, nonce, { authTagLength: tagBytes });
  cipher.setAAD(associatedData(key, place));
  const text = cipher.update(value.reveal(), 'utf8');
  return Buffer.concat([key.header, nonce, text, cipher.final(), cipher.getAuthTag()]);
}

function openWith(key: Key, place: Place, sealed: Uint8Array): Secret {
  const bytes = Buffer.from(sealed.buffer, sealed.byteOffset, sealed.byteLength);
  const tagAt = bytes.length - tagBytes;
  const nonce = bytes.subarray(nonceAt, textAt);
  const decipher = createDecipheriv(algorithm, key.object, nonce, { authTagLength: tagBytes });
  decipher.setAAD(associatedData(key, place));
  decipher.setAuthTag(bytes.subarray(tagAt));
  try {
    return new Secret(decipher.update(bytes.subarray(textAt, tagAt), undefined, 'utf8') + decipher.final('utf8'));
  } catch {
    throw new StoreError('sealed_value_refused');
  }
}

/** JSON keeps the parts apart: ("a", "bc") and ("ab", "c") differ. */
function associatedData({ id }: Key, { table, row, column }: Place): Buffer {
  return Buffer.from(JSON.stringify([version, id, table, row, column]));
}
