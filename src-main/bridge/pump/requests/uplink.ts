import { randomUUID } from 'node:crypto';
import { abortAfter } from '../../../base/abort-after.ts';
import { learnSignInNeed } from '../../../connections/discovery/learn-sign-in-need.ts';
import type { Message, Upstream } from '../../upstream/upstream.ts';
import type { AgentRequest } from '../agent/agent-request.ts';
import type { UpstreamOptions } from '../bridge-parts.ts';
import type { Link } from './link.ts';
import { ownMessage } from '../../upstream/wire/messages.ts';

/** How long a request of Keyfob's own may take, in milliseconds. */
const ownRequestTime = 60_000;

/** The way of one agent to its server, which can be closed once what is under way has its answers. */
export class Uplink {
  readonly #link: Link;
  readonly #upstream: Upstream;
  readonly #onMessage: UpstreamOptions['onMessage'];
  #inFlight = 0;
  #isRetired = false;

  constructor(link: Link, options: Omit<UpstreamOptions, 'context' | 'slot' | 'server'>) {
    this.#link = link;
    // A response to something that was not asked here would be a second answer to a request of the agent.
    const onMessage: UpstreamOptions['onMessage'] = async (message) => {
      if (typeof message.value['method'] === 'string') await options.onMessage(message);
    };
    this.#onMessage = onMessage;
    const { bridge, slot, server, gate } = link;
    this.#upstream = bridge.openUpstream({
      context: bridge.context,
      slot,
      server: gate.server() ?? server,
      ...options,
      onMessage,
    });
  }

  /** The server's answer to the agent's handshake. */
  open(): Promise<Message | undefined> {
    return this.#counted(() => this.#upstream.open());
  }

  /** Messages that arrive with the answer go to the agent, one after the other. */
  request(request: AgentRequest): Promise<Message> {
    const onMessage = async (message: Message) => {
      if (request.progress.passes(message)) await this.#onMessage(message);
    };
    return this.#counted(() => this.#upstream.request(request.message, { signal: request.signal, onMessage }));
  }

  /** A request of Keyfob's own, under an id that no agent uses. What comes before its answer is for the agent. */
  ask(method: string, params: Record<string, unknown>): Promise<Message> {
    const message = ownMessage({ id: `keyfob-${randomUUID()}`, method, params });
    // One that a server forgot must not keep later ones waiting.
    const signal = abortAfter(ownRequestTime, this.#link.agent.signal);
    return this.#counted(() => this.#upstream.request(message, { signal, onMessage: this.#onMessage }));
  }

  /** Failures are noted in the log: nothing waits for a notification. */
  async send(message: Message): Promise<void> {
    try {
      await this.#upstream.send(message);
    } catch (error) {
      this.#link.bridge.context.log.info('a notification did not reach a server', { error });
    }
  }

  /** Closes it once its requests are answered. */
  retire(): void {
    this.#isRetired = true;
    this.#closeIfDone();
  }

  async close(): Promise<void> {
    try {
      await this.#upstream.close();
    } catch (error) {
      this.#link.bridge.context.log.info('a session did not end at its server', { error });
    }
  }

  async #counted<T>(work: () => Promise<T>): Promise<T> {
    const { agent, bridge, slot } = this.#link;
    this.#inFlight += 1;
    try {
      // Without it, a server that needs no sign-in would be asked with a token that does not exist.
      await learnSignInNeed(bridge.context, slot, agent.signal);
      return await work();
    } finally {
      this.#inFlight -= 1;
      this.#closeIfDone();
    }
  }

  #closeIfDone(): void {
    if (this.#isRetired && this.#inFlight === 0) void this.close();
  }
}
