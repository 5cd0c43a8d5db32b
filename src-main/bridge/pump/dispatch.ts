import type { DomainEvent } from '../../connections/context.ts';
import type { Message } from '../upstream/upstream.ts';
import type { AgentRequest } from './agent/agent-request.ts';
import { LegacyAgent } from './legacy/legacy-agent.ts';
import { namedIn, wordsOf, type Link } from './requests/link.ts';
import { isModernRequest, ModernAgent } from './modern/modern-agent.ts';
import { refusalOf } from './requests/refusals.ts';
import { Turns } from '../../base/turns.ts';

/**
 * Takes each message to the revision that it is of. Both may come on one connection: an agent may ask for a server's
 * description, as since 2026-07-28, and make a handshake when that is refused (MCP 2026-07-28, Transports, stdio).
 */
export class Dispatch {
  readonly #link: Link;
  readonly #turns: Turns;
  readonly #modern: ModernAgent;
  #legacy: LegacyAgent | undefined;
  readonly #subscriptions = new Set<AgentRequest>();

  constructor(link: Link) {
    this.#link = link;
    this.#turns = new Turns(link.settings.inFlight);
    this.#modern = new ModernAgent(link, this.#turns);
  }

  handle(request: AgentRequest): void {
    if (request.method === 'subscriptions/listen') this.#subscriptions.add(request);
    this.#answered(request)
      .catch((error: unknown) => {
        // At the quit, the store is closed before every agent has gone.
        this.#link.bridge.context.log.warn('a request of an agent was not answered', { error });
      })
      .finally(() => this.#subscriptions.delete(request));
  }

  notify(method: string, message: Message): void {
    // A server may carry out a call although it has no id, and no permission is asked for a notification.
    if (!method.startsWith('notifications/')) return;
    // One of an unknown request or of one that was answered is dropped: some agents cancel after every answer.
    if (method === 'notifications/cancelled') this.#link.agent.cancel(message);
    else if (this.#legacy) void this.#legacy.notify(message);
    else if (method === 'notifications/initialized') void this.#legacyAgent().notify(message);
  }

  respond(id: string, message: Message): void {
    void this.#legacy?.respond(id, message);
  }

  follow(event: DomainEvent): void {
    this.#legacy?.follow(event);
    this.#modern.follow(event);
  }

  /** Other tools are shown to the agent now. */
  tellOfTools(): void {
    this.#legacy?.tellOfTools();
    this.#modern.tellOfTools();
  }

  /** Ends what has no answer but the end of the connection. */
  endSubscriptions(): void {
    for (const request of this.#subscriptions) {
      request.isCancelled = true;
      request.abort(new Error('the agent has gone'));
    }
  }

  async close(): Promise<void> {
    await Promise.all([this.#legacy?.close(), this.#modern.close()]);
  }

  async #answered(request: AgentRequest): Promise<void> {
    const { agent, bridge } = this.#link;
    try {
      if (isModernRequest(request)) await this.#modern.handle(request);
      else await this.#legacyAgent(request).handle(request);
    } catch (error) {
      if (agent.signal.aborted) return;
      bridge.context.log.warn('a request of an agent failed', { error });
      const { code, words } = refusalOf(error, namedIn(this.#link), wordsOf(this.#link));
      await agent.fail(request, code, words);
    }
  }

  /** A handshake begins another session. */
  #legacyAgent(request?: AgentRequest): LegacyAgent {
    if (request?.method === 'initialize') {
      void this.#legacy?.close();
      this.#legacy = new LegacyAgent(this.#link, this.#turns, request.message);
    }
    this.#legacy ??= new LegacyAgent(this.#link, this.#turns);
    return this.#legacy;
  }
}
