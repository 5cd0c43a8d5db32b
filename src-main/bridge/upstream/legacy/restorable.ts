import { methodOf, ownId, paramsOf, withId } from '../wire/messages.ts';
import type { Message } from '../upstream.ts';

/** What a session holds for an agent, so that another session can be brought to the same: log level, subscriptions. */
export class Restorable {
  #level: Message | undefined;
  readonly #subscriptions = new Map<string, Message>();

  /** Called with every request that the server has answered with a result. */
  note(request: Message): void {
    const method = methodOf(request);
    if (method === 'logging/setLevel') this.#level = request;
    if (method !== 'resources/subscribe' && method !== 'resources/unsubscribe') return;
    const { uri } = paramsOf(request);
    if (typeof uri !== 'string') return;
    if (method === 'resources/subscribe') this.#subscriptions.set(uri, request);
    else this.#subscriptions.delete(uri);
  }

  /** The agent's requests that led to it, under ids of Keyfob's. */
  requests(): Message[] {
    const kept = [...(this.#level ? [this.#level] : []), ...this.#subscriptions.values()];
    return kept.map((message) => withId(message, JSON.stringify(ownId())));
  }
}
