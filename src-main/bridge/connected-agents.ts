import { randomUUID } from 'node:crypto';
import type { Slot } from '../connections/slot.ts';
import type { AgentConnection } from './agent-connection.ts';
import type { Caller } from './caller/find-caller.ts';
import { programKey } from './caller/program-key.ts';

/** A connection of a program to a server, from the hello on. */
export interface ConnectedAgent {
  id: string;
  /** Absent until the system has said, and for a program that it cannot name. */
  caller?: Caller;
  /** Empty until then. */
  program: string;
  alias: string;
  serverId: string;
  slot: Slot;
  since: number;
  /** The tools of the calls under way, with when each began. */
  calls: Set<{ tool: string; since: number }>;
  end: () => void;
}

/** In milliseconds: agents make many calls in a second, and each change is told to the windows. */
const tellEvery = 250;

/** Who is connected now, and what each calls. */
export class ConnectedAgents {
  readonly #agents = new Map<string, ConnectedAgent>();
  readonly #now: () => number;
  readonly #onChange: () => void;
  #telling: NodeJS.Timeout | undefined;

  /** @param onChange called at most four times a second */
  constructor(now: () => number, onChange: () => void) {
    this.#now = now;
    this.#onChange = onChange;
  }

  list(): ConnectedAgent[] {
    return [...this.#agents.values()];
  }

  get count(): number {
    return this.#agents.size;
  }

  /** Keeps a connection for as long as `serve` takes, and no longer than until it is ended. */
  async during(
    connection: AgentConnection,
    { alias, slot }: { alias: string; slot: Slot },
    serve: () => Promise<void>,
  ): Promise<void> {
    const agent: ConnectedAgent = {
      id: randomUUID(),
      program: '',
      alias,
      serverId: slot.serverId,
      slot,
      since: this.#now(),
      calls: new Set(),
      end: () => connection.end(),
    };
    this.#agents.set(agent.id, agent);
    void connection.caller.then((caller) => {
      Object.assign(agent, { caller, program: caller.name });
      this.#tell();
    });
    const remove = () => {
      if (this.#agents.delete(agent.id)) this.#tell();
    };
    connection.signal.addEventListener('abort', remove, { once: true });
    try {
      await serve();
    } finally {
      remove();
    }
  }

  /** Notes a tool call of a connection, which its caller names. Returns what ends it. */
  calling(caller: Caller, tool: string): () => void {
    const agent = this.list().find((one) => one.caller === caller);
    if (!agent) return () => undefined;
    const call = { tool, since: this.#now() };
    agent.calls.add(call);
    this.#tell();
    return () => {
      agent.calls.delete(call);
      this.#tell();
    };
  }

  /** Ends the connections of which this is true, with their calls. The connector may connect again. */
  end(isMeant: (agent: ConnectedAgent) => boolean): void {
    for (const agent of this.list()) if (isMeant(agent)) agent.end();
  }

  stop(): void {
    clearTimeout(this.#telling);
  }

  #tell(): void {
    this.#telling ??= setTimeout(() => {
      this.#telling = undefined;
      this.#onChange();
    }, tellEvery).unref();
  }
}

/** How many programs have a call under way. */
export function workingPrograms(agents: readonly ConnectedAgent[]): number {
  const working = agents.filter(({ calls }) => calls.size > 0);
  return new Set(working.map(({ id, caller }) => (caller?.pattern ? programKey(caller) : id))).size;
}

/** What a window may know of a connection. */
export function liveConnection({ id, caller, program, slot, since, calls }: ConnectedAgent) {
  return {
    ...slot,
    id,
    program,
    callerKind: caller?.kind ?? 'unknown',
    since,
    calls: [...calls],
    ...(caller?.pattern && { pattern: programKey(caller) }),
  };
}
