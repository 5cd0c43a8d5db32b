import type { Client } from '@modelcontextprotocol/client';
import type { Context } from '../connections/context.ts';
import { slotKey, type Slot } from '../connections/slot.ts';
import type { Server } from '../store/servers.ts';
import { bearerFetch, openFetch } from './bearer-fetch.ts';

const idleTimeout = 5 * 60_000;
const mostSessions = 32;

interface PooledSession {
  client: Promise<Client>;
  idle: NodeJS.Timeout;
}

/** MCP sessions, one per slot: opened on first use, kept while used, closed when idle or when their tokens change. */
export class SessionPool {
  readonly #sessions = new Map<string, PooledSession>();
  readonly #context: Context;
  readonly #version: string;

  constructor(context: Context, version: string) {
    this.#context = context;
    this.#version = version;
  }

  /** The slot's session. One that fails to open is not kept. */
  session(slot: Slot, server: Server): Promise<Client> {
    const key = slotKey(slot);
    const pooled = this.#sessions.get(key);
    if (pooled) {
      pooled.idle.refresh();
      // The most recently used is last; the first is the one to give up.
      this.#sessions.delete(key);
      this.#sessions.set(key, pooled);
      return pooled.client;
    }
    const client = this.#open(slot, server);
    const idle = setTimeout(() => this.evict(slot), idleTimeout);
    idle.unref();
    this.#sessions.set(key, { client, idle });
    client.catch(() => this.#drop(key));
    if (this.#sessions.size > mostSessions) this.#drop(this.#sessions.keys().next().value);
    return client;
  }

  evict(slot: Pick<Slot, 'serverId' | 'profileId'> & Partial<Slot>): void {
    this.#drop(slotKey({ workspaceId: '', ...slot }));
  }

  closeAll(): void {
    for (const key of this.#sessions.keys()) this.#drop(key);
  }

  async #open(slot: Slot, server: Server): Promise<Client> {
    // Loaded on first use: the window is up long before anyone calls a tool.
    const { openSession } = await import('./open-session.ts');
    const url = new URL(server.url);
    const { session } = this.#context.outbound(server.url);
    const open = server.requiresSignIn === false;
    const fetch = open ? openFetch(this.#context, slot, session) : bearerFetch(this.#context, slot, url, session);
    return openSession(url, fetch, this.#version);
  }

  #drop(key: string | undefined): void {
    const pooled = key === undefined ? undefined : this.#sessions.get(key);
    if (key === undefined || !pooled) return;
    this.#sessions.delete(key);
    clearTimeout(pooled.idle);
    pooled.client.then((client) => client.close()).catch(() => undefined);
  }
}
