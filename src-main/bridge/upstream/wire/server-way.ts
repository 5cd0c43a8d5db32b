import { isFault } from '../../../base/fault.ts';
import type { Context } from '../../../connections/context.ts';
import type { Slot } from '../../../connections/slot.ts';
import type { AgentRequest, GuardedFetch } from '../../../http/guarded-fetch.ts';
import type { SessionRequest } from '../../../mcp/forgotten-session.ts';
import { serverFetch } from '../../../mcp/server-fetch.ts';
import type { Server } from '../../../store/servers.ts';

/** Whose sign-in reaches which server. */
export interface Target {
  context: Context;
  slot: Slot;
  server: Server;
}

/** Of every POST in every revision (MCP 2025-11-25, Transports, "Sending Messages to the Server"). */
export const postHeaders = { 'content-type': 'application/json', accept: 'application/json, text/event-stream' };

type Composed = ReturnType<typeof serverFetch>;

/** The requests to one server's MCP endpoint, with the sign-in of one slot. */
export class ServerWay {
  readonly url: URL;
  readonly host: string;
  readonly #target: Target;
  readonly #mayForget: (init: SessionRequest) => boolean;
  readonly #composed = new Map<AgentRequest, Composed>();

  constructor(target: Target, mayForget: (init: SessionRequest) => boolean) {
    this.#target = target;
    this.#mayForget = mayForget;
    this.url = new URL(target.server.url);
    this.host = this.url.host;
  }

  /** Throws what the fetches of `mcp` throw: `Fault`, `ForgottenSession`, or the reason of an abort. */
  async fetch(kind: AgentRequest, init: SessionRequest): Promise<Response> {
    try {
      return await this.#compose(kind).fetch(this.url, init);
    } catch (error) {
      // The next request is composed for a server that wants a sign-in.
      if (isFault(error, 'not_signed_in')) this.#composed.clear();
      throw error;
    }
  }

  /** Without the meaning of refusals, to find out what else answers at this address. */
  get asked(): GuardedFetch {
    return this.#compose('requests').asked;
  }

  #compose(kind: AgentRequest): Composed {
    const known = this.#composed.get(kind);
    if (known) return known;
    const { context, slot, server } = this.#target;
    // Whether it wants a sign-in may have been corrected since. It never has another address here.
    const stored = context.store.servers.get(server.workspaceId, server.id);
    const current = stored?.url === server.url ? stored : server;
    const way = context.outbound(server).agents[kind];
    const composed = serverFetch(context, { slot, server: current }, way, this.#mayForget);
    this.#composed.set(kind, composed);
    return composed;
  }
}
