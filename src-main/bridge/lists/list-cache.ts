import { dropOldest } from '../../base/drop-oldest.ts';
import type { Context, DomainEvent } from '../../connections/context.ts';
import { sharedAccount, type ListCacheKey } from '../../store/list-cache.ts';
import { accountOf } from '../slot-account.ts';
import { listKinds, type ListKind } from './list-kinds.ts';

/** What a server answered to one client, as JSON texts, because numbers above 2^53 do not survive a parse. */
export interface CachedLists {
  /** The result of `initialize`. */
  initialize?: string;
  /** Results with all pages joined. */
  lists: Partial<Record<ListKind, string>>;
  /** An answer of 2026-07-28 to a single request, and when it came. */
  answer?: { result: string; at: number };
}

type Listener = (kinds: readonly ListKind[]) => void;

interface ListCacheOptions {
  context: Pick<Context, 'store' | 'now' | 'log'>;
  /** How often one entry is verified at most, in milliseconds. */
  verifyEvery?: number;
}

/** The maximum number of entries in memory. */
const mostKept = 200;
/** A larger entry is kept in memory alone, in characters. */
const largestStored = 8_000_000;

/**
 * What servers listed for programs, in memory and sealed in the store, so that a program that starts gets its lists
 * before the server answers. An entry that cannot be opened counts as missing.
 */
export class ListCache {
  readonly #options: ListCacheOptions;
  readonly #kept = new Map<string, { key: ListCacheKey; entry: CachedLists }>();
  readonly #verified = new Map<string, number>();
  readonly #listeners = new Map<string, Set<Listener>>();
  /** By server and method, when the server last said that its answer has changed. */
  readonly #changed = new Map<string, number>();
  /** Addresses of servers that have answered a request of 2026-07-28. */
  readonly #modern = new Set<string>();

  constructor(options: ListCacheOptions) {
    this.#options = options;
  }

  get(key: ListCacheKey): CachedLists | undefined {
    const kept = this.#kept.get(key.id);
    if (kept) return kept.entry;
    const { store, log } = this.#options.context;
    try {
      const stored = store.listCache.get(key.id);
      if (!stored) return undefined;
      const entry = JSON.parse(stored.reveal()) as CachedLists;
      this.#keep(key, entry);
      return entry;
    } catch (error) {
      log.info('a list of a server did not open', { error });
      return undefined;
    }
  }

  /** Replaces what is kept, and tells those who watch the entry which lists differ from before. */
  save(key: ListCacheKey, entry: CachedLists): void {
    const before = this.get(key);
    this.#keep(key, entry);
    const { store, log, now } = this.#options.context;
    const text = JSON.stringify(entry);
    try {
      if (text.length <= largestStored && JSON.stringify(before) !== text) store.listCache.save(key, text, now());
    } catch (error) {
      log.info('a list of a server was not stored', { error });
    }
    const changed = (Object.keys(entry.lists) as ListKind[]).filter(
      (kind) => before?.lists[kind] !== entry.lists[kind],
    );
    if (changed.length > 0) for (const tell of this.#listeners.get(key.id) ?? []) tell(changed);
  }

  /** Calls the listener after each change of an entry. Returns how to stop. */
  watch({ id }: ListCacheKey, listener: Listener): () => void {
    const listeners = this.#listeners.get(id) ?? new Set();
    this.#listeners.set(id, listeners.add(listener));
    return () => {
      listeners.delete(listener);
      if (listeners.size === 0) this.#listeners.delete(id);
    };
  }

  /** Whether an entry may be verified now. Then it may not be for a minute, by any connection. */
  mayVerify({ id }: ListCacheKey): boolean {
    const { context, verifyEvery = 60_000 } = this.#options;
    const now = context.now();
    const last = this.#verified.get(id);
    if (last !== undefined && last <= now && now < last + verifyEvery) return false;
    this.#verified.delete(id);
    this.#verified.set(id, now);
    dropOldest(this.#verified, mostKept * 5);
    return true;
  }

  /** A server has said that its list is another one now, of whichever account. */
  noteChanged(serverId: string, kind: ListKind): void {
    this.#changed.set(`${serverId} ${listKinds[kind].method}`, this.#options.context.now());
    dropOldest(this.#changed, mostKept * 5);
  }

  /** Whether an answer that came at this time is from before a change. */
  isOutdated(serverId: string, method: string, at: number): boolean {
    return at <= (this.#changed.get(`${serverId} ${method}`) ?? -Infinity);
  }

  /** Whether the server at this address is known to speak 2026-07-28. */
  isModern(url: string): boolean {
    return this.#modern.has(url);
  }

  noteModern(url: string): void {
    this.#modern.add(url);
    dropOldest(this.#modern, mostKept * 5);
  }

  /** Drops what a sign-out, another account or other settings of a server make wrong. */
  follow(event: DomainEvent): void {
    const { context } = this.#options;
    if (event.type === 'tokens_changed') {
      const { serverId, profileId } = event.slot;
      const account = accountOf(context, event.slot) ?? null;
      const isOther = (of: string) => of !== account && of !== sharedAccount;
      this.#drop((key) => key.serverId === serverId && key.profileId === profileId && isOther(key.account));
      this.#unlessDamaged(() => context.store.listCache.removeOthers(serverId, profileId, account));
    } else if (event.type === 'server_reconfigured' || event.type === 'server_removed') {
      this.#drop(({ serverId }) => serverId === event.serverId);
      this.#unlessDamaged(() => context.store.listCache.removeAllOf(event.serverId));
    }
  }

  #keep(key: ListCacheKey, entry: CachedLists): void {
    this.#kept.delete(key.id);
    this.#kept.set(key.id, { key, entry });
    dropOldest(this.#kept, mostKept);
  }

  #drop(isWrong: (key: ListCacheKey) => boolean): void {
    for (const { key } of this.#kept.values()) {
      if (!isWrong(key)) continue;
      this.#kept.delete(key.id);
      this.#verified.delete(key.id);
    }
  }

  #unlessDamaged(work: () => void): void {
    try {
      work();
    } catch (error) {
      // What is left cannot be found: keys name the account and the address.
      this.#options.context.log.warn('lists of a server were not deleted', { error });
    }
  }
}
