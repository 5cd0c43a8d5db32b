import { randomBytes, randomUUID } from 'node:crypto';
import type { Secret } from '../secret.ts';
import { StoreError } from './errors.ts';
import { type Key, keyBytes, keyOf, openWith, presentForm, sealedUnder, sealWith } from './sealed-value.ts';

/** Where a sealed value lies, and where what is in it may go. It opens nowhere else, and for nothing else. */
export interface Place {
  table: string;
  row: string;
  column: string;
  /**
   * Whatever decides where the secret goes and how: addresses, issuer, settings. With one of them changed, the value does not
   * open. Anything that JSON can write; in the same order for sealing and for opening.
   */
  boundTo?: readonly unknown[];
}

/** For those who ask a value which key it needs. */
export { sealedUnder };

const contextOf = ({ table, row, column, boundTo = [] }: Place) => [table, row, column, boundTo];

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
 * Seals secrets for the disk with AES-256-GCM under a data key (`sealed-value.ts`). The associated data names form, key, table,
 * row, column and what the value is bound to, so that one that is moved to another row or column, or whose row says now that
 * it goes somewhere else, is refused like a forged one.
 *
 * It opens what any key that it knows has sealed, and seals with the newest, which may come while it is in use: from here, or
 * from another process on the same database. Values of the form before this one it does not open (`upgrade.ts` does, once).
 */
export class Vault {
  readonly #keys = new Map<string, Key>();
  #newest: Key;
  #source: KeySource | undefined;
  /** Keys that the keyring is being asked for. */
  readonly #asked = new Set<string>();

  constructor(keyId: string, key: Uint8Array) {
    this.#newest = keyOf(presentForm, keyId, key);
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
    return sealWith(this.#current(), contextOf(place), value);
  }

  /** Throws `sealed_value_refused`, which says nothing about the content, for whatever was not sealed here for this place. */
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
    const key = openWith(before, contextOf(keyPlace(id)), sealed);
    return this.#learn(id, Buffer.from(key.reveal(), 'base64'));
  }
}
