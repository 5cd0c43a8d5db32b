import { whenAborted } from '../../../base/when-aborted.ts';
import { listKinds, type ListKind } from '../../lists/list-kinds.ts';
import type { Message } from '../../upstream/upstream.ts';
import type { AgentRequest } from '../agent/agent-request.ts';
import { rawMember } from '../agent/json-text.ts';
import type { Link } from '../requests/link.ts';
import { isObject } from '../agent/messages.ts';
import { paramsOf } from '../../upstream/wire/messages.ts';

const acknowledged = 'notifications/subscriptions/acknowledged';
const subscriptionKey = 'io.modelcontextprotocol/subscriptionId';

type Wanted = Record<string, unknown>;

interface Held {
  wanted: Wanted;
  resume: () => void;
}

/**
 * The subscriptions of an agent (MCP 2026-07-28, Subscriptions). One waits until the server may be asked, and is
 * acknowledged at once, because the agent may wait for that before it does anything else; the server's own
 * acknowledgement is hidden then.
 */
export class Listens {
  readonly #link: Link;
  /** By id, as JSON. */
  readonly #held = new Map<string, Held>();
  readonly #acknowledged = new Set<string>();
  /** At the server, by id, from its acknowledgement on: before, the agent may not be told anything. */
  readonly #open = new Map<string, { wanted: Wanted; isAcknowledged: boolean }>();

  constructor(link: Link) {
    this.#link = link;
  }

  /** Lets the request go to the server as soon as it may. */
  async pass(request: AgentRequest, send: () => Promise<void>): Promise<void> {
    const { notifications } = paramsOf(request.message);
    const wanted = isObject(notifications) ? notifications : {};
    const isHeld = this.#link.gate.need() !== undefined;
    if (isHeld) await this.#hold(request, wanted);
    this.#open.set(request.id, { wanted, isAcknowledged: isHeld });
    try {
      await send();
    } finally {
      this.#open.delete(request.id);
    }
  }

  async #hold(request: AgentRequest, wanted: Wanted): Promise<void> {
    const { id, signal } = request;
    this.#acknowledged.add(id);
    await this.#notify(acknowledged, id, rawMember(request.message.text, 'params', 'notifications') ?? '{}');
    const released = new Promise<void>((resume) => this.#held.set(id, { wanted, resume }));
    await Promise.race([released, whenAborted(signal)]);
    this.#held.delete(id);
  }

  /** Lets those that wait go to the server, and tells all that asked for it which lists have changed. */
  release(changed: readonly ListKind[]): void {
    this.tell(changed);
    for (const { resume } of this.#held.values()) resume();
  }

  /** Tells all that asked for it which lists have changed. */
  tell(changed: readonly ListKind[]): void {
    const told = [...this.#open].filter(([, { isAcknowledged }]) => isAcknowledged);
    for (const [id, { wanted }] of [...this.#held, ...told])
      for (const method of new Set(changed.map((kind) => listKinds[kind].changed)))
        if (wanted[memberOf(method)] === true) void this.#notify(method, id);
  }

  /** Whether a message acknowledges what Keyfob has acknowledged. */
  hides({ text, value }: Message): boolean {
    if (value['method'] !== acknowledged) return false;
    const id = rawMember(text, 'params', '_meta', subscriptionKey);
    const open = id === undefined ? undefined : this.#open.get(id);
    if (open) open.isAcknowledged = true;
    return id !== undefined && this.#acknowledged.delete(id);
  }

  #notify(method: string, id: string, notifications?: string): Promise<void> {
    const named = notifications === undefined ? '' : `"notifications":${notifications},`;
    const params = `{${named}"_meta":{${JSON.stringify(subscriptionKey)}:${id}}}`;
    return this.#link.agent.write(`{"jsonrpc":"2.0","method":${JSON.stringify(method)},"params":${params}}`);
  }
}

/** `notifications/tools/list_changed` is asked for as `toolsListChanged`. */
const memberOf = (method: string): string => `${method.split('/')[1] ?? ''}ListChanged`;
