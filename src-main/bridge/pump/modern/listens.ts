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

interface Held {
  wanted: Record<string, unknown>;
  resume: () => void;
}

/**
 * The subscriptions of an agent (MCP 2026-07-28, Subscriptions) that wait until the server may be asked. Each
 * is acknowledged at once, because the agent may wait for that before it does anything else; the server's own
 * acknowledgement is hidden then.
 */
export class Listens {
  readonly #link: Link;
  /** By id, as JSON. */
  readonly #held = new Map<string, Held>();
  readonly #acknowledged = new Set<string>();

  constructor(link: Link) {
    this.#link = link;
  }

  /** Resolves when the request may go to the server. */
  async hold(request: AgentRequest): Promise<void> {
    if (!this.#link.gate.need()) return;
    const { notifications } = paramsOf(request.message);
    const wanted = isObject(notifications) ? notifications : {};
    const { id, signal } = request;
    this.#acknowledged.add(id);
    await this.#notify(acknowledged, id, rawMember(request.message.text, 'params', 'notifications') ?? '{}');
    const released = new Promise<void>((resume) => this.#held.set(id, { wanted, resume }));
    await Promise.race([released, whenAborted(signal)]);
    this.#held.delete(id);
  }

  /** Lets all of them go to the server, and tells those that asked for it which lists have changed. */
  release(changed: readonly ListKind[]): void {
    for (const [id, { wanted, resume }] of this.#held) {
      for (const method of new Set(changed.map((kind) => listKinds[kind].changed)))
        if (wanted[memberOf(method)] === true) void this.#notify(method, id);
      resume();
    }
  }

  /** Whether a message acknowledges what Keyfob has acknowledged. */
  hides({ text, value }: Message): boolean {
    if (value['method'] !== acknowledged) return false;
    const id = rawMember(text, 'params', '_meta', subscriptionKey);
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
