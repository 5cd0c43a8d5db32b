import { randomBytes, randomUUID } from 'node:crypto';
import type { Secret } from '../../base/secret.ts';
import { StoreError } from '../errors.ts';
import { type Key, keyBytes, keyOf, openWith, presentForm, sealedUnder, sealWith } from './sealed-value.ts';

/** The position of a sealed value, and the destination of the secret in it. With another place, it cannot be opened. */
export interface Place {
  table: string;
  row: string;
  column: string;
  /**
   * Everything that decides where and how the secret is sent: addresses, issuer, settings. If one of them changes, the
   * value cannot be opened. Must be JSON, in the same order for sealing and opening.
   */
  boundTo?: readonly unknown[];
}

/** For callers that need the key id of a value. */
export { sealedUnder };

const contextOf = ({ table, row, column, boundTo = [] }: Place) => [table, row, column, boundTo];

/** Tells a vault about newer keys. */
export interface KeySource {
  newestId: () => string | undefined;
  /** Whether the key's row still exists: values that are sealed with a deleted key can never be opened again. */
  exists: (id: string) => boolean;
  /** The key, sealed for `keyPlace` with its predecessor. */
  handover: (id: string) => Uint8Array | undefined;
  /** Asks the keyring, if no known key opens the new one. */
  ask: (id: string) => Promise<Uint8Array | undefined>;
}

/** The place that a rotated key is sealed for with its predecessor. */
export const keyPlace = (id: string): Place => ({ table: 'data_key', row: id, column: 'handover' });

/**
 * Seals secrets for the disk with AES-256-GCM under a data key (`sealed-value.ts`). The associated data contains form,
 * key, table, row, column and what the value is bound to, so that a value that is moved to another row or column, or
 * whose row now names another destination, is refused like a forged one. Opens what any known key has sealed, and seals
 * with the newest, which may appear at any time: from this process, or from another one on the same database. Does not
 * open values of the earlier form (`upgrade.ts` does, once).
 */
export class Vault {
  readonly #keys = new Map<string, Key>();
  #newest: Key;
  #source: KeySource | undefined;
  /** Keys that the keyring is currently being asked for. */
  readonly #asked = new Set<string>();

  constructor(keyId: string, key: Uint8Array) {
    this.#newest = keyOf(presentForm, keyId, key);
    this.#keys.set(keyId, this.#newest);
  }

  /** A vault with a temporary key: what it seals is unreadable after the process ends. */
  static withFreshKey(): Vault {
    return new Vault(randomUUID(), randomBytes(keyBytes));
  }

  /** The key that it last sealed with. */
  get keyId(): string {
    return this.#newest.id;
  }

  /** The key that it would seal with now. */
  newestKeyId(): string {
    return this.#current().id;
  }

  /** Checks this source for newer keys from now on. */
  setKeySource(source: KeySource): void {
    this.#source = source;
  }

  /** Takes over all keys of another vault and seals with its newest; still opens what was sealed here before. */
  replaceWith(other: Vault): void {
    for (const [id, key] of other.#keys) this.#keys.set(id, key);
    this.#newest = other.#newest;
    this.#source = other.#source;
  }

  /** Seals with this key from now on; still opens what other keys have sealed. */
  setCurrentKey(keyId: string, key: Uint8Array): void {
    this.#newest = this.#learn(keyId, key);
  }

  /** Adds a key for opening. */
  addKey(keyId: string, key: Uint8Array): void {
    this.#learn(keyId, key);
  }

  hasKey(keyId: string): boolean {
    return this.#keys.has(keyId);
  }

  /**
   * Call it in the transaction that writes the value: another process deletes keys that no value uses. Throws
   * `keyring_locked` if that happened to the only known key; the newest is requested from the keyring meanwhile.
   */
  seal(place: Place, value: Secret): Uint8Array {
    return sealWith(this.#current(), contextOf(place), value);
  }

  /**
   * Throws `sealed_value_refused`, which reveals nothing about the content, for anything that was not sealed here for
   * this place.
   */
  open(place: Place, sealed: Uint8Array): Secret {
    const id = sealedUnder(sealed);
    const key = id === undefined ? undefined : this.#find(id);
    if (!key) throw new StoreError('sealed_value_refused');
    return openWith(key, contextOf(place), sealed);
  }

  #learn(keyId: string, key: Uint8Array): Key {
    const learned = keyOf(presentForm, keyId, key);
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

  /** The operation that needed the key has failed by then; it succeeds when repeated. */
  async #ask(id: string): Promise<void> {
    if (!this.#source || this.#asked.has(id)) return;
    this.#asked.add(id);
    try {
      const key = await this.#source.ask(id);
      if (key) this.#learn(id, key);
    } catch {
      // Allows another try later.
    } finally {
      this.#asked.delete(id);
    }
  }

  /** Follows the chain of keys made since. `seen` stops a cycle of keys that are sealed with each other. */
  #handedOver(id: string, seen: Set<string>): Key | undefined {
    const sealed = this.#source?.handover(id);
    const beforeId = sealed && sealedUnder(sealed);
    if (!sealed || beforeId === undefined || seen.has(id)) return undefined;
    const before = this.#keys.get(beforeId) ?? this.#handedOver(beforeId, seen.add(id));
    if (!before) return undefined;
    const key = openWith(before, contextOf(keyPlace(id)), sealed);
    return this.#learn(id, Buffer.from(key.reveal(), 'base64'));
  }
}
