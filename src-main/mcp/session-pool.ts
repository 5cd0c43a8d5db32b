import { Fault } from '../base/fault.ts';
import { refuseOutdatedTransport } from '../connections/discovery/outdated-transport.ts';
import type { Context, DomainEvent } from '../connections/context.ts';
import { slotKey, type Slot } from '../connections/slot.ts';
import type { Server } from '../store/servers.ts';
import { isInSession, type SessionRequest } from './forgotten-session.ts';
import type { ListingClient } from './listing-client.ts';
import { Asking } from './asking.ts';
import { heardOf } from './heard-of.ts';
import type { Elicit } from './open-session.ts';
import { serverFetch } from './server-fetch.ts';
import { ServerLogs } from './server-logs.ts';

const idleTimeout = 5 * 60_000;
const mostSessions = 32;

interface PooledSession {
  slot: Slot;
  client: Promise<ListingClient>;
  /** `client`, once it is open. */
  opened?: ListingClient;
  /** Opened in place of a session that the server had forgotten, and not used successfully yet. */
  isReplacement: boolean;
  /** Running calls. A session in use is neither idle nor evicted. */
  users: number;
  idle: NodeJS.Timeout | undefined;
}

interface PoolUse {
  signal?: AbortSignal | undefined;
  /** The session that is opened if there is none is in place of one that the server had forgotten. */
  isReplacement?: boolean;
}

/**
 * MCP sessions, one per slot: opened on first use, kept while used, closed when idle or when their tokens change. At
 * most 32; if all are in use, the next call waits.
 */
export class SessionPool {
  readonly #sessions = new Map<string, PooledSession>();
  readonly #context: Context;
  /** Whom servers ask during a call. */
  readonly asking = new Asking();
  /** The messages that servers log. */
  readonly logs = new ServerLogs();
  /** Called when a server says that the user is done at the address of a question. */
  onCompleted: ((serverId: string, elicitationId: string) => void) | undefined;
  readonly #onSession: (() => void) | undefined;
  #waiting: (() => void)[] = [];

  /** `onSession` is called when a session is open. */
  constructor(context: Context, onSession?: () => void) {
    this.#context = context;
    this.#onSession = onSession;
  }

  /**
   * Runs `work` with the slot's session. A session that fails to open is not kept. While waiting, throws the signal's
   * reason on abort.
   */
  async use<T>(
    slot: Slot,
    server: Server,
    work: (client: ListingClient) => Promise<T>,
    { signal, isReplacement = false }: PoolUse = {},
  ): Promise<T> {
    const key = slotKey(slot);
    while (!this.#sessions.has(key) && !this.#makeRoom()) await this.#waitForRoom(signal);
    const pooled = this.#sessions.get(key) ?? this.#begin(slot, server, isReplacement);
    clearTimeout(pooled.idle);
    pooled.users++;
    // Moves the session to the end; the first unused one is the least recently used.
    this.#sessions.delete(key);
    this.#sessions.set(key, pooled);
    try {
      pooled.opened = await pooled.client.catch((error: unknown) => {
        this.#drop(key, pooled);
        throw error;
      });
      const value = await work(pooled.opened);
      pooled.isReplacement = false;
      return value;
    } finally {
      pooled.users--;
      if (pooled.users === 0) {
        // A session that was retired while others used it.
        if (this.#sessions.get(key) !== pooled) this.#drop(key, pooled);
        else pooled.idle = setTimeout(() => this.#drop(key, pooled), idleTimeout).unref();
        this.#tellWaiting();
      }
    }
  }

  /** Opens another session for the slot's next use. This one is closed when its running calls have ended. */
  retire(slot: Slot, client: ListingClient): void {
    const key = slotKey(slot);
    const pooled = this.#sessions.get(key);
    if (pooled?.opened !== client) return;
    // Subscriptions hold it open for nothing.
    client.tellEnded();
    if (pooled.users === 0) this.#drop(key, pooled);
    else this.#sessions.delete(key);
  }

  /** Closes sessions that an event invalidates. */
  follow(event: DomainEvent): void {
    if (event.type === 'tokens_changed') this.evict(event.slot);
    if (event.type === 'server_reconfigured') this.#evictAll(({ serverId }) => serverId === event.serverId);
    if (event.type === 'authorities_changed' && event.removed) this.closeAll();
    // Servers without sign-in publish no `tokens_changed`.
    if (event.type === 'person_removed' && event.profileId !== undefined)
      this.#evictAll(({ profileId }) => profileId === event.profileId);
  }

  /** Closes the slot's session, which cancels its running calls. */
  evict(slot: Slot): void {
    const key = slotKey(slot);
    this.#drop(key, this.#sessions.get(key));
  }

  #evictAll(matches: (slot: Slot) => boolean): void {
    for (const [key, pooled] of this.#sessions) if (matches(pooled.slot)) this.#drop(key, pooled);
  }

  closeAll(): void {
    for (const [key, pooled] of this.#sessions) this.#drop(key, pooled);
  }

  /** Makes room for one more by evicting the least recently used session; false if all are in use. */
  #makeRoom(): boolean {
    if (this.#sessions.size < mostSessions) return true;
    for (const [key, pooled] of this.#sessions) {
      if (pooled.users > 0) continue;
      this.#drop(key, pooled);
      return true;
    }
    return false;
  }

  async #waitForRoom(signal: AbortSignal | undefined): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#waiting.push(resolve);
    signal?.addEventListener('abort', () => resolve(), { once: true });
    await promise;
    signal?.throwIfAborted();
  }

  #tellWaiting(): void {
    for (const tell of this.#waiting.splice(0)) tell();
  }

  #begin(slot: Slot, server: Server, isReplacement: boolean): PooledSession {
    const mayForget = (init: SessionRequest) => !pooled.isReplacement && isInSession(init);
    const client = this.asking.outside(() => this.#open(slot, server, mayForget));
    const pooled: PooledSession = { slot, client, isReplacement, users: 0, idle: undefined };
    return pooled;
  }

  async #open(slot: Slot, server: Server, mayForget: (init: SessionRequest) => boolean): Promise<ListingClient> {
    // Loaded on first use, long after the window is shown.
    const { openSession } = await import('./open-session.ts');
    const url = new URL(server.url);
    const { session } = this.#context.outbound(server);
    const { asked, fetch } = serverFetch(this.#context, { slot, server }, session, mayForget);
    const { earlierServers, version } = this.#context;
    const elicit: Elicit = (request, signal, waits) => this.asking.answer(slot, request, signal, waits);
    const known = {
      version,
      earlier: earlierServers.has(server.url),
      hear: heardOf(this.#context, this, slot),
      elicit,
    };
    const client = await openSession(url, fetch, known).catch(async (error: unknown) => {
      // A server that refuses to be asked anything may speak the transport from before Streamable HTTP.
      if (!(error instanceof Fault)) await refuseOutdatedTransport(url, asked);
      throw error;
    });
    if (client.getProtocolEra() === 'legacy') earlierServers.add(server.url);
    else earlierServers.delete(server.url);
    this.#onSession?.();
    return client;
  }

  #drop(key: string, pooled: PooledSession | undefined): void {
    if (!pooled) return;
    if (this.#sessions.get(key) === pooled) this.#sessions.delete(key);
    clearTimeout(pooled.idle);
    this.#tellWaiting();
    pooled.client.then((client) => client.close()).catch(() => undefined);
  }
}
